"""The whole question to Elasticsearch for one step of a search. Values in, dict out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexing.clauses import TextPlan
from indexing.elastic.matching import Query, all_of, facet_clauses, other_clauses, place_clause, text_clause
from indexing.elastic.ordering import ranked, sort_keys
from indexing.elastic.schema import WINDOW
from indexing.fields import FACETS
from indexing.query import SearchQuery

MOST_VALUES = 1_000  # of one facet


@dataclass(frozen=True, slots=True)
class Step:
    """How much is asked: to hold `at_least` of the units, and to be within `radius_km` (None: anywhere).

    With `parts`, what is found of a unit adds to the score even where too little is found to hold it.
    """

    at_least: int
    radius_km: float | None
    parts: bool = False


def search_body(query: SearchQuery, plan: TextPlan, step: Step, wider: Sequence[float] = ()) -> dict[str, Any]:
    """Asks for the page, the total and the facets of `step`, and for the totals within the `wider` radii too.

    What facets and wider radii must see, and the answers must not, is kept apart by a `post_filter`.
    """
    text = text_clause(plan, step.at_least, parts=step.parts)
    conditions = list(other_clauses(query))
    narrow = facet_clauses(query)
    if query.place:
        conditions.append(place_clause(query.place, wider[-1] if wider else step.radius_km))
    within = {radius: {"place": place_clause(query.place, radius)} for radius in wider if query.place}
    if wider and query.place:
        narrow = {"place": place_clause(query.place, step.radius_km), **narrow}
    reachable = query.offset + query.limit <= WINDOW and query.limit > 0
    body: dict[str, Any] = {
        "query": ranked({"bool": {"must": [text], "filter": conditions}}, query),
        "sort": list(sort_keys(query).values()),
        "track_total_hits": True,
        "from": query.offset if reachable else 0,
        "size": query.limit if reachable else 0,
    }
    if narrow:
        body["post_filter"] = all_of(narrow.values())
    counts = _facets(query, narrow)
    counts |= {f"within {radius}": {"filter": all_of((narrow | place).values())} for radius, place in within.items()}
    if counts:
        body["aggs"] = counts
    return body


def facets_of(query: SearchQuery, counts: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """The facets of `query`, from the aggregations of an answer."""
    facets = {}
    for own, names in _groups(query).items():
        for name in names:
            facets[name] = {found["key"]: found["doc_count"] for found in counts[f"facets {own}"][name]["buckets"]}
    return facets


def _facets(query: SearchQuery, narrow: dict[str, Query]) -> dict[str, Any]:
    """Counts of each value among the documents that pass every filter but its own."""
    return {
        f"facets {own}": {
            "filter": all_of(clause for facet, clause in narrow.items() if facet != own),
            "aggs": {name: {"terms": {"field": FACETS[name].name, "size": MOST_VALUES}} for name in names},
        }
        for own, names in _groups(query).items()
    }


def _groups(query: SearchQuery) -> dict[str, list[str]]:
    """The facets counted among the same documents, by the filter these ignore: those without a filter by ""."""
    filtered = facet_clauses(query)
    groups: dict[str, list[str]] = {}
    for name in query.facets:
        groups.setdefault(name if name in filtered else "", []).append(name)
    return groups
