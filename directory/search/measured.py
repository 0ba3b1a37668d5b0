"""An engine whose answers are timed and counted (`directory.metrics`). Everything else is the engine's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from directory.metrics import search_timed
from indexing.document import Document
from indexing.engine import Engine, Generation
from indexing.query import SearchQuery
from indexing.results import ApplyReport, Health, SearchResults, Suggestion
from indexing.typos import Spelling


class MeasuredEngine:
    """`engine`, known as `name` in the metrics."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._name = name

    def search(self, query: SearchQuery) -> SearchResults:
        """See `Engine.search`."""
        with search_timed(self._name, "search"):
            return self._engine.search(query)

    def suggest(self, prefix: str, limit: int = 8) -> list[Suggestion]:
        """See `Engine.suggest`."""
        with search_timed(self._name, "suggest"):
            return self._engine.suggest(prefix, limit)

    def spellings(self, words: Sequence[str]) -> Mapping[str, Spelling]:
        """See `Engine.spellings`."""
        return self._engine.spellings(words)

    def schedules(self) -> frozenset[str]:
        """See `Engine.schedules`."""
        return self._engine.schedules()

    def versions(self) -> dict[str, int]:
        """See `Engine.versions`."""
        return self._engine.versions()

    def apply(self, documents: Iterable[Document], deletions: Sequence[str] = ()) -> ApplyReport:
        """See `Engine.apply`."""
        return self._engine.apply(documents, deletions)

    def new_generation(self) -> Generation:
        """See `Engine.new_generation`."""
        return self._engine.new_generation()

    def health(self) -> Health:
        """See `Engine.health`."""
        return self._engine.health()
