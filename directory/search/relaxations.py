"""Ways out of a search that found nothing: the nearest searches that find something, each with its true count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from directory.french import distance
from directory.search.finder import Finder
from directory.search.labels import label
from directory.search.params import FILTERS, SearchParams
from directory.territories.gazetteer import Gazetteer
from indexing.query import RADII_KM

MOST_SEARCHES = 10  # each way out costs one search
MOST_SHOWN = 6
REMOTE = "a-distance"
NOT_LABELLED = {"open_at": "ouvert maintenant", "verified_within_days": "vérifié récemment"}


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One way out: what it changes, how many resources it finds, where it leads."""

    label: str
    count: int
    url: str


def relaxations(finder: Finder, params: SearchParams, now: datetime) -> list[Relaxation]:
    """Searches close to `params` that find something, the least changed first.

    A wider radius, each filter dropped, all filters dropped, the département, at a distance, anywhere, without words.
    Raises `SearchUnavailable`.
    """
    found: dict[str, Relaxation] = {}
    for tried, (words, candidate) in enumerate(_candidates(params, finder.gazetteer)):
        if tried == MOST_SEARCHES or len(found) == MOST_SHOWN:
            break
        url = candidate.url()
        if url in found or candidate == params:
            continue
        count = finder.find(candidate.replacing(page_size=1), now, facets=()).total
        if count:
            found[url] = Relaxation(words, count, url)
    return list(found.values())


def wider(params: SearchParams, radius_km: float | None) -> SearchParams | None:
    """The same search with the radius after `radius_km` (the one in use, None without a place); None after the last."""
    steps = [step for step in RADII_KM if radius_km and step > radius_km]
    return params.replacing(radius_km=steps[0]) if steps else None


def _candidates(params: SearchParams, gazetteer: Gazetteer) -> Iterator[tuple[str, SearchParams]]:
    if wide := wider(params, params.radius_km):
        yield f"jusqu’à {distance(wide.radius_km or 0)}", wide
    chosen = [(name, value) for name, values in params.filters.items() for value in values]
    chosen += [(name, "") for name in NOT_LABELLED if getattr(params, name)]
    for name, value in chosen:
        yield f"sans le filtre « {NOT_LABELLED.get(name) or label(name, value)} »", params.without(name, value)
    if len(chosen) > 1:
        yield (
            "sans aucun filtre",
            params.replacing(**{name: getattr(SearchParams(), name) for name in (*FILTERS, *NOT_LABELLED)}),
        )
    commune = gazetteer.commune(params.commune) if params.commune else None
    departement = gazetteer.get(f"departement-{commune.departement}") if commune else None
    if departement:
        yield (
            f"dans tout le département ({departement.name})",
            params.without("commune").replacing(territory=departement.id),
        )
    if params.has_place:
        yield "à distance, par téléphone ou en ligne", params.replacing(mode=(REMOTE,))
        yield "partout, sans le lieu", params.without("commune")
    if params.q:
        yield "toutes les ressources à cet endroit, sans les mots", params.replacing(q="")
