"""One search: Tantivy says which documents hold the words at the place; the columns do the rest, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from tantivy import DocAddress, Query

from indexing import ranking
from indexing.distances import distance_km
from indexing.embedded.columns import Columns, Rows, rows_of
from indexing.embedded.matching import both, located_query, place_query, text_query
from indexing.embedded.reader import Snapshot
from indexing.embedded.schema import schedule_key
from indexing.fields import FACETS
from indexing.highlights import highlight, words_found
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
        hits=tuple(_hit(snapshot, query, plan, found, int(index), score) for index, score in page),
        facets={name: _facet(snapshot.columns, found, radius, name) for name in query.facets},
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
    matches = _matches(snapshot, both(text, where))
    addresses = [address for _, address in matches]
    rows = rows_of(snapshot.searcher, addresses, columns.first)
    located = np.zeros(len(rows), np.bool_)
    if place and place.commune:
        there = [address for _, address in _matches(snapshot, both(text, located_query(schema, place)))]
        located = np.isin(rows, rows_of(snapshot.searcher, there, columns.first))
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


def _matches(snapshot: Snapshot, query: Query) -> list[tuple[Any, DocAddress]]:
    return snapshot.searcher.search(query, max(snapshot.searcher.num_docs, 1), count=False).hits


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


def _facet(columns: Columns, found: Candidates, radius: float | None, name: str) -> dict[str, int]:
    counts = columns.counts(found.rows[found.within(radius, but=name)])
    field = FACETS[name].name
    return {
        value: int(counts[place])
        for (coded, value), place in columns.places.items()
        if coded == field and counts[place]
    }


def _hit(snapshot: Snapshot, query: SearchQuery, plan: TextPlan, found: Candidates, index: int, score: float) -> Hit:
    address = found.addresses[index]
    identifier, card = snapshot.card(address.segment_ord, address.doc)
    distance = float(found.distance[index])
    texts = {name: card.get(name) for name in ("name", "summary")}
    texts["organisation"] = (card.get("organisation") or {}).get("name")
    matched = {name: words for name, text in texts.items() if text and (words := words_found(text, plan.stems))}
    unsaid = query.place is None or bool(found.unknown[index])
    return Hit(
        id=identifier,
        card=card,
        score=score,
        distance_km=None if np.isnan(distance) else distance,
        covers_place=None if unsaid else not found.located[index],
        matched=matched,
        highlights={name: highlight(str(texts[name]), plan.stems) for name in matched},
    )
