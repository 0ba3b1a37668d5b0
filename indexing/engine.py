"""The engine port: what every search engine promises. `tests/contract` holds the promises as tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from indexing.document import Document
from indexing.options import EngineOptions
from indexing.query import SearchQuery
from indexing.results import ApplyReport, Health, SearchResults, Suggestion
from indexing.typos import Spelling

NO_OPTIONS = EngineOptions()


class Generation(Protocol):
    """A new index being filled beside the current one. Nobody sees it before `activate`."""

    @property
    def name(self) -> str:
        """Its name, unique and growing with time."""
        ...

    def apply(self, documents: Iterable[Document], deletions: Sequence[str] = ()) -> ApplyReport:
        """Adds or replaces documents and removes ids, streaming. An older version never overwrites a newer one."""
        ...

    def activate(self, expected: int) -> None:
        """Puts it in the place of the current one, at once for every reader; the old one is kept one round.

        Raises `GenerationRefused`, changing nothing, if a document failed or it does not hold `expected` documents.
        """
        ...

    def discard(self) -> None:
        """Removes it. The current generation stays."""
        ...


class Engine(Protocol):
    """A search engine. Only `indexing.errors.SearchError` escapes from it."""

    def search(self, query: SearchQuery) -> SearchResults:
        """Answers `query` from the current generation. `total` and facets are exact."""
        ...

    def suggest(self, prefix: str, limit: int = 8) -> list[Suggestion]:
        """Organisations and resources whose name has a word beginning with the last word of `prefix`."""
        ...

    def spellings(self, words: Sequence[str]) -> Mapping[str, Spelling]:
        """What the current generation knows of each of the folded `words`."""
        ...

    def schedules(self) -> frozenset[str]:
        """Every distinct schedule of the current generation, without the unknown one."""
        ...

    def versions(self) -> dict[str, int]:
        """Id and version of every document of the current generation: what a checker compares with the record."""
        ...

    def apply(self, documents: Iterable[Document], deletions: Sequence[str] = ()) -> ApplyReport:
        """Writes to the current generation (created empty if there is none); visible to every reader on return."""
        ...

    def new_generation(self) -> Generation:
        """Opens an empty generation to fill."""
        ...

    def health(self) -> Health:
        """How the engine is. Never raises: an engine that does not answer is `red`."""
        ...


def open_engine(url: str, options: EngineOptions = NO_OPTIONS) -> Engine:
    """The engine named by `url`: `tantivy:FOLDER` or, for Elasticsearch, its http(s) address.

    Opens lazily: an engine that is down or empty fails at its first use, not here. Raises `ValueError` for another
    scheme, or an address that is none; the address, which may hold a password, is not told.
    """
    scheme, _, rest = url.partition(":")
    if scheme == "tantivy":
        from indexing.embedded.engine import EmbeddedEngine

        return EmbeddedEngine(rest)
    if scheme in ("http", "https"):
        from indexing.elastic.engine import ElasticEngine

        return ElasticEngine(url, options)
    raise ValueError(f"unknown search engine: {scheme!r}")
