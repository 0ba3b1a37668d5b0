"""One state of the index, with its columns and what is worth remembering of it."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache, partial
from typing import Any

import numpy as np
import numpy.typing as npt
import tantivy
from tantivy import DocAddress, Query

from indexing.embedded.columns import Columns, Rows, rows_holding, rows_of
from indexing.embedded.matching import located_query, place_query
from indexing.query import Place
from indexing.typos import Variant, beginning_variants, variants

CARDS_KEPT = 2_000  # of the last hits shown
PLACES_KEPT = 64  # of the last ones asked
WORDS_KEPT = 1_000  # last typing errors
BEGINNINGS_KEPT = 100  # lists of the words of a field that begin with a letter

Words = list[tuple[str, int]]  # words and the number of documents that hold them


class Snapshot:
    """One state of one generation, unchanging. Also the `Vocabulary` of its words.

    What it remembers holds the searcher and never the snapshot itself: without cycle, memory goes with the last search.
    """

    def __init__(self, generation: str, index: tantivy.Index, before: Columns | None) -> None:
        self.generation = generation
        self.schema = index.schema
        self.searcher = index.searcher()
        self.columns = (before or Columns()).extended(self.searcher, self.schema)
        find = partial(rows_holding, self.searcher, first=self.columns.first)
        self._card = lru_cache(CARDS_KEPT)(partial(_read_card, self.searcher))
        self._place_query = lru_cache(PLACES_KEPT)(partial(place_query, self.schema))
        self._rows_at = lru_cache(PLACES_KEPT)(partial(_rows_at, find, self._place_query))
        self._located = lru_cache(PLACES_KEPT)(partial(_rows_located, find, self.schema))
        self._beginning_with = lru_cache(BEGINNINGS_KEPT)(self.searcher.terms_with_prefix)
        self._near = lru_cache(WORDS_KEPT)(partial(_near, self._beginning_with))

    def frequency(self, field: str, term: str) -> int:
        """How many documents hold `term` in `field`."""
        return self.searcher.doc_freq(field, term)

    def rarity(self, field: str, term: str) -> float:
        """How much it tells of a document that it holds `term` in `field`: the IDF of BM25."""
        holding = self.searcher.doc_freq(field, term)
        return math.log(1.0 + (self.searcher.num_docs - holding + 0.5) / (holding + 0.5))

    def words(self, field: str, beginning: str) -> Words:
        """The words of `field` that begin so."""
        return self.searcher.terms_with_prefix(field, beginning)

    def near(self, word: str, field: str = "surfaces") -> tuple[Variant, ...]:
        """The words of `field` that `word` may stand for, the likeliest first."""
        return self._near(field, word)

    def near_beginnings(self, beginning: str, field: str) -> tuple[Variant, ...]:
        """Beginnings of words of `field`, and whole words, that `beginning` may stand for."""
        return beginning_variants(beginning, self._beginning_with(field, beginning[0]))

    def look(self, query: Query) -> tuple[tuple[float, ...], list[DocAddress], Rows]:
        """Every document that answers `query`: scores, addresses and rows of the columns."""
        scores, addresses = _search(self.searcher, query)
        return scores, addresses, rows_of(self.searcher, addresses, self.columns.first)

    def scored_rows(self, query: Query) -> tuple[npt.NDArray[np.float64], Rows]:
        """Every document that answers `query`: scores, and rows of the columns."""
        scores, _, rows = self.look(query)
        return np.array(scores), rows

    def place_query(self, place: Place, radius_km: float) -> Query:
        """Documents that may answer at `place` (see `matching.place_query`)."""
        return self._place_query(place, radius_km)

    def rows_at(self, place: Place | None, radius_km: float) -> Rows:
        """Documents that may answer at `place`, whatever the words; every document without a place."""
        return self._rows_at(place, radius_km)

    def rows_located(self, place: Place) -> Rows:
        """Documents that stand in the commune of `place` and do not say that they serve it."""
        return self._located(place.commune, place.territories)

    def card(self, address: DocAddress) -> tuple[str, Mapping[str, Any]]:
        """The id and the card of a document."""
        return self._card(address.segment_ord, address.doc)

    def addresses(self, rows: Iterable[int]) -> dict[int, DocAddress]:
        """Where the documents of `rows` are, by row."""
        ordinals = [row + self.columns.first for row in rows]
        _, addresses, found = self.look(Query.term_set_query(self.schema, "ordinal", ordinals))
        return dict(zip(found.tolist(), addresses, strict=True))

    def name_and_id(self, address: DocAddress) -> tuple[str, str]:
        """The folded name and the id of a document."""
        document = self.searcher.doc(address)
        return str(document.get_first("name_key")), str(document.get_first("id"))

    @cached_property
    def schedules(self) -> frozenset[str]:
        """Every distinct schedule, without the unknown one."""
        terms = self.searcher.terms_with_prefix("schedule", "", filter_query=Query.all_query())
        return frozenset(value for value, _ in terms)

    def versions(self) -> dict[str, int]:
        """Id and version of every document."""
        _, addresses = _search(self.searcher, Query.all_query())
        versions = self.searcher.fast_field_values("version", addresses)
        ids = (str(self.searcher.doc(address).get_first("id")) for address in addresses)
        return {identifier: int(version or 0) for identifier, version in zip(ids, versions, strict=True)}


def _search(searcher: tantivy.Searcher, query: Query) -> tuple[tuple[float, ...], list[DocAddress]]:
    """Scores and addresses of every document that answers."""
    found = searcher.search(query, max(searcher.num_docs, 1), count=False).hits
    scores, addresses = zip(*found, strict=True) if found else ((), ())
    return scores, list(addresses)


def _rows_at(
    find: Callable[[Query], Rows], asked: Callable[[Place, float], Query], place: Place | None, radius_km: float
) -> Rows:
    return find(asked(place, radius_km) if place else Query.all_query())


def _rows_located(
    find: Callable[[Query], Rows], schema: tantivy.Schema, commune: str, territories: tuple[str, ...]
) -> Rows:
    return find(located_query(schema, commune, territories))


def _near(beginning_with: Callable[[str, str], Words], field: str, word: str) -> tuple[Variant, ...]:
    return variants(word, beginning_with(field, word[0]))


def _read_card(searcher: tantivy.Searcher, segment: int, number: int) -> tuple[str, Mapping[str, Any]]:
    document = searcher.doc(DocAddress(segment, number))
    return str(document.get_first("id")), json.loads(bytes(document.get_first("card") or b"{}"))
