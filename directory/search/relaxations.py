"""Ways out of a search that found little: the nearest searches that find more, each with its true count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from directory.french import distance
from directory.search.finder import Finder, Found
from directory.search.labels import label
from directory.search.params import FILTERS, SearchParams
from directory.search.understanding import Understood
from directory.taxonomy.vocabulary import vocabulary
from directory.territories.gazetteer import Gazetteer, Kind, Territory
from directory.territories.territory import FRANCE
from indexing.query import RADII_KM

LITTLE = 3  # answers: up to that, ways out are shown
MOST_SEARCHES = 8  # each way out costs one search
MOST_SHOWN = 6
MOST_DROPPED_ALONE = 3  # filters; with more, dropping all of them says enough
REMOTE = "a-distance"
NOT_LABELLED = {
    "open_at": "ouvert à ce moment",
    "hours": "horaires inconnus",
    "verified_within_days": "vérifié récemment",
}


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One way out: what it changes, how many resources it finds, the search it is."""

    label: str
    count: int
    params: SearchParams

    @property
    def url(self) -> str:
        """The page it leads to."""
        return self.params.url()


def relaxations(finder: Finder, found: Found, now: datetime) -> list[Relaxation]:
    """Searches close to `found` that find more, the least changed first; none when it found more than `LITTLE`.

    A wider radius, filters dropped, the need or its category instead of the words, national lines, at a distance, the
    département, anywhere, without words. At most `MOST_SEARCHES` searches. Raises `SearchUnavailable`.
    """
    if found.total > LITTLE:
        return []
    ways: dict[SearchParams, Relaxation] = {found.params: Relaxation("", found.total, found.params)}
    candidates = ((words, params) for words, params in _candidates(found, finder.gazetteer) if params not in ways)
    for words, params in islice(candidates, MOST_SEARCHES):
        count = finder.count(params, now)
        ways[params] = Relaxation(words, count, params)
    return [way for way in ways.values() if way.count > found.total][:MOST_SHOWN]


def wider(params: SearchParams, radius_km: float | None) -> SearchParams | None:
    """The same search with the next radius after the one that was used, None when there is none."""
    steps = [step for step in RADII_KM if radius_km and step > radius_km]
    return params.replacing(radius_km=steps[0]) if steps else None


def _candidates(found: Found, gazetteer: Gazetteer) -> Iterator[tuple[str, SearchParams]]:
    """Ways out in their order, with their words. `here` is the search at its place, even if only its words name it."""
    params, here = found.params.replacing(), _placed(found)
    if wide := wider(params, found.radius_km):
        yield f"jusqu’à {distance(wide.radius_km or 0)}", wide
    yield from _fewer_filters(params)
    need = next((one for one in found.understood if one.kind == "topic"), None)
    yield from _larger_need(here, need)
    yield "lignes et services nationaux", _national(here, need)
    if here.has_place:
        yield "à distance, par téléphone ou en ligne", params.replacing(mode=(REMOTE,))
        if departement := _departement(found, gazetteer):
            yield f"dans tout le département ({departement.name})", _elsewhere(here, departement.id)
    if here.has_place:
        yield "partout, sans le lieu", _anywhere(found)
    if params.q:
        where = "toutes les ressources à cet endroit" if here.has_place else "toutes les ressources"
        yield f"{where}, sans les mots", here.replacing(q="", literal=())


def _fewer_filters(params: SearchParams) -> Iterator[tuple[str, SearchParams]]:
    chosen = [(name, value) for name, values in params.filters.items() for value in values]
    chosen += [(name, "") for name in NOT_LABELLED if getattr(params, name)]
    for name, value in chosen if len(chosen) <= MOST_DROPPED_ALONE else ():
        yield f"sans le filtre « {NOT_LABELLED.get(name) or label(name, value)} »", params.without(name, value)
    if len(chosen) > 1:
        standing = SearchParams()
        unfiltered = {name: getattr(standing, name) for name in (*FILTERS, *NOT_LABELLED)}
        yield "sans aucun filtre", params.replacing(**unfiltered)


def _larger_need(here: SearchParams, need: Understood | None) -> Iterator[tuple[str, SearchParams]]:
    """The topic understood instead of the words that say it, then its category; the category of a topic chosen."""
    topics = here.topic or ((need.value,) if need else ())
    named = [vocabulary().topics[slug] for slug in topics if slug in vocabulary().topics]
    if not here.topic and named:
        yield f"tout pour « {named[0].label} »", here.replacing(q="", literal=(), topic=topics)
    categories = [category for topic in named for category in (*topic.categories, *topic.secondary)[:1]]
    if categories and not here.category:
        wide = here.replacing(q="", literal=(), topic=(), category=tuple(dict.fromkeys(categories)))
        yield f"toute la catégorie « {label('category', categories[0])} »", wide


def _national(here: SearchParams, need: Understood | None) -> SearchParams:
    """What serves all of France at a distance, for the category of the need, else for the words; other filters go."""
    far = SearchParams(territory=FRANCE.id, mode=(REMOTE,))
    if need and need.category and not here.category:
        return far.replacing(category=(need.category,))
    return far.replacing(q=here.q, literal=here.literal, category=here.category, topic=here.topic)


def _placed(found: Found) -> SearchParams:
    territory = found.place.territory if found.place else None
    if found.params.has_place or territory is None:
        return found.params.replacing()
    if territory.kind is Kind.COMMUNE:
        return found.params.replacing(commune=territory.code)
    return found.params.replacing(territory=territory.id)


def _elsewhere(params: SearchParams, territory_id: str) -> SearchParams:
    return params.without("commune").replacing(territory=territory_id)


def _anywhere(found: Found) -> SearchParams:
    """The same without its place: if the words name it, they no longer do."""
    named = [one.id for one in found.understood if one.kind == "place"]
    anywhere = found.params.without("commune")
    return anywhere.replacing(literal=(*anywhere.literal, *named)) if named else anywhere


def _departement(found: Found, gazetteer: Gazetteer) -> Territory | None:
    territory = found.place.territory if found.place else None
    commune = gazetteer.commune(territory.code) if territory and territory.kind is Kind.COMMUNE else None
    return gazetteer.get(f"departement-{commune.departement}") if commune else None
