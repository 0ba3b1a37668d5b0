"""Completions of what is being typed."""

from __future__ import annotations

from tantivy import Occur, Query

from indexing.analysis import fold, word_analyzer
from indexing.embedded.reader import Snapshot
from indexing.results import Suggestion

COMPLETIONS = 40  # words that the last one may become, the most frequent first
LOOKED_AT = 60  # documents


def run(snapshot: Snapshot, prefix: str, limit: int) -> list[Suggestion]:
    """See `Engine.suggest`."""
    words = word_analyzer().analyze(prefix)
    if not words or limit < 1:
        return []
    found: dict[tuple[str, str], Suggestion] = {}
    for kind, field in (("organisation", "organisation_words"), ("resource", "name_words")):
        for score, address in snapshot.searcher.search(_query(snapshot, field, words), LOOKED_AT, count=False).hits:
            identifier, card = snapshot.card(address.segment_ord, address.doc)
            organisation = card.get("organisation") or {}
            if kind == "organisation":
                identifier, label = str(organisation.get("id", "")), str(organisation.get("name", ""))
            else:
                label = str(card.get("name", ""))
            if label:
                begins = fold(label).startswith(" ".join(words))
                found.setdefault((kind, label), Suggestion(kind, identifier, label, float(score) + 100.0 * begins))
    best = sorted(found.values(), key=lambda suggestion: (-suggestion.score, suggestion.label, suggestion.id))
    return best[:limit]


def _query(snapshot: Snapshot, field: str, words: list[str]) -> Query:
    *whole, last = words
    clauses = [(Occur.Must, Query.term_query(snapshot.schema, field, word)) for word in whole]
    terms = sorted(snapshot.searcher.terms_with_prefix(field, last), key=lambda term: (-term[1], term[0]))
    completions = [Query.term_query(snapshot.schema, field, term) for term, _ in terms[:COMPLETIONS]]
    return Query.boolean_query([*clauses, (Occur.Must, Query.disjunction_max_query(completions))])
