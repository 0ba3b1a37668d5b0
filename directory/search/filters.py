"""The filters of the results page: those one may choose, with their counts, and those chosen, each with its way off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from directory.french import clock, distance, weekday
from directory.search.finder import Finder, Found
from directory.search.labels import label
from directory.search.params import SearchParams
from directory.search.schemas import NOW, UNKNOWN_HOURS
from indexing.analysis import all_words
from indexing.query import Sort

FREE = "gratuit"
SIX_MONTHS = 183  # days
SHOWN = 5  # values of a long list shown at once; the others open on demand
HIDDEN = ("commune", "territory", "lat", "lon", "radius_km", "hours", "literal", "page_size")  # travel with the bar

SORTS = {
    Sort.RELEVANCE: "les plus utiles d’abord",
    Sort.DISTANCE: "les plus proches d’abord",
    Sort.VERIFIED: "vérifiées le plus récemment",
    Sort.NAME: "par nom",
}


@dataclass(frozen=True, slots=True)
class Tag:
    """A filter in force, and the address of the same search without it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A box to tick: parameter, value, words, how many it finds."""

    name: str
    value: str
    label: str
    selected: bool
    count: int

    @property
    def id(self) -> str:
        """Identifies the box on the page; the same from one answer to the next, so that focus stays on it."""
        return f"{self.name}-{self.value}"


@dataclass(frozen=True, slots=True)
class Group:
    """Boxes under one title; `more` are shown on demand."""

    title: str
    choices: Sequence[Choice]
    more: Sequence[Choice] = ()


def tags(params: SearchParams) -> list[Tag]:
    """Every filter in force, in the order of the address; the words and the place are in the bar."""
    found = [
        Tag(label(name, value), params.without(name, value).url())
        for name, values in params.filters.items()
        for value in values
    ]
    if params.open_at or params.hours:
        state = "horaires inconnus" if params.hours else "ouvert"
        found.append(Tag(f"{state} {when(params)}", params.without("open_at").without("hours").url()))
    if params.verified_within_days:
        words = f"vérifié depuis {params.verified_within_days} jours au plus"
        found.append(Tag(words, params.without("verified_within_days").url()))
    if params.radius_km:
        found.append(Tag(f"jusqu’à {distance(params.radius_km)}", params.without("radius_km").url()))
    return found


def when(params: SearchParams) -> str:
    """The moment hours are asked for: « maintenant », « vendredi 27 novembre à 14 h 30 »."""
    if params.open_at in ("", NOW):
        return "maintenant"
    moment = datetime.fromisoformat(params.open_at)
    return f"{weekday(moment.date())} à {clock(moment)}"


def appointment(params: SearchParams) -> str:
    """The value of the field that asks for a moment: local date and time to the minute."""
    return "" if params.open_at in ("", NOW) else params.open_at[: len("2026-11-27T14:30")]


def unknown_hours(finder: Finder, found: Found, now: datetime) -> tuple[int, str]:
    """How many the filter by hours left out because their hours are not known, and the page that lists them.

    (0, "") when hours were not asked for. One search. Raises `SearchUnavailable`.
    """
    if not found.params.open_at or found.params.hours:
        return 0, ""
    unknown = found.params.replacing(hours=UNKNOWN_HOURS)
    return finder.count(unknown, now), unknown.url()


def understandings(found: Found) -> list[Tag]:
    """What was made of the words, each with the address of the same search that takes those words literally.

    « Se loger › Réduire les impayés de loyer », « aide personnalisée au logement », « Caussade (82300) ».
    """
    said: dict[str, list[str]] = {}
    for thing in found.understood:
        said.setdefault(thing.id, []).append(thing.label)
    return [Tag(" · ".join(labels), found.params.with_value("literal", name).url()) for name, labels in said.items()]


def as_typed(found: Found) -> Tag | None:
    """The text as it was typed, where another one was looked for, with the address of the search for that very text."""
    if not found.corrected:
        return None
    kept = {word.surface for word in all_words(found.corrected)}
    typed = [word.surface for word in all_words(found.params.q) if word.surface not in kept]
    return Tag(found.params.q, found.params.replacing(literal=(*found.params.literal, *typed)).url())


def needs(found: Found) -> list[Tag]:
    """The words of each need, where the text has several, with the address of the search for it alone.

    « sans voiture, loyer impayé »: the list mixes both, and who wants all of one follows its link.
    """
    said = {thing.category: thing.words for thing in reversed(found.understood) if thing.category and thing.words}
    return [Tag(words, found.params.url(q=words)) for words in reversed(said.values())] if len(said) > 1 else []


def counted_apart(finder: Finder, found: Found, now: datetime) -> dict[str, int]:
    """What the filters that are no facet would find: open now, verified lately. One search each.

    Raises `SearchUnavailable`.
    """
    values: dict[str, object] = {"open_at": found.params.open_at or NOW, "verified_within_days": SIX_MONTHS}
    counts = {}
    for name, value in values.items():
        chosen = getattr(found.params, name)
        asked = found.params.replacing(**{name: value})
        counts[name] = found.total if chosen else finder.count(asked, now)
    return counts


def groups(found: Found, apart: Mapping[str, int]) -> list[Group]:
    """What one may filter by, useful ones only: a value that finds nothing is shown only while it is chosen.

    `apart` are the numbers of `counted_apart`.
    """
    params = found.params
    counted = {
        name: [Choice(name, v.value, v.label, v.selected, v.count) for v in values if v.count or v.selected]
        for name, values in found.facets.items()
    }
    at_once = [
        *_open_now(params, apart["open_at"]),
        *(choice for choice in counted["cost"] if choice.value == FREE or choice.selected),
        *counted["mode"],
        Choice(
            "verified_within_days",
            str(params.verified_within_days or SIX_MONTHS),
            "Vérifié depuis moins de 6 mois",
            bool(params.verified_within_days),
            apart["verified_within_days"],
        ),
    ]
    topics = counted["topic"] if params.category or params.topic else []
    shown = [
        Group("Pratique", [choice for choice in at_once if choice.count or choice.selected]),
        Group("Besoin", counted["category"]),
        _long("Plus précisément", topics),
        _long("Public", counted["audience"]),
    ]
    return [group for group in shown if group.choices]


def languages(found: Found) -> list[Choice]:
    """The languages spoken, to choose one from."""
    return [Choice("language", v.value, v.label, v.selected, v.count) for v in found.facets["language"]]


def hidden(params: SearchParams) -> list[tuple[str, str]]:
    """What travels with the form without a control of its own: the place, what is taken literally, the page size."""
    return [(name, value) for name, value in params.pairs() if name in HIDDEN]


def sorts(params: SearchParams) -> dict[str, str]:
    """The orders one may choose: by distance only from a place."""
    return {sort.value: words for sort, words in SORTS.items() if sort is not Sort.DISTANCE or params.has_place}


def _open_now(params: SearchParams, count: int) -> Iterator[Choice]:
    """The box « ouvert maintenant », unless another moment is asked for, which has a field of its own."""
    if not params.hours and params.open_at in ("", NOW):
        yield Choice("open_at", NOW, "Ouvert maintenant", bool(params.open_at), count)


def _long(title: str, choices: Iterable[Choice]) -> Group:
    """The first values and every chosen one at once, the others on demand."""
    ranked = list(choices)
    first = [choice for rank, choice in enumerate(ranked) if rank < SHOWN or choice.selected]
    return Group(title, first, [choice for choice in ranked if choice not in first])
