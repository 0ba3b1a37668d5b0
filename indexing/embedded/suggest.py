"""Completions of what is being typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tantivy import Occur, Query

from indexing.completions import FIELDS, LOOKED_AT, most_frequent, named, shared_out, typed_words
from indexing.embedded.snapshot import Snapshot
from indexing.results import Suggestion


def run(snapshot: Snapshot, prefix: str, limit: int) -> list[Suggestion]:
    """See `Engine.suggest`."""
    words = typed_words(prefix)
    if not words:
        return []
    return shared_out([named(kind, _found(snapshot, field, words), words) for kind, field in FIELDS.items()], limit)


def _found(snapshot: Snapshot, field: str, words: Sequence[str]) -> Iterator[tuple[float, str, Mapping[str, Any]]]:
    for score, address in snapshot.searcher.search(_query(snapshot, field, words), LOOKED_AT, count=False).hits:
        yield score, *snapshot.card(address)


def _query(snapshot: Snapshot, field: str, words: Sequence[str]) -> Query:
    *whole, last = words
    alternatives = [*(list(_spellings(snapshot, field, word)) for word in whole), _completions(snapshot, field, last)]
    clauses = [
        Query.disjunction_max_query([Query.term_query(snapshot.schema, field, word) for word in some])
        for some in alternatives
    ]
    return Query.boolean_query([(Occur.Must, clause) for clause in clauses])


def _spellings(snapshot: Snapshot, field: str, word: str) -> Iterator[str]:
    if snapshot.vocabulary.frequency(field, word):
        yield word
    else:
        yield from (variant.word for variant in snapshot.vocabulary.near(word, field))


def _completions(snapshot: Snapshot, field: str, beginning: str) -> list[str]:
    """Words that begin so or, if none does, that a typing error keeps from beginning so."""
    return most_frequent(
        snapshot.vocabulary.words(field, beginning)
        or [
            found
            for variant in snapshot.vocabulary.near_beginnings(beginning, field)
            for found in snapshot.vocabulary.words(field, variant.word)
        ]
    )
