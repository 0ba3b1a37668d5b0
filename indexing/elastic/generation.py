"""A new index being filled beside the current one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indexing.document import Document
from indexing.elastic.faults import translated
from indexing.elastic.store import Store, filling
from indexing.elastic.writer import write
from indexing.errors import GenerationRefused
from indexing.results import ApplyReport


class ElasticGeneration:
    """See `indexing.engine.Generation`."""

    @translated()
    def __init__(self, store: Store) -> None:
        self._store = store
        self._errors: dict[str, str] = {}
        self.name = store.create()

    @translated()
    def apply(self, documents: Iterable[Document], deletions: Sequence[str] = ()) -> ApplyReport:
        """See `Generation.apply`."""
        report = write(self._store.client, filling(self.name), documents, deletions)
        for identifier in (*report.applied, *deletions):
            self._errors.pop(identifier, None)
        self._errors |= report.errors
        return report

    @translated()
    def activate(self, expected: int) -> None:
        """See `Generation.activate`."""
        client = self._store.client
        client.indices.refresh(index=self.name)
        held = client.count(index=self.name)["count"]
        if self._errors:
            identifier, message = next(iter(self._errors.items()))
            raise GenerationRefused(f"{len(self._errors)} documents failed; {identifier}: {message}")
        if held != expected:
            raise GenerationRefused(f"the new index holds {held} documents, {expected} were expected")
        self._store.put_in_service(self.name)

    @translated()
    def discard(self) -> None:
        """See `Generation.discard`."""
        self._store.remove(self.name)
