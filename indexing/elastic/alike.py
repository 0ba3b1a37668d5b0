"""What completes a short list, as a question to Elasticsearch: see `indexing.alike`. Values in, dict out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indexing.alike import SHARED, WORDS, Trait
from indexing.elastic.matching import Query, any_of, facet_clauses, other_clauses, place_clause
from indexing.elastic.ordering import ranked, sort_keys
from indexing.query import SearchQuery


def alike_body(
    query: SearchQuery, traits: Sequence[Trait], radius_km: float | None, answers: Sequence[str], count: int
) -> dict[str, Any]:
    """Asks for `count` documents with these traits that pass every condition of `query` within `radius_km`, and are
    not those with the ids `answers`."""
    conditions = [*other_clauses(query), *facet_clauses(query).values()]
    if query.place:
        conditions.append(place_clause(query.place, radius_km))
    if labels := [{"term": {trait.field: trait.value}} for trait in traits if trait.field != WORDS]:
        conditions.append(any_of(labels))
    sharing = any_of([_held(trait) for trait in traits], min(SHARED, len(traits)))
    alike = {"bool": {"must": [sharing], "filter": conditions, "must_not": [{"ids": {"values": list(answers)}}]}}
    return {
        "query": ranked(alike, query),
        "sort": list(sort_keys(query).values()),
        "track_total_hits": False,
        "size": count,
    }


def _held(trait: Trait) -> Query:
    if trait.field == WORDS:
        return {"term": {trait.field: {"value": trait.value, "boost": trait.weight}}}
    return {"constant_score": {"filter": {"term": {trait.field: trait.value}}, "boost": trait.weight}}
