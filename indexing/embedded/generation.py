"""A new index being filled beside the current one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from indexing.document import Document
from indexing.embedded.store import Store, try_lock
from indexing.embedded.writer import LARGE_HEAP, Writer
from indexing.errors import GenerationRefused
from indexing.results import ApplyReport


class EmbeddedGeneration:
    """See `indexing.engine.Generation`. Holds the lock that tells others it is being filled."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.name = store.create()
        self._lock = os.open(store.filling_lock(self.name), os.O_CREAT | os.O_WRONLY)
        try_lock(self._lock)
        self._writer = Writer(store.open(self.name), LARGE_HEAP)
        self._errors: dict[str, str] = {}

    def apply(self, documents: Iterable[Document], deletions: Sequence[str] = ()) -> ApplyReport:
        """See `Generation.apply`."""
        report = self._writer.apply(documents, deletions)
        for identifier in (*report.applied, *deletions):
            self._errors.pop(identifier, None)
        self._errors |= report.errors
        return report

    def activate(self, expected: int) -> None:
        """See `Generation.activate`."""
        self._writer.commit()
        held = self._store.open(self.name).searcher().num_docs
        if self._errors:
            identifier, message = next(iter(self._errors.items()))
            raise GenerationRefused(f"{len(self._errors)} documents failed; {identifier}: {message}")
        if held != expected:
            raise GenerationRefused(f"the new index holds {held} documents, {expected} were expected")
        with self._store.writing():
            self._store.point_to(self.name)
        self._close()

    def discard(self) -> None:
        """See `Generation.discard`."""
        self._close()
        self._store.remove(self.name)

    def _close(self) -> None:
        self._writer.close()
        os.close(self._lock)
        self._store.filling_lock(self.name).unlink(missing_ok=True)
