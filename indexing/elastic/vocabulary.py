"""What an index knows of the words of a query. Words that many documents hold are remembered for a minute."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from elasticsearch import Elasticsearch

from indexing.analysis import Token, fold, tokens
from indexing.clauses import MOST_WORDS, NAME_FIELDS, RARE
from indexing.elastic.asking import ask, ask_all
from indexing.fields import TEXT_FIELDS
from indexing.typos import ONE_EDIT_FROM, Variant, splits, variants, without_elision

COUNTED = 50  # documents holding a word that are counted; a word that so many hold is remembered
REMEMBERED_SECONDS = 60.0
MOST_REMEMBERED = 50_000  # words
CANDIDATES = 200  # words near another that are looked at, the most frequent first
TEXT_NAMES = tuple(field.name for field in TEXT_FIELDS)


@dataclass(frozen=True, slots=True)
class Told:
    """The `Vocabulary` of the words of one query."""

    frequencies: Mapping[str, int]
    neighbours: Mapping[str, tuple[Variant, ...]]

    def frequency(self, field: str, term: str) -> int:  # noqa: ARG002
        """How many documents hold `term` in the field where it is most frequent, `COUNTED` for more than that."""
        return self.frequencies.get(term, 0)

    def near(self, word: str) -> Sequence[Variant]:
        """The known words that the folded `word` may stand for, the likeliest first."""
        return self.neighbours.get(word, ())


@dataclass
class WordMemory:
    """Asks the index about words, no more than it must. Threads may share it."""

    client: Elasticsearch
    index: str
    _seen: dict[str, float] = field(default_factory=dict)  # frequent words, and until when they are remembered

    def look_up(self, text: str) -> Told:
        """What is known of the words of `text`: without a request, with one for new words, more for rare ones."""
        asked = tokens(text)[:MOST_WORDS]
        if not asked:
            return Told(self._frequencies(fold(text).split()[:MOST_WORDS], NAME_FIELDS), {})
        frequencies = self._frequencies([word.stem for word in asked], TEXT_NAMES)
        rare = [word for word in asked if frequencies[word.stem] <= RARE]
        if not rare:
            return Told(frequencies, {})
        others = _other_writings(asked, {word.stem for word in rare if not frequencies[word.stem]})
        return Told(self._frequencies(others, TEXT_NAMES) | frequencies, self._neighbours(rare))

    def _frequencies(self, words: Iterable[str], fields: Sequence[str]) -> dict[str, int]:
        now = time.monotonic()
        told = {word: COUNTED if self._seen.get(word, 0.0) > now else 0 for word in words}
        new = [word for word, frequency in told.items() if not frequency]
        answers = ask_all(self.client, self.index, [counting(word, fields) for word in new])
        for word, answer in zip(new, answers, strict=True):
            counts = answer["aggregations"]["fields"]["buckets"].values()
            told[word] = max((found["doc_count"] for found in counts), default=0)
            if answer["hits"]["total"]["value"] >= COUNTED and fields == TEXT_NAMES:
                told[word] = COUNTED
                self._remember(word, now)
        return told

    def _remember(self, word: str, now: float) -> None:
        if len(self._seen) >= MOST_REMEMBERED:
            self._seen.clear()
        self._seen[word] = now + REMEMBERED_SECONDS

    def _neighbours(self, words: Iterable[Token]) -> dict[str, tuple[Variant, ...]]:
        surfaces = sorted({word.surface for word in words if len(word.surface) >= ONE_EDIT_FROM})
        if not surfaces:
            return {}
        body = {"size": 0, "suggest": {surface: neighbours(surface) for surface in surfaces}}
        told = ask(self.client, self.index, body)["suggest"]
        return {
            surface: variants(surface, ((near["text"], near["freq"]) for near in told[surface][0]["options"]))
            for surface in surfaces
            if told[surface]
        }


def counting(word: str, fields: Sequence[str]) -> dict[str, Any]:
    """Asks how many documents hold `word` in each of `fields`; stops when they are `COUNTED` in all."""
    terms = {name: {"term": {name: word}} for name in fields}
    return {
        "size": 0,
        "terminate_after": COUNTED,
        "track_total_hits": True,
        "query": {"bool": {"filter": [{"bool": {"should": list(terms.values())}}]}},
        "aggs": {"fields": {"filters": {"filters": terms}}},
    }


def neighbours(surface: str) -> dict[str, Any]:
    """Asks for the words that are written nearly like `surface`; `indexing.typos` chooses among them."""
    return {
        "text": surface,
        "term": {
            "field": "surfaces",
            "suggest_mode": "always",
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


def _other_writings(asked: Sequence[Token], unknown: set[str]) -> list[str]:
    """Stems that a plan asks about when it meets unknown words: two words glued, an article or a word cut off."""
    writings = [f"{one.surface}{other.surface}" for one, other in pairwise(asked) if {one.stem, other.stem} & unknown]
    for word in asked:
        if word.stem in unknown:
            writings += [without_elision(word.surface), *(part for pair in splits(word.surface) for part in pair)]
    return sorted({token.stem for writing in writings for token in tokens(writing)})
