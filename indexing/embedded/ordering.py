"""The page of a search, cut from the one exact total order of all its answers."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from indexing import ranking
from indexing.embedded.candidates import Candidates
from indexing.embedded.columns import Rows
from indexing.embedded.snapshot import Snapshot
from indexing.fields import FACETS
from indexing.query import SearchQuery, Sort

Keys = tuple[npt.NDArray[Any], ...]
Places = npt.NDArray[np.int64]


def ordered_page(snapshot: Snapshot, query: SearchQuery, found: Candidates, answers: Places) -> list[tuple[int, float]]:
    """The answers of the page, as (place among the candidates, score). `answers` are such places too."""
    columns, rows = snapshot.columns, found.rows[answers]
    stop = min(query.offset + query.limit, len(rows))
    if query.offset >= stop:
        return []
    score = _scores(snapshot, query, found, answers, rows)
    distance = found.distance[answers]
    nearest = np.where(np.isnan(distance), np.inf, np.round(distance, 3))
    best = ranking.step(score)
    by_id = (columns["id_high"][rows], columns["id_low"][rows])
    keys: dict[Sort, Keys] = {
        Sort.RELEVANCE: (best, nearest, *by_id),
        Sort.DISTANCE: (nearest, best, *by_id),
        Sort.VERIFIED: (-columns["verified_on"][rows], best, nearest, *by_id),
        Sort.NAME: (columns["name_high"][rows], columns["name_low"][rows]),
    }
    if query.sort is Sort.NAME:
        order = _by_whole_name(snapshot, found, answers, keys[Sort.NAME], query.offset, stop)
    else:
        order = _smallest(keys[query.sort], stop)[query.offset :].tolist()
    return [(int(answers[place]), float(score[place])) for place in order]


def _scores(
    snapshot: Snapshot, query: SearchQuery, found: Candidates, answers: Places, rows: Rows
) -> npt.NDArray[np.float64]:
    columns = snapshot.columns
    score = found.text[answers] * ranking.freshness_factor(
        query.today, columns["verified_on"][rows], columns["due_on"][rows], columns["overdue_on"][rows]
    )
    limited, full = columns.has(rows, "capacity", "limited"), columns.has(rows, "capacity", "full")
    score = score * ranking.quality_factor(columns["completeness"][rows], limited, full)
    if query.about:
        score = score * ranking.about_factor(query.about, columns.about[rows])
    for preference in query.preferences:
        name = FACETS[preference.facet].name
        wanted, neutral = (columns.has_any(rows, name, values) for values in (preference.values, preference.neutral))
        score = score * ranking.preference_factor(wanted, neutral, columns.says(rows, name))
    if query.place:
        unknown = found.unknown[answers]
        elsewhere = found.located[answers] & ~unknown
        score = score * ranking.place_factor(found.distance[answers], columns["remote"][rows], unknown, elsewhere)
    return score


def _smallest(keys: Keys, count: int) -> Places:
    """The places of the `count` smallest elements, in the order of `keys` (the first one first)."""
    first = keys[0]
    if count < len(first) // 2:
        kept = np.flatnonzero(first <= np.partition(first, count)[count])
        return kept[np.lexsort([key[kept] for key in reversed(keys)])][:count]
    return np.lexsort(keys[::-1])[:count]


def _by_whole_name(
    snapshot: Snapshot, found: Candidates, answers: Places, keys: Keys, start: int, stop: int
) -> list[int]:
    """Places `start` … `stop - 1` in the order of the folded names, then of the ids.

    `keys` hold the first 16 bytes of the names; whole names are read only where these are equal, around the page.
    """
    order = np.lexsort(keys[::-1])
    high, low = (key[order] for key in keys)
    first = int(np.flatnonzero((high == high[start]) & (low == low[start]))[0])
    last = int(np.flatnonzero((high == high[stop - 1]) & (low == low[stop - 1]))[-1])
    close: list[int] = order[first : last + 1].tolist()
    rows = dict(zip(close, found.rows[answers[close]].tolist(), strict=True))
    addresses = snapshot.addresses(rows.values())
    close.sort(key=lambda place: snapshot.name_and_id(addresses[rows[place]]))
    return close[start - first : stop - first]
