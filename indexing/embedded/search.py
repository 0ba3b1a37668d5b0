"""One search: Tantivy says which documents hold the words at the place; the columns do the rest, exactly."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from indexing.embedded.candidates import Candidates, find_candidates
from indexing.embedded.columns import Columns, Rows
from indexing.embedded.hits import address_of, highlights, matched_words
from indexing.embedded.ordering import ordered_page
from indexing.embedded.reader import Snapshot
from indexing.fields import FACETS
from indexing.plan import TextPlan, asks_nothing, plan_text
from indexing.query import RADII_KM, SearchQuery
from indexing.results import Hit, SearchResults

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


def run(snapshot: Snapshot, query: SearchQuery) -> SearchResults:
    """Answers `query` from `snapshot`."""
    plan = plan_text(query.text, snapshot)
    if not plan.words and not asks_nothing(query.text):
        return SearchResults(0, (), {name: {} for name in query.facets}, _first_radius(query))
    found, radius = _relax(snapshot, query, plan)
    answers = np.flatnonzero(found.within(radius))
    page = ordered_page(snapshot, query, found, answers)
    return SearchResults(
        total=len(answers),
        hits=tuple(_hits(snapshot, query, plan, found, page)),
        facets=_facets(snapshot.columns, query, found, radius, answers),
        radius_km=radius,
        did_you_mean=plan.did_you_mean,
    )


def _relax(snapshot: Snapshot, query: SearchQuery, plan: TextPlan) -> tuple[Candidates, float | None]:
    """The first of these that gives enough answers: all words in the smallest radius, in wider ones, then in the widest
    one most of the words, any of them. What one step finds, the next ones find too: relaxing loses nothing.
    """
    radii = _radii(query)
    every, *fewer = plan.stages or (0,)
    found = find_candidates(snapshot, query, plan, every, radii[0])
    if len(radii) > 1 and not found.enough_within(radii[0]):
        found = find_candidates(snapshot, query, plan, every, radii[-1])
    for radius in radii:
        if found.enough_within(radius):
            return found, radius
    for at_least in fewer:
        found = find_candidates(snapshot, query, plan, at_least, radii[-1])
        if found.enough_within(radii[-1]):
            break
    return found, radii[-1]


def _radii(query: SearchQuery) -> tuple[float | None, ...]:
    if query.place is None or query.place.point is None:
        return (None,)
    return RADII_KM if query.place.radius_km is None else (query.place.radius_km,)


def _first_radius(query: SearchQuery) -> float | None:
    return _radii(query)[0]


def _facets(
    columns: Columns, query: SearchQuery, found: Candidates, radius: float | None, answers: Rows
) -> dict[str, dict[str, int]]:
    """Counts of every facet asked for; only those that are filtered by count other documents than the answers."""
    counts = columns.counts(found.rows[answers]) if query.facets else {}
    filtered = {
        name: columns.counts(found.rows[found.within(radius, but=name)])
        for name in query.facets
        if name in found.passing
    }
    return {name: filtered.get(name, counts).get(FACETS[name].name, {}) for name in query.facets}


def _hits(
    snapshot: Snapshot, query: SearchQuery, plan: TextPlan, found: Candidates, page: list[tuple[int, float]]
) -> Iterator[Hit]:
    addresses = [address_of(found.addresses[index]) for index, _ in page]
    ordinals = [int(found.rows[index]) + snapshot.columns.first for index, _ in page]
    matched = matched_words(snapshot, addresses, ordinals, plan.stems)
    for address, (index, score) in zip(addresses, page, strict=True):
        identifier, card = snapshot.card(*address)
        distance = float(found.distance[index])
        unsaid = query.place is None or bool(found.unknown[index])
        yield Hit(
            id=identifier,
            card=card,
            score=score,
            distance_km=None if np.isnan(distance) else distance,
            covers_place=None if unsaid else not found.located[index],
            matched=matched[address],
            highlights=highlights(card, matched[address], plan.stems),
        )
