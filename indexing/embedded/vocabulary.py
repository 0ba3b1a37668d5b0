"""The words one state of the index holds (`indexing.spellings.Vocabulary`), and those that are like others."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

import tantivy

from indexing.clauses import NAME_FIELDS
from indexing.typos import Spelling, Variant, beginning_variants, neighbours, variants

WORDS_KEPT = 1_000  # last typing errors
BEGINNINGS_KEPT = 100  # lists of the words of a field that begin with a letter

Words = list[tuple[str, int]]  # words and the number of documents that hold them


class IndexVocabulary:
    """The words of the documents `searcher` sees."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher
        self._beginning_with = beginning_with = lru_cache(BEGINNINGS_KEPT)(searcher.terms_with_prefix)
        self._near = lru_cache(WORDS_KEPT)(lambda field, word: variants(word, beginning_with(field, word[0])))
        self._neighbours = lru_cache(WORDS_KEPT)(lambda word: neighbours(word, beginning_with("surfaces", word[0])))

    def frequency(self, field: str, term: str) -> int:
        """How many documents hold `term` in `field`."""
        return self._searcher.doc_freq(field, term)

    def rarity(self, field: str, term: str) -> float:
        """How much it tells of a document that it holds `term` in `field`: the IDF of BM25."""
        holding = self._searcher.doc_freq(field, term)
        return math.log(1.0 + (self._searcher.num_docs - holding + 0.5) / (holding + 0.5))

    def words(self, field: str, beginning: str) -> Words:
        """The words of `field` that begin so."""
        return self._searcher.terms_with_prefix(field, beginning)

    def near(self, word: str, field: str = "surfaces") -> tuple[Variant, ...]:
        """The words of `field` that `word` may stand for, the likeliest first."""
        return self._near(field, word)

    def spelling(self, word: str) -> Spelling:
        """What is known of the folded `word`."""
        named = any(self._searcher.doc_freq(field, word) for field in NAME_FIELDS)
        spelling = Spelling(self._searcher.doc_freq("surfaces", word), named)
        return spelling if spelling.sure else replace(spelling, near=self._neighbours(word))

    def near_beginnings(self, beginning: str, field: str) -> tuple[Variant, ...]:
        """Beginnings of words of `field`, and whole words, that `beginning` may stand for."""
        return beginning_variants(beginning, self._beginning_with(field, beginning[0]))
