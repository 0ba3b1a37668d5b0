"""What an index knows of the words of a query. Words that many documents hold are remembered for a minute."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from elasticsearch import Elasticsearch

from indexing.clauses import NAME_FIELDS, TextPlan
from indexing.elastic.asking import ask, ask_all
from indexing.fields import TEXT_FIELDS
from indexing.plan import plan_text
from indexing.query import Reading
from indexing.typos import ONE_EDIT_FROM, Spelling, Variant, neighbours, variants

COUNTED = 50  # documents holding a word that are counted; a word that so many hold is remembered
REMEMBERED_SECONDS = 60.0
MOST_REMEMBERED = 50_000  # words
CANDIDATES = 200  # words near another that are looked at, the most frequent first

Fields = tuple[str, ...]
Word = tuple[Fields, str]  # a word, in the fields where it is counted
SURFACES: Fields = ("surfaces",)
TEXTS: Fields = tuple(field.name for field in TEXT_FIELDS)


@dataclass
class Told:
    """The `Vocabulary` of one query. What it is asked and does not know yet, it notes.

    `hopeful` takes an unknown word for a frequent one instead of one that nobody holds.
    """

    hopeful: bool
    frequencies: Mapping[Word, int]
    neighbours: Mapping[str, tuple[Variant, ...]]
    frequent: Mapping[Word, float]  # until when (of `time.monotonic`) a word is taken for frequent
    words: set[Word] = field(default_factory=set)
    surfaces: set[str] = field(default_factory=set)

    def frequency(self, field: str, term: str) -> int:
        """How many documents hold `term` in the text field (or name) where it is most frequent; at most `COUNTED`."""
        return self.count(NAME_FIELDS if field in NAME_FIELDS else TEXTS, term)

    def count(self, fields: Fields, term: str) -> int:
        """How many documents hold `term` in the one of `fields` where it is most frequent; at most `COUNTED`."""
        word = (fields, term)
        if word in self.frequencies:
            return self.frequencies[word]
        if self.frequent.get(word, 0.0) > time.monotonic():
            return COUNTED
        self.words.add(word)
        return COUNTED if self.hopeful else 0

    def near(self, word: str) -> Sequence[Variant]:
        """The known words that the folded `word` may stand for, the likeliest first."""
        if word not in self.neighbours:
            self.surfaces.add(word)
        return self.neighbours.get(word, ())


@dataclass
class WordMemory:
    """Plans texts, asking the index about words no more than it must. Threads may share it."""

    client: Elasticsearch
    index: str
    _frequent: dict[Word, float] = field(default_factory=dict)  # until when they are remembered

    def plan(self, text: str, readings: Sequence[Reading]) -> TextPlan:
        """See `indexing.plan.plan_text`. Costs no request, one for words not seen lately, a few more for rare ones.

        The plan is made again until all it asks about is known: first hoping that every word is, which asks the least;
        then, if some are not, noting at once all that they may be instead.
        """
        frequencies: dict[Word, int] = {}
        neighbours: dict[str, tuple[Variant, ...]] = {}
        hopeful = True
        while True:
            told = Told(hopeful, frequencies, neighbours, self._frequent)
            plan = plan_text(text, told, readings)
            if not told.words and not told.surfaces:
                return plan
            frequencies |= self._count(sorted(told.words))
            neighbours |= self._neighbours(sorted(told.surfaces))
            hopeful = False

    def spellings(self, words: Sequence[str]) -> dict[str, Spelling]:
        """See `Engine.spellings`. Costs no request for words seen lately, one for others, two for unknown ones."""
        told = Told(False, {}, {}, self._frequent)
        seen = {(fields, word): told.count(fields, word) for word in words for fields in (NAME_FIELDS, SURFACES)}
        seen |= self._count(sorted(told.words))
        found = {word: Spelling(seen[SURFACES, word], bool(seen[NAME_FIELDS, word])) for word in words}
        doubtful = [word for word, spelling in found.items() if not spelling.sure]
        written = self._written_like(doubtful)
        return found | {word: replace(found[word], near=neighbours(word, written.get(word, ()))) for word in doubtful}

    def _count(self, words: Sequence[Word]) -> dict[Word, int]:
        found: dict[Word, int] = {}
        answers = ask_all(self.client, self.index, [counting(term, fields) for fields, term in words])
        for word, answer in zip(words, answers, strict=True):
            counts = answer["aggregations"]["fields"]["buckets"].values()
            found[word] = max(count["doc_count"] for count in counts)
            if answer["hits"]["total"]["value"] >= COUNTED:
                found[word] = COUNTED
                self._remember(word)
        return found

    def _remember(self, word: Word) -> None:
        if len(self._frequent) >= MOST_REMEMBERED:
            self._frequent.clear()
        self._frequent[word] = time.monotonic() + REMEMBERED_SECONDS

    def _neighbours(self, surfaces: Iterable[str]) -> dict[str, tuple[Variant, ...]]:
        written = self._written_like(surfaces)
        return {surface: variants(surface, written.get(surface, ())) for surface in surfaces}

    def _written_like(self, surfaces: Iterable[str]) -> dict[str, list[tuple[str, int]]]:
        """Words that are written nearly like each of `surfaces`, and how many documents hold them."""
        long = [surface for surface in surfaces if len(surface) >= ONE_EDIT_FROM]
        if not long:
            return {}
        body = {"size": 0, "suggest": {surface: alike(surface) for surface in long}}
        told = ask(self.client, self.index, body)["suggest"]
        return {
            surface: [(option["text"], option["freq"]) for found in told[surface][:1] for option in found["options"]]
            for surface in long
        }


def counting(term: str, fields: Fields) -> dict[str, Any]:
    """Asks how many documents hold `term` in each of `fields`; stops when they are `COUNTED` in all."""
    terms = {name: {"term": {name: term}} for name in fields}
    return {
        "size": 0,
        "terminate_after": COUNTED,
        "track_total_hits": True,
        "query": {"bool": {"filter": [{"bool": {"should": list(terms.values())}}]}},
        "aggs": {"fields": {"filters": {"filters": terms}}},
    }


def alike(surface: str) -> dict[str, Any]:
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
