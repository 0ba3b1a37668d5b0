"""Writing documents: versions, deletions, errors by document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import tantivy

from indexing.document import Document
from indexing.embedded.faults import unavailable
from indexing.embedded.schema import stored_form
from indexing.results import ApplyReport

SMALL_HEAP = 20_000_000  # bytes: for a few documents
LARGE_HEAP = 200_000_000  # bytes: for a whole generation


class Writer:
    """Writes to one Tantivy index; nothing is seen before `commit`. Tantivy allows one writer an index."""

    @unavailable()
    def __init__(self, index: tantivy.Index, heap: int = SMALL_HEAP) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()
        self._writer = index.writer(heap, 1)
        self._pending: dict[str, int | None] = {}  # versions written since the opening, None = deleted
        self._ordinal = self._last_ordinal()

    def apply(self, documents: Iterable[Document], deletions: Sequence[str] = ()) -> ApplyReport:
        """Adds or replaces documents, then removes `deletions`. See `Engine.apply`."""
        applied: list[str] = []
        stale: list[str] = []
        errors: dict[str, str] = {}
        for document in documents:
            held = self._held_version(document.id)
            if held is not None and held > document.version:
                stale.append(document.id)
                continue
            try:
                stored = stored_form(document, self._ordinal + 1, self._schema)
            except (ValueError, TypeError, OverflowError) as error:
                errors[document.id] = str(error)
                continue
            self._write(document, stored, replaces=held is not None)
            applied.append(document.id)
            errors.pop(document.id, None)
        self._delete(deletions)
        return ApplyReport(tuple(applied), tuple(stale), errors)

    @unavailable()
    def commit(self) -> None:
        """Makes everything written visible, and ends this writer."""
        self._writer.commit()
        self._writer.wait_merging_threads()

    def close(self) -> None:
        """Forgets what was not committed and lets go of the index, even if an exception still refers to this writer."""
        del self._writer

    @unavailable()
    def _write(self, document: Document, stored: tantivy.Document, *, replaces: bool) -> None:
        if replaces:
            self._writer.delete_documents_by_term("id", document.id)
        self._writer.add_document(stored)
        self._ordinal += 1
        self._pending[document.id] = document.version

    @unavailable()
    def _delete(self, deletions: Sequence[str]) -> None:
        for identifier in deletions:
            self._writer.delete_documents_by_term("id", identifier)
            self._pending[identifier] = None

    @unavailable()
    def _held_version(self, identifier: str) -> int | None:
        if identifier in self._pending:
            return self._pending[identifier]
        if not self._searcher.num_docs:
            return None
        query = tantivy.Query.term_query(self._schema, "id", identifier)
        addresses = [address for _, address in self._searcher.search(query, 1, count=False).hits]
        version = self._searcher.fast_field_values("version", addresses)[0] if addresses else None
        return None if version is None else int(version)

    def _last_ordinal(self) -> int:
        everything = tantivy.Query.all_query()
        newest = self._searcher.search(everything, 1, count=False, order_by_field="ordinal").hits
        return int(newest[0][0]) if newest else 0
