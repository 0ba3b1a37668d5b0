"""What a search reads: one state of the current generation, with its columns and its vocabulary."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import tantivy
from tantivy import DocAddress, Query

from indexing.embedded.columns import Columns, Rows, rows_of
from indexing.embedded.matching import located_query
from indexing.embedded.store import Store
from indexing.errors import SearchUnavailable
from indexing.typos import Variant, beginning_variants, variants

CARDS_KEPT = 2_000  # of the last hits shown
PLACES_KEPT = 64


class Snapshot:
    """One state of one generation, unchanging. Also the `Vocabulary` of its words."""

    def __init__(self, generation: str, index: tantivy.Index, before: Columns | None) -> None:
        self.generation = generation
        self.schema = index.schema
        self.searcher = index.searcher()
        self.columns = (before or Columns()).extended(self.searcher, self.schema)
        self.card = lru_cache(CARDS_KEPT)(self._read_card)
        self.near = lru_cache(1_000)(self._near)
        self._beginning_with = lru_cache(100)(self.words)
        self.located = lru_cache(PLACES_KEPT)(self._located)

    def frequency(self, field: str, term: str) -> int:
        """How many documents hold `term` in `field`."""
        return self.searcher.doc_freq(field, term)

    def hits(self, query: Query) -> tuple[npt.NDArray[np.float64], list[DocAddress]]:
        """Every document that answers `query`: scores and addresses."""
        found = self.searcher.search(query, max(self.searcher.num_docs, 1), count=False).hits
        if not found:
            return np.empty(0), []
        scores, addresses = zip(*found, strict=True)
        return np.array(scores), list(addresses)

    def rows(self, addresses: list[DocAddress]) -> Rows:
        """The rows of `columns` of the documents at `addresses`, in their order."""
        return rows_of(self.searcher, addresses, self.columns.first)

    def versions(self) -> dict[str, int]:
        """Id and version of every document."""
        _, addresses = self.hits(Query.all_query())
        versions = self.searcher.fast_field_values("version", addresses)
        ids = (str(self.searcher.doc(address).get_first("id")) for address in addresses)
        return {identifier: int(version or 0) for identifier, version in zip(ids, versions, strict=True)}

    @cached_property
    def schedules(self) -> frozenset[str]:
        """Every distinct schedule, without the unknown one."""
        terms = self.searcher.terms_with_prefix("schedule", "", filter_query=Query.all_query())
        return frozenset(value for value, _ in terms)

    def name_and_id(self, address: DocAddress) -> tuple[str, str]:
        """The folded name and the id of a document."""
        document = self.searcher.doc(address)
        return str(document.get_first("name_key")), str(document.get_first("id"))

    def _located(self, commune: str, territories: tuple[str, ...]) -> Rows:
        _, addresses = self.hits(located_query(self.schema, commune, territories))
        return self.rows(addresses)

    def words(self, field: str, beginning: str) -> list[tuple[str, int]]:
        """The words of `field` that begin so, each with the number of documents that hold it."""
        return self.searcher.terms_with_prefix(field, beginning)

    def _near(self, word: str, field: str = "surfaces") -> tuple[Variant, ...]:
        return variants(word, self._beginning_with(field, word[0]))

    def near_beginnings(self, beginning: str, field: str) -> tuple[Variant, ...]:
        """Beginnings of words of `field`, and whole words, that `beginning` may stand for."""
        return beginning_variants(beginning, self._beginning_with(field, beginning[0]))

    def _read_card(self, segment: int, number: int) -> tuple[str, Mapping[str, Any]]:
        document = self.searcher.doc(DocAddress(segment, number))
        return str(document.get_first("id")), json.loads(bytes(document.get_first("card") or b"{}"))


@dataclass
class Reader:
    """Gives the newest state of the current generation. Looks at two files before each search. Thread-safe."""

    store: Store
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _index: tantivy.Index | None = None
    _seen: tuple[Any, ...] = ()
    _snapshot: Snapshot | None = None

    def snapshot(self) -> Snapshot:
        """The newest committed state. Raises `SearchUnavailable` when there is no readable index."""
        state = self._state()
        if self._snapshot is None or state != self._seen:
            with self._lock:
                if self._snapshot is None or state != self._seen:
                    self._snapshot = self._load(str(state[0]))
                    self._seen = state
        return self._snapshot

    def _state(self) -> tuple[Any, ...]:
        name = self.store.current()
        try:
            commit = (self.store.folder / name / "meta.json").stat()
        except OSError as error:
            raise SearchUnavailable(f"there is no index in {self.store.folder}: rebuild it") from error
        return name, commit.st_ino, commit.st_mtime_ns, commit.st_size

    def _load(self, name: str) -> Snapshot:
        last = self._snapshot
        if self._index is None or last is None or last.generation != name:
            self._index = self.store.open(name)
            last = None
        self._index.reload()
        return Snapshot(name, self._index, last.columns if last else None)
