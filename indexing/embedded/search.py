"""One search: Tantivy says which documents hold the words at the place; the columns do the rest, exactly."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from indexing.alike import MODELS, completed, traits_of
from indexing.clauses import TextPlan
from indexing.embedded.alike import find_alike
from indexing.embedded.candidates import Candidates, Places, find_candidates
from indexing.embedded.columns import Columns, Rows
from indexing.embedded.hits import look_at
from indexing.embedded.ordering import ordered_page
from indexing.embedded.snapshot import Snapshot
from indexing.fields import FACETS
from indexing.highlights import card_highlights
from indexing.plan import asks_nothing, worth_taking
from indexing.query import SearchQuery
from indexing.results import Hit, SearchResults


def run(snapshot: Snapshot, query: SearchQuery) -> SearchResults:
    """Answers `query` from `snapshot`."""
    plan = snapshot.plan(query.text, query.readings)
    if not plan.units and not asks_nothing(query.text, query.readings):
        return SearchResults(0, (), {name: {} for name in query.facets}, query.radii[0])
    found, radius = _relax(snapshot, query, plan)
    answers = found.answers()
    page = ordered_page(snapshot, query, found, answers)
    hits = tuple(_hits(snapshot, query, plan, found, page))
    return SearchResults(
        total=len(answers),
        hits=hits,
        facets=_facets(snapshot.columns, query, found, answers),
        radius_km=radius,
        did_you_mean=plan.did_you_mean,
        alike=_alike(snapshot, query, hits, found.rows[answers], radius),
    )


def _alike(
    snapshot: Snapshot, query: SearchQuery, hits: tuple[Hit, ...], answers: Rows, radius: float | None
) -> tuple[Hit, ...]:
    count = completed(query, len(answers))
    if not count:
        return ()
    traits = traits_of(hit.card for hit in hits[:MODELS])
    found, page = find_alike(snapshot, query, traits, radius, answers, count)
    return tuple(_hits(snapshot, query, TextPlan(), found, page))


def _relax(snapshot: Snapshot, query: SearchQuery, plan: TextPlan) -> tuple[Candidates, float | None]:
    """The first of these that gives enough answers: all units in the smallest radius, in wider ones, then in the widest
    one most of them, any of them, any part of one. What one step finds, the next ones find too: relaxing loses nothing.

    Most searches end with the first step, which looks at little; all the others are told apart in one wider look.
    """
    radii = query.radii
    every, *fewer = plan.stages or (0,)
    steps = [(every, radius) for radius in radii] + [(at_least, radii[-1]) for at_least in fewer]
    found = find_candidates(snapshot, query, plan, every, radii[0])
    narrowed = found.narrowed(every, radii[0])
    radius = radii[0]
    for number, (at_least, next_radius) in enumerate(steps[1:]):
        if not worth_taking(plan, at_least, len(narrowed.answers())):
            break
        if number == 0:
            found = find_candidates(snapshot, query, plan, steps[-1][0], radii[-1])
        narrowed, radius = found.narrowed(at_least, next_radius), next_radius
    return narrowed, radius


def _facets(columns: Columns, query: SearchQuery, found: Candidates, answers: Places) -> dict[str, dict[str, int]]:
    """Counts of every facet asked for; only those that are filtered by count other documents than the answers."""
    counts = columns.counts(found.rows[answers]) if query.facets else {}
    filtered = {
        name: columns.counts(found.rows[found.answers(but=name)]) for name in query.facets if name in found.passing
    }
    return {name: filtered.get(name, counts).get(FACETS[name].name, {}) for name in query.facets}


def _hits(
    snapshot: Snapshot, query: SearchQuery, plan: TextPlan, found: Candidates, page: list[tuple[int, float]]
) -> Iterator[Hit]:
    rows = found.rows[[index for index, _ in page]].tolist() if page else []
    looked = look_at(snapshot, rows, plan.clues)
    for row, (index, score) in zip(rows, page, strict=True):
        address, matched = looked[row]
        identifier, card = snapshot.card(address)
        distance = float(found.distance[index])
        unsaid = query.place is None or bool(found.unknown[index])
        yield Hit(
            id=identifier,
            card=card,
            score=score,
            distance_km=None if np.isnan(distance) else distance,
            covers_place=None if unsaid else not found.located[index],
            matched=matched,
            highlights=card_highlights(card, matched, plan.stems),
        )
