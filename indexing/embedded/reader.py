"""Which state of the index a search reads: the newest one, whoever wrote it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

import tantivy

from indexing.embedded.snapshot import Snapshot
from indexing.embedded.store import Store
from indexing.errors import SearchUnavailable


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
