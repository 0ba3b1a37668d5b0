"""What an adviser means: the parts of a search that are a need, another name, a place, a public or an emergency.

Everything understood is shown and can be taken back: its words are then taken literally (`SearchParams.literal`). What
is understood never leaves a listing out, except a place, which only a sure name gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from directory.search.labels import label
from directory.search.need_space import Needed
from directory.search.params import SearchParams
from directory.search.reading_places import NamedPlace, place_reader
from directory.search.thesaurus import Match, Thesaurus, chosen
from directory.search.thesaurus_files import Kind, UrgentAnswer
from directory.taxonomy.vocabulary import vocabulary
from directory.territories.gazetteer import Gazetteer
from directory.territories.gazetteer import Kind as TerritoryKind
from indexing.analysis import fold, tokens, wording_tokens
from indexing.clauses import FINDS
from indexing.query import Preference, Reading

EVERYBODY = "tous-publics"
MOST_WORDINGS = 8
SHOWN_WORDINGS = 2


@dataclass(frozen=True, slots=True)
class Understood:
    """One thing understood, as it is shown. `id` takes it back, as a value of `literal`.

    `kind`: `topic`, `wording`, `place`, or the facet preferred. `value` is the slug or the id of the territory;
    `category` and `words` are those of the topic: its need, and the part of the text that says it.
    """

    id: str
    kind: str
    label: str
    value: str
    confidence: float
    category: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Understanding:
    """All that was understood. `params` are those asked for, at the place the words name; `needed` are the precise
    needs that `readings` name."""

    params: SearchParams
    readings: tuple[Reading, ...] = ()
    needed: tuple[Needed, ...] = ()
    preferences: tuple[Preference, ...] = ()
    shown: tuple[Understood, ...] = ()
    urgent: tuple[UrgentAnswer, ...] = ()


def understand(params: SearchParams, gazetteer: Gazetteer, thesaurus: Thesaurus) -> Understanding:
    """Reads the words of `params`. What they were asked to be taken literally for is not understood.

    A place in the words never replaces the one asked for, but its name is then not required of listings.
    """
    text = params.q
    if not text:
        return Understanding(params)
    shown: list[Understood] = []
    readings: list[Reading] = []
    needed: list[Needed] = []
    matches = thesaurus.matches(text)
    named = place_reader(gazetteer, thesaurus).place_in(text)
    if named and (name := id_of(text, named.start, named.end)) not in params.literal:
        matches = [match for match in matches if match.end <= named.start or named.end <= match.start]
        readings.append(Reading(named.start, named.end, optional=True))
        if not params.has_place:
            params = _at(params, named)
            shown.append(Understood(name, "place", gazetteer.label(named.territory), named.territory.id, 1.0))
    for group in chosen(matches, (Kind.NEED, Kind.WORDING)):
        first = group[0]
        if (name := id_of(text, first.start, first.end)) not in params.literal:
            inside = [match for match in matches if first.start <= match.start and match.end <= first.end]
            readings.append(_reading(text, group, inside))
            needed += _needed(group, readings[-1])
            shown += _shown(name, text[first.start : first.end], readings[-1])
    needs = any(confidence >= FINDS for reading in readings for _, confidence in reading.topics)
    preferences, optional = [], []
    for match in _preferred(params, matches, readings):
        preferences.append(Preference(match.sense.facet, (match.sense.value,), (EVERYBODY,)))
        meant = label(match.sense.facet, match.sense.value)
        name = id_of(text, match.start, match.end)
        shown.append(Understood(name, match.sense.facet, meant, match.sense.value, 1.0))
        if needs or not match.sense.keep:
            optional.append(match)
    if needs:
        optional += [match for match in matches if match.sense.kind is Kind.SMALL]
    for match in optional:
        if all(match.end <= reading.start or reading.end <= match.start for reading in readings):
            readings.append(Reading(match.start, match.end, optional=True))
    urgent = tuple(_urgent(matches, params, gazetteer))
    return Understanding(params, tuple(readings), tuple(needed), tuple(preferences), tuple(shown), urgent)


def id_of(text: str, start: int, end: int) -> str:
    """What names the words understood in an address: themselves, folded."""
    return fold(text[start:end]).replace(" ", "-")


def _at(params: SearchParams, named: NamedPlace) -> SearchParams:
    if named.territory.kind is TerritoryKind.COMMUNE:
        return replace(params, commune=named.territory.code)
    return replace(params, territory=named.territory.id)


def _reading(text: str, group: Sequence[Match], inside: Sequence[Match]) -> Reading:
    """One reading of all that `group`, matches of one span, means; other names of what is `inside` are near to it."""
    start, end = group[0].start, group[0].end
    topics: dict[str, float] = {}
    for match in group:
        for slug, confidence in match.sense.topics:
            topics[slug] = max(topics.get(slug, 0.0), confidence)
    own = [token.stem for token in tokens(text[start:end])]
    phrases = [wording for match in group for wording in match.sense.wordings]
    phrases += [match.saying.text for match in group if match.corrected or len(match.saying.keys) != len(own)][:1]
    words = [word for match in group for word in match.sense.words]
    words += [wording for match in inside if match not in group for wording in match.sense.wordings]
    who = [name for match in group for name in match.sense.who]
    kept = _distinct(phrases, own)
    return Reading(
        start=start,
        end=end,
        phrases=tuple(kept[:MOST_WORDINGS]),
        words=tuple(word for word in _distinct(words, own)[:MOST_WORDINGS] if word not in kept),
        who=tuple(_distinct(who, own)[:MOST_WORDINGS]),
        topics=tuple(sorted(topics.items(), key=lambda topic: -topic[1])),
        misspelt=any(match.corrected for match in group),
    )


def _needed(group: Sequence[Match], reading: Reading) -> Iterator[Needed]:
    named = dict.fromkeys((m.sense.topics[0][0], m.sense.need) for m in group if m.sense.need and m.sense.topics)
    yield from (Needed(reading.start, reading.end, topic, need, reading.topics[0][1]) for topic, need in named)


def _distinct(wordings: Iterable[str], own: Sequence[str]) -> list[str]:
    """`wordings` without those that say the same words twice, or those of the text itself (`own` stems)."""
    kept: dict[tuple[str, ...], str] = {}
    for wording in wordings:
        stems = tuple(token.stem for token in wording_tokens(wording))
        if stems and stems != tuple(own):
            kept.setdefault(stems, wording)
    return list(kept.values())


def _shown(name: str, words: str, reading: Reading) -> Iterator[Understood]:
    if reading.topics and (reading.topics[0][1] >= FINDS or not reading.phrases):
        yield understood_topic(name, *reading.topics[0], words)
    elif reading.phrases:
        longest = [phrase for phrase in reading.phrases if " " in phrase] or reading.phrases
        yield Understood(name, "wording", ", ".join(longest[:SHOWN_WORDINGS]), name, 1.0)


def understood_topic(name: str, slug: str, confidence: float, words: str = "") -> Understood:
    """A topic as it is shown, behind its category. `name` takes it back; `words` say it, if only some of the text."""
    known = vocabulary()
    topic = known.topics[slug]
    category = next(iter((*topic.categories, *topic.secondary)), "")
    named = f"{known.categories[category].label} › {topic.label}" if category else topic.label
    return Understood(name, "topic", named, slug, round(confidence, 2), category, words)


def _preferred(params: SearchParams, matches: Sequence[Match], readings: Sequence[Reading]) -> Iterator[Match]:
    """Preferences the words tell, one a facet, unless that facet is chosen already.

    How and at what cost, inside a longer reading, belongs to it: « démarches en ligne » does not ask for a distance.
    """
    facets = set(params.filters)
    for match, *_ in chosen(matches, (Kind.FILTER,)):
        length = match.end - match.start
        holders = [reading for reading in readings if reading.start <= match.start and match.end <= reading.end]
        belongs = any(reading.end - reading.start > length for reading in holders) and match.sense.facet != "audience"
        literal = id_of(params.q, match.start, match.end) in params.literal
        if match.sense.facet not in facets and not belongs and not literal:
            facets.add(match.sense.facet)
            yield match


def _urgent(matches: Sequence[Match], params: SearchParams, gazetteer: Gazetteer) -> Iterator[UrgentAnswer]:
    """Answers that cannot wait and hold at the place; local ones only where the place is known."""
    place = params.place(gazetteer)
    here = set(place.territories) if place else set()
    found = dict.fromkeys(match.sense.urgent for group in chosen(matches, (Kind.URGENT,)) for match in group)
    for answer in found:
        if answer and (not answer.territories or here.intersection(answer.territories)):
            yield answer
