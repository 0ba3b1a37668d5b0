"""The columns of every document in memory: what filters, facets and the order are computed from, in one pass of numpy.

A row is found by the ordinal of the document; ordinals only grow, so after a small commit only the new rows are read.
Rows of replaced or deleted documents stay, unseen: no search gives their ordinal any more. About 160 bytes a row, 64 of
them its place among needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import tantivy

from indexing.embedded.schema import ABOUT_NUMBERS
from indexing.fields import ABOUT_BYTES, FACETS

CHUNK = 100_000  # rows read at once
COUNTED = 8_192  # rows counted at once: what fits the processor's cache
CODED = {field.name for field in FACETS.values()} | {"capacity"}  # keyword fields held as bits
TYPES: dict[str, Any] = {
    "latitude": np.float32,
    "longitude": np.float32,
    "verified_on": np.int32,
    "due_on": np.int32,
    "overdue_on": np.int32,
    "completeness": np.float32,
    "remote": np.bool_,
    "covers_unknown": np.bool_,
    "schedule_key": np.uint64,
    "id_high": np.uint64,
    "id_low": np.uint64,
    "name_high": np.uint64,
    "name_low": np.uint64,
}

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of the documents with ordinals `first` … `first + rows - 1`. Never changed: `extended` gives new ones.

    `bits` holds one bit a value of the coded fields; `places` says which: (field, value) → bit. `about` holds a row of
    signed bytes a document, all 0 when it is not known.
    """

    first: int = 1
    values: dict[str, npt.NDArray[Any]] = field(
        default_factory=lambda: {name: np.empty(0, dtype) for name, dtype in TYPES.items()}
    )
    bits: npt.NDArray[np.uint8] = field(default_factory=lambda: np.empty((0, 1), np.uint8))
    places: dict[tuple[str, str], int] = field(default_factory=dict)
    about: npt.NDArray[np.int8] = field(default_factory=lambda: np.empty((0, ABOUT_BYTES), np.int8))

    @property
    def rows(self) -> int:
        """How many rows are held, those of replaced and deleted documents too."""
        return len(self.bits)

    @property
    def next(self) -> int:
        """The first ordinal that is not held yet."""
        return self.first + self.rows

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        return self.values[name]

    def has(self, rows: Rows, field: str, value: str) -> npt.NDArray[np.bool_]:
        """Whether each of `rows` holds `value` in the coded `field`."""
        place = self.places.get((field, value))
        if place is None:
            return np.zeros(len(rows), np.bool_)
        held: npt.NDArray[np.bool_] = (self.bits[rows, place >> 3] & (1 << (place & 7))) != 0
        return held

    def says(self, rows: Rows, field: str) -> npt.NDArray[np.bool_]:
        """Whether each of `rows` holds any value in the coded `field`."""
        return self.has_any(rows, field, [value for name, value in self.places if name == field])

    def has_any(self, rows: Rows, field: str, values: Iterable[str]) -> npt.NDArray[np.bool_]:
        """Whether each of `rows` holds one of `values` in the coded `field`."""
        held = np.zeros(len(rows), np.bool_)
        for value in values:
            held |= self.has(rows, field, value)
        return held

    def counts(self, rows: Rows) -> dict[str, dict[str, int]]:
        """How many of `rows` hold each value of each coded field; values that none holds are left out."""
        total = np.zeros(self.bits.shape[1] * 8, np.int64)
        for start in range(0, len(rows), COUNTED):
            flags = np.unpackbits(self.bits[rows[start : start + COUNTED]], axis=1, bitorder="little")
            total += flags.sum(axis=0, dtype=np.uint16)
        counts: dict[str, dict[str, int]] = {}
        for ((name, value), _), count in zip(self.places.items(), total.tolist(), strict=False):
            if count:
                counts.setdefault(name, {})[value] = count
        return counts

    def extended(self, searcher: tantivy.Searcher, schema: tantivy.Schema) -> Columns:
        """These columns and those of the documents written since. Reads only the latter."""
        newest = searcher.search(
            tantivy.Query.all_query(), 1, count=False, order_by_field="ordinal", order=tantivy.Order.Desc
        ).hits
        last = int(newest[0][0]) if newest else 0
        if last < self.next:
            return self
        first = self.first if len(self.bits) else _smallest(searcher)
        start = self.next if len(self.bits) else first
        added = last + 1 - start
        places = self.places | dict(_new_places(searcher, self.places))
        bits = np.zeros((len(self.bits) + added, -(-max(len(places), 1) // 8)), np.uint8)
        bits[: len(self.bits), : self.bits.shape[1]] = self.bits
        values = {name: np.concatenate([column, np.zeros(added, column.dtype)]) for name, column in self.values.items()}
        about = np.concatenate([self.about, np.zeros((added, ABOUT_BYTES), np.int8)])
        for low in range(start, last + 1, CHUNK):
            chunk = _ordinals(schema, low, min(low + CHUNK, last + 1))
            addresses = [address for _, address in searcher.search(chunk, CHUNK, count=False).hits]
            rows = rows_of(searcher, addresses, first)
            for name, column in values.items():
                column[rows] = np.array(searcher.fast_field_values(name, addresses), dtype=column.dtype)
            about[rows] = _about(searcher, addresses)
        for (coded, value), place in places.items():
            holding = tantivy.Query.term_query(schema, coded, value, index_option="basic")
            if start > first:  # asking for an interval of ordinals costs more than the term, when all are wanted
                holding = _both(_ordinals(schema, start, last + 1), holding)
            bits[rows_holding(searcher, holding, first), place >> 3] |= np.uint8(1 << (place & 7))
        return Columns(first, values, bits, places, about)


def rows_of(searcher: tantivy.Searcher, addresses: list[tantivy.DocAddress], first: int) -> Rows:
    """The rows of the documents at `addresses`, in their order."""
    return np.array(searcher.fast_field_values("ordinal", addresses), dtype=np.int64) - first


def rows_holding(searcher: tantivy.Searcher, query: tantivy.Query, first: int) -> Rows:
    """The rows of every document that answers `query`, newest first."""
    found = searcher.search(query, max(searcher.num_docs, 1), count=False, order_by_field="ordinal").hits
    return np.array([ordinal for ordinal, _ in found], dtype=np.int64) - first


def _about(searcher: tantivy.Searcher, addresses: list[tantivy.DocAddress]) -> npt.NDArray[np.int8]:
    numbers = np.empty((len(addresses), len(ABOUT_NUMBERS)), "<u8")
    for place, name in enumerate(ABOUT_NUMBERS):
        numbers[:, place] = np.array(searcher.fast_field_values(name, addresses), np.uint64)
    return numbers.view(np.int8)


def _smallest(searcher: tantivy.Searcher) -> int:
    everything = tantivy.Query.all_query()
    oldest = searcher.search(everything, 1, count=False, order_by_field="ordinal", order=tantivy.Order.Asc).hits
    return int(oldest[0][0])


def _new_places(searcher: tantivy.Searcher, known: dict[tuple[str, str], int]) -> Iterator[tuple[tuple[str, str], int]]:
    values = ((name, value) for name in sorted(CODED) for value, _ in searcher.terms_with_prefix(name, ""))
    return zip((pair for pair in values if pair not in known), range(len(known), 2**31), strict=False)


def _ordinals(schema: tantivy.Schema, low: int, high: int) -> tantivy.Query:
    return tantivy.Query.range_query(
        schema, "ordinal", tantivy.FieldType.Unsigned, low, high, include_lower=True, include_upper=False
    )


def _both(one: tantivy.Query, other: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, one), (tantivy.Occur.Must, other)])
