"""The hits of one page: their cards, and why they are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from indexing.clauses import TextPlan
from indexing.elastic.matching import SERVES, mark
from indexing.elastic.ordering import sort_keys, told
from indexing.highlights import card_highlights
from indexing.query import SearchQuery
from indexing.results import Hit


def hits_of(found: Sequence[Mapping[str, Any]], query: SearchQuery, plan: TextPlan) -> tuple[Hit, ...]:
    """The hits that `found`, as Elasticsearch tells them, are for `query`."""
    keys = tuple(sort_keys(query))
    clues = [(mark(clause), clause.field, words) for clause, words in plan.clues]
    return tuple(_hit(one, query, plan.stems, keys, clues) for one in found)


def _hit(
    found: Mapping[str, Any],
    query: SearchQuery,
    stems: Mapping[str, str],
    keys: Sequence[str],
    clues: Sequence[tuple[str, str, str]],
) -> Hit:
    marks = frozenset(found.get("matched_queries", ()))
    score, distance = told(dict(zip(keys, found["sort"], strict=False)))
    card = found["_source"]["card"]
    matched = _matched(marks, clues)
    unsaid = query.place is None or found["_source"]["covers_unknown"]
    return Hit(
        id=found["_id"],
        card=card,
        score=score,
        distance_km=distance,
        covers_place=None if unsaid else SERVES in marks,
        matched=matched,
        highlights=card_highlights(card, matched, stems),
    )


def _matched(marks: frozenset[str], clues: Sequence[tuple[str, str, str]]) -> dict[str, tuple[str, ...]]:
    """The words, wordings and topics of the query found in each field; fields without any are left out."""
    matched: dict[str, tuple[str, ...]] = {}
    for name, field, words in clues:
        if name in marks:
            matched[field] = tuple(dict.fromkeys((*matched.get(field, ()), words)))
    return matched
