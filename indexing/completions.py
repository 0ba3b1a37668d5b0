"""Which names complete what is being typed: what every engine does with the documents it found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, zip_longest
from typing import Any

from indexing.analysis import fold, word_analyzer
from indexing.results import Suggestion

FIELDS = {"organisation": "organisation_words", "resource": "name_words"}
MOST_WORDS = 8  # of what is typed
COMPLETIONS = 40  # words that the last one may become, the most frequent first
LOOKED_AT = 40  # documents of each kind
BEGINS = 100.0  # added to the score of a name that begins with what is typed: above any relevance


def typed_words(text: str) -> list[str]:
    """The folded words of what is being typed; the last one may be unfinished."""
    return word_analyzer().analyze(text)[:MOST_WORDS]


def most_frequent(words: Iterable[tuple[str, int]]) -> list[str]:
    """The completions to look for among `words`, each with the number of documents that hold it."""
    return [word for word, _ in sorted(words, key=lambda found: (-found[1], found[0]))[:COMPLETIONS]]


def named(kind: str, found: Iterable[tuple[float, str, Mapping[str, Any]]], words: Sequence[str]) -> list[Suggestion]:
    """Names of `kind`, each once, the best first. `found` holds relevance, id and card of documents, the best first."""
    names: dict[str, Suggestion] = {}
    for score, identifier, card in found:
        bearer = card if kind == "resource" else card.get("organisation") or {}
        label = str(bearer.get("name") or "")
        if label and label not in names:
            score += BEGINS * fold(label).startswith(" ".join(words))
            names[label] = Suggestion(kind, identifier if kind == "resource" else str(bearer.get("id")), label, score)
    return sorted(names.values(), key=_order)


def shared_out(kinds: Iterable[list[Suggestion]], limit: int) -> list[Suggestion]:
    """The best `limit` suggestions. Each kind is given its part of the places."""
    kept = [found for found in chain.from_iterable(zip_longest(*kinds)) if found][: max(limit, 0)]
    return sorted(kept, key=_order)


def _order(suggestion: Suggestion) -> tuple[float, str, str]:
    return -suggestion.score, suggestion.label, suggestion.id
