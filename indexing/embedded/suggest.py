"""Completions of what is being typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest

from tantivy import Occur, Query

from indexing.analysis import fold, word_analyzer
from indexing.embedded.reader import Snapshot
from indexing.results import Suggestion

FIELDS = {"organisation": "organisation_words", "resource": "name_words"}
MOST_WORDS = 8  # of what is typed
COMPLETIONS = 40  # words that the last one may become, the most frequent first
LOOKED_AT = 40  # documents of each kind
BEGINS = 100.0  # added to the score of a name that begins with what is typed: above any relevance


def run(snapshot: Snapshot, prefix: str, limit: int) -> list[Suggestion]:
    """See `Engine.suggest`. Both kinds are given their part of the places."""
    words = word_analyzer().analyze(prefix)[:MOST_WORDS]
    if not words:
        return []
    kinds = [_best(snapshot, kind, field, words) for kind, field in FIELDS.items()]
    kept = [found for found in chain.from_iterable(zip_longest(*kinds)) if found][: max(limit, 0)]
    return sorted(kept, key=_order)


def _best(snapshot: Snapshot, kind: str, field: str, words: Sequence[str]) -> list[Suggestion]:
    found: dict[str, Suggestion] = {}
    for score, address in snapshot.searcher.search(_query(snapshot, field, words), LOOKED_AT, count=False).hits:
        identifier, card = snapshot.card(address.segment_ord, address.doc)
        named = card if kind == "resource" else card.get("organisation") or {}
        label = str(named.get("name") or "")
        if label and label not in found:
            score += BEGINS * fold(label).startswith(" ".join(words))
            found[label] = Suggestion(kind, identifier if kind == "resource" else str(named.get("id")), label, score)
    return sorted(found.values(), key=_order)


def _order(suggestion: Suggestion) -> tuple[float, str, str]:
    return -suggestion.score, suggestion.label, suggestion.id


def _query(snapshot: Snapshot, field: str, words: Sequence[str]) -> Query:
    *whole, last = words
    alternatives = [*(list(_spellings(snapshot, field, word)) for word in whole), _completions(snapshot, field, last)]
    clauses = [
        Query.disjunction_max_query([Query.term_query(snapshot.schema, field, word) for word in some])
        for some in alternatives
    ]
    return Query.boolean_query([(Occur.Must, clause) for clause in clauses])


def _spellings(snapshot: Snapshot, field: str, word: str) -> Iterator[str]:
    if snapshot.frequency(field, word):
        yield word
    else:
        yield from (variant.word for variant in snapshot.near(word, field))


def _completions(snapshot: Snapshot, field: str, beginning: str) -> list[str]:
    """Words that begin so or, if none does, that a typing error keeps from beginning so."""
    words = snapshot.words(field, beginning) or [
        word for variant in snapshot.near_beginnings(beginning, field) for word in snapshot.words(field, variant.word)
    ]
    return [word for word, _ in sorted(words, key=lambda found: (-found[1], found[0]))[:COMPLETIONS]]
