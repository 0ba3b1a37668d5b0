"""What Tantivy finds, with all that the filters, the facets and the order need to know of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from indexing import ranking
from indexing.clauses import ALL_UNITS, TextPlan
from indexing.distances import distance_km
from indexing.embedded.columns import Columns, Rows
from indexing.embedded.matching import UNIT
from indexing.embedded.schema import schedule_key
from indexing.embedded.snapshot import Asked, Snapshot
from indexing.fields import FACETS
from indexing.query import SearchQuery

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Documents that hold the words and may answer at the place, one element of each array a document."""

    rows: Rows
    text: Floats  # relevance
    units: Floats  # how many units of the query it holds
    distance: Floats  # kilometres; NaN without a point
    unknown: Flags  # coverage not said
    located: Flags  # stands in the commune asked, without saying that it serves it
    passing: dict[str, Flags]  # by condition (a filter, the place…): those that pass it

    def narrowed(self, at_least: int, radius_km: float | None) -> Candidates:
        """With two more conditions: to hold `at_least` units, and to answer within `radius_km` (None: anywhere)."""
        passing = {**self.passing, "units": self.units >= at_least}
        if radius_km is not None:
            passing["place"] = ~self.unknown | self.located | np.isnan(self.distance) | (self.distance <= radius_km)
        return replace(self, passing=passing)

    def answers(self, but: str = "") -> Places:
        """Places in these arrays of the documents that pass every condition, except the condition `but`."""
        keep = np.ones(len(self.rows), np.bool_)
        for name, passing in self.passing.items():
            if name != but:
                keep &= passing
        return np.flatnonzero(keep)


def find_candidates(
    snapshot: Snapshot, query: SearchQuery, plan: TextPlan, at_least: int, reach: float | None
) -> Candidates:
    """Documents that hold `at_least` of the units and may answer at the place within `reach` kilometres."""
    place = query.place
    if plan.units:
        scores, rows = snapshot.holding(Asked(query.text, query.readings, at_least, place, reach))
        all_held = at_least == len(plan.units)
        units, relevance = (np.full(len(rows), at_least), scores) if all_held else np.divmod(scores, UNIT)
    else:
        rows = snapshot.rows_at(place, reach or 0.0)
        units, relevance = np.zeros(len(rows)), np.ones(len(rows))
    text = np.where(units == len(plan.units), ALL_UNITS * relevance, relevance)
    return candidates_at(snapshot, query, rows, text, units)


def candidates_at(snapshot: Snapshot, query: SearchQuery, rows: Rows, text: Floats, units: Floats) -> Candidates:
    """The documents of `rows`, of relevance `text`, with all the rest that is known of them at the place."""
    place, columns = query.place, snapshot.columns
    located = np.zeros(columns.rows, np.bool_)
    if place and place.commune:
        located[snapshot.rows_located(place)] = True
    return Candidates(
        rows=rows,
        text=text,
        units=units,
        distance=(
            distance_km(place.point, columns["latitude"][rows], columns["longitude"][rows])
            if place and place.point
            else np.full(len(rows), np.nan)
        ),
        unknown=columns["covers_unknown"][rows],
        located=located[rows],
        passing=_passing(columns, query, rows),
    )


def _passing(columns: Columns, query: SearchQuery, rows: Rows) -> dict[str, Flags]:
    passing = {
        name: np.logical_or.reduce([columns.has(rows, FACETS[name].name, value) for value in values])
        for name, values in query.filters.items()
        if values
    }
    if query.open_schedules is not None:
        passing["open"] = np.isin(columns["schedule_key"][rows], _schedule_keys(query.open_schedules))
    if query.verified_since is not None:
        passing["verified"] = columns["verified_on"][rows] >= ranking.days(query.verified_since)
    return passing


@lru_cache(maxsize=8)
def _schedule_keys(schedules: frozenset[str]) -> npt.NDArray[np.uint64]:
    return np.fromiter(map(schedule_key, schedules), np.uint64)
