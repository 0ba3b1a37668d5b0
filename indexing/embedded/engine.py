"""The engine port on Tantivy. Errors of the library become `SearchUnavailable` here, and only here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from indexing.document import Document
from indexing.embedded import search, suggest
from indexing.embedded.faults import unavailable
from indexing.embedded.generation import EmbeddedGeneration
from indexing.embedded.reader import Reader
from indexing.embedded.store import Store
from indexing.embedded.writer import Writer
from indexing.errors import SearchError
from indexing.query import SearchQuery
from indexing.results import ApplyReport, Health, SearchResults, Suggestion
from indexing.typos import Spelling

# A document that is rewritten leaves a row behind in memory until the next rebuild.
MOST_ROWS_A_DOCUMENT = 4
ROWS_ALLOWED = 100_000


class EmbeddedEngine:
    """An index in `folder`, shared by any number of processes that read and one at a time that writes."""

    def __init__(self, folder: str) -> None:
        self._store = Store(Path(folder))
        self._reader = Reader(self._store)

    @unavailable()
    def search(self, query: SearchQuery) -> SearchResults:
        """See `Engine.search`."""
        return search.run(self._reader.snapshot(), query)

    @unavailable()
    def suggest(self, prefix: str, limit: int = 8) -> list[Suggestion]:
        """See `Engine.suggest`."""
        return suggest.run(self._reader.snapshot(), prefix, limit)

    @unavailable()
    def spellings(self, words: Sequence[str]) -> Mapping[str, Spelling]:
        """See `Engine.spellings`."""
        vocabulary = self._reader.snapshot().vocabulary
        return {word: vocabulary.spelling(word) for word in words}

    @unavailable()
    def schedules(self) -> frozenset[str]:
        """See `Engine.schedules`."""
        return self._reader.snapshot().schedules

    @unavailable()
    def versions(self) -> dict[str, int]:
        """See `Engine.versions`."""
        return self._reader.snapshot().versions()

    def apply(self, documents: Iterable[Document], deletions: Sequence[str] = ()) -> ApplyReport:
        """See `Engine.apply`. Raises `SearchUnavailable` when another process keeps writing for too long."""
        with self._store.writing():
            name = self._store.current()
            if not name:
                name = self._store.create()
                self._store.point_to(name)
            writer = Writer(self._store.open(name))
            try:
                report = writer.apply(documents, deletions)
                writer.commit()
            finally:
                writer.close()
            return report

    def new_generation(self) -> EmbeddedGeneration:
        """See `Engine.new_generation`. Also clears away what a crash left behind."""
        self._store.clean()
        return EmbeddedGeneration(self._store)

    def health(self) -> Health:
        """See `Engine.health`."""
        try:
            with unavailable():
                snapshot = self._reader.snapshot()
        except SearchError as error:
            return Health("red", 0, self._store.current(), str(error))
        documents = snapshot.searcher.num_docs
        if snapshot.columns.rows > MOST_ROWS_A_DOCUMENT * documents + ROWS_ALLOWED:
            return Health("yellow", documents, snapshot.generation, "much was rewritten: a rebuild would save memory")
        return Health("green", documents, snapshot.generation)
