"""One search: Tantivy says which documents hold the words at the place; the columns do the rest, exactly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from tantivy import DocAddress

from indexing import ranking
from indexing.distances import distance_km
from indexing.embedded.columns import Columns, Rows
from indexing.embedded.hits import address_of, highlights, matched_words
from indexing.embedded.matching import both, place_query, text_query
from indexing.embedded.reader import Snapshot
from indexing.embedded.schema import schedule_key
from indexing.fields import FACETS
from indexing.plan import TextPlan, asks_nothing, plan_text
from indexing.query import ENOUGH, RADII_KM, SearchQuery, Sort
from indexing.results import Hit, SearchResults

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Documents that hold the words and may answer at the place, one element of each array a document."""

    addresses: list[DocAddress]
    rows: Rows
    text: Floats  # relevance
    distance: Floats  # kilometres; NaN without a point
    unknown: Flags  # coverage not said
    located: Flags  # stands in the commune asked, without saying that it serves it
    passing: dict[str, Flags]  # by filter: those that pass it

    def within(self, radius_km: float | None, but: str = "") -> Flags:
        """Those that answer within `radius_km` (None: anywhere) and pass every filter, except the filter `but`."""
        keep = np.ones(len(self.rows), np.bool_)
        if radius_km is not None:
            keep = ~self.unknown | self.located | np.isnan(self.distance) | (self.distance <= radius_km)
        for name, passing in self.passing.items():
            if name != but:
                keep = keep & passing
        return keep


def run(snapshot: Snapshot, query: SearchQuery) -> SearchResults:
    """Answers `query` from `snapshot`. Raises `ValueError` for a filter or a facet that does not exist."""
    for name in (*query.filters, *query.facets):
        if name not in FACETS:
            raise ValueError(f"unknown facet: {name}")
    plan = plan_text(query.text, snapshot)
    if not plan.words and not asks_nothing(query.text):
        return SearchResults(0, (), {name: {} for name in query.facets}, _first_radius(query))
    found, radius = _relax(snapshot, query, plan)
    answers = np.flatnonzero(found.within(radius))
    page = _page(snapshot.columns, query, found, answers)
    return SearchResults(
        total=len(answers),
        hits=tuple(_hits(snapshot, query, plan, found, page)),
        facets=_facets(snapshot.columns, query, found, radius, answers),
        radius_km=radius,
        did_you_mean=plan.did_you_mean,
    )


def _relax(snapshot: Snapshot, query: SearchQuery, plan: TextPlan) -> tuple[Candidates, float | None]:
    """The first of these that gives enough answers: all words, most, any; for each, a radius as small as possible."""
    radii = _radii(query)
    for at_least in plan.stages or (0,):
        for reach in dict.fromkeys((radii[0], radii[-1])):  # most searches end with the first
            found = _candidates(snapshot, query, plan, at_least, reach)
            for radius in radii[: radii.index(reach) + 1]:
                if np.count_nonzero(found.within(radius)) >= ENOUGH:
                    return found, radius
    return found, radius


def _radii(query: SearchQuery) -> tuple[float | None, ...]:
    if query.place is None or query.place.point is None:
        return (None,)
    return RADII_KM if query.place.radius_km is None else (query.place.radius_km,)


def _first_radius(query: SearchQuery) -> float | None:
    return _radii(query)[0]


def _candidates(
    snapshot: Snapshot, query: SearchQuery, plan: TextPlan, at_least: int, reach: float | None
) -> Candidates:
    place = query.place
    schema, columns = snapshot.schema, snapshot.columns
    text = text_query(schema, plan, at_least) if plan.words else None
    where = place_query(schema, place, reach or 0.0) if place else None
    matches = snapshot.hits(both(text, where))
    addresses = [address for _, address in matches]
    rows = snapshot.rows(addresses)
    located = np.zeros(len(rows), np.bool_)
    if place and place.commune:
        located = np.isin(rows, snapshot.located(place.commune, place.territories))
    return Candidates(
        addresses=addresses,
        rows=rows,
        text=np.array([score for score, _ in matches]) if text else np.ones(len(rows)),
        distance=(
            distance_km(place.point, columns["latitude"][rows], columns["longitude"][rows])
            if place and place.point
            else np.full(len(rows), np.nan)
        ),
        unknown=columns["covers_unknown"][rows],
        located=located,
        passing=_passing(columns, query, rows),
    )


def _passing(columns: Columns, query: SearchQuery, rows: Rows) -> dict[str, Flags]:
    passing = {
        name: np.logical_or.reduce([columns.has(rows, FACETS[name].name, value) for value in values])
        for name, values in query.filters.items()
        if values
    }
    if query.open_schedules is not None:
        keys = np.fromiter(map(schedule_key, query.open_schedules), np.uint64)
        passing["open"] = np.isin(columns["schedule_key"][rows], keys[keys != 0])
    if query.verified_since is not None:
        passing["verified"] = columns["verified_on"][rows] >= ranking.days(query.verified_since)
    return passing


def _page(
    columns: Columns, query: SearchQuery, found: Candidates, answers: npt.NDArray[np.int64]
) -> list[tuple[int, float]]:
    """The answers of the page asked for, with their scores, cut from the total order."""
    rows = found.rows[answers]
    distance = found.distance[answers]
    remote, unknown = columns["remote"][rows], found.unknown[answers]
    score = found.text[answers]
    if query.place:
        score = score * ranking.place_factor(distance, remote, unknown, found.located[answers] & ~unknown)
    score = score * ranking.freshness_factor(
        query.today, columns["verified_on"][rows], columns["due_on"][rows], columns["overdue_on"][rows]
    )
    full, limited = (columns.has(rows, "capacity", value) for value in ("full", "limited"))
    score = score * ranking.quality_factor(columns["completeness"][rows], limited, full)
    near = np.where(np.isnan(distance), np.inf, np.round(distance, 3))
    by_score = ranking.step(score)
    keys: dict[Sort, tuple[npt.NDArray[Any], ...]] = {
        Sort.RELEVANCE: (by_score, near),
        Sort.DISTANCE: (near, by_score),
        Sort.VERIFIED: (-columns["verified_on"][rows], by_score, near),
        Sort.NAME: (columns["name_high"][rows], columns["name_low"][rows]),
    }
    order = _smallest(
        (*keys[query.sort], columns["id_high"][rows], columns["id_low"][rows]), query.offset + query.limit
    )
    page = order[query.offset :]
    return [(int(answers[index]), float(score[index])) for index in page]


def _smallest(keys: tuple[npt.NDArray[Any], ...], count: int) -> npt.NDArray[np.int64]:
    """The places of the `count` smallest elements, in the order of `keys` (the first one first)."""
    first = keys[0]
    if count < len(first) // 2:
        kept = np.flatnonzero(first <= np.partition(first, count)[count])
        return kept[np.lexsort([key[kept] for key in reversed(keys)])][:count]
    return np.lexsort(keys[::-1])[:count]


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
