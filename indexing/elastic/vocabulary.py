"""What an index knows of the words of a query: asked once, and only where they found nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch

from indexing.analysis import fold, tokens
from indexing.clauses import MOST_WORDS, NAME_FIELDS
from indexing.elastic.asking import ask
from indexing.typos import ONE_EDIT_FROM, Variant, variants

CANDIDATES = 200  # words near an unknown one that are looked at, the most frequent first


class Hopeful:
    """The `Vocabulary` that knows every word. What all words of a query find proves it right."""

    def frequency(self, field: str, term: str) -> int:  # noqa: ARG002
        """One."""
        return 1

    def near(self, word: str) -> Sequence[Variant]:  # noqa: ARG002
        """None."""
        return ()


@dataclass(frozen=True, slots=True)
class Asked:
    """The `Vocabulary` of the words of one query."""

    frequencies: Mapping[str, int]
    neighbours: Mapping[str, tuple[Variant, ...]]

    def frequency(self, field: str, term: str) -> int:  # noqa: ARG002
        """How many documents hold `term` somewhere."""
        return self.frequencies.get(term, 0)

    def near(self, word: str) -> Sequence[Variant]:
        """The known words that the folded `word` may stand for, the likeliest first."""
        return self.neighbours.get(word, ())


def words_asked(text: str) -> frozenset[str]:
    """What a plan asks a vocabulary of `text`: its stems or, for a text of stop words, its words."""
    return frozenset([word.stem for word in tokens(text)] or fold(text).split())


def learn(client: Elasticsearch, index: str, text: str) -> Asked:
    """Asks `index` about the words of `text`."""
    asked = tokens(text)[:MOST_WORDS]
    if not asked:
        return Asked(_frequencies(ask(client, index, _known(NAME_FIELDS, fold(text).split()[:MOST_WORDS]))), {})
    body = _known(("anywhere",), [word.stem for word in asked])
    long = {word.surface for word in asked if len(word.surface) >= ONE_EDIT_FROM}
    if long:
        body["suggest"] = {surface: _near(surface) for surface in long}
    answer = ask(client, index, body)
    near = {
        surface: variants(surface, ((option["text"], option["freq"]) for option in found[0]["options"]))
        for surface, found in answer.get("suggest", {}).items()
        if found
    }
    return Asked(_frequencies(answer), near)


def _known(fields: Sequence[str], words: Sequence[str]) -> dict[str, Any]:
    holding = {word: {"bool": {"should": [{"term": {field: word}} for field in fields]}} for word in words}
    return {
        "size": 0,
        "query": {"bool": {"should": list(holding.values())}},
        "aggs": {"known": {"filters": {"filters": holding}}},
    }


def _frequencies(answer: Mapping[str, Any]) -> dict[str, int]:
    return {word: found["doc_count"] for word, found in answer["aggregations"]["known"]["buckets"].items()}


def _near(surface: str) -> dict[str, Any]:
    return {
        "text": surface,
        "term": {
            "field": "surfaces",
            "suggest_mode": "missing",
            "prefix_length": 1,
            "min_word_length": ONE_EDIT_FROM,
            "max_edits": 2,
            "string_distance": "damerau_levenshtein",
            "accuracy": 0.0,
            "sort": "frequency",
            "size": CANDIDATES,
            "shard_size": CANDIDATES,
        },
    }
