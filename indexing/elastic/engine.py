"""The engine port on Elasticsearch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from indexing.document import Document
from indexing.elastic import paging, search, suggest
from indexing.elastic.address import parse_address
from indexing.elastic.asking import ask
from indexing.elastic.client import HEALTH_SECONDS, WRITE_SECONDS, connect
from indexing.elastic.faults import translated
from indexing.elastic.generation import ElasticGeneration
from indexing.elastic.store import Store
from indexing.elastic.vocabulary import WordMemory
from indexing.elastic.writer import write
from indexing.errors import SearchError
from indexing.options import EngineOptions
from indexing.query import SearchQuery
from indexing.results import ApplyReport, Health, SearchResults, Suggestion
from indexing.typos import Spelling

SCHEDULES_A_PAGE = 5_000


class ElasticEngine:
    """Indices of one prefix on the cluster at `url`, shared by any number of processes that read and write."""

    def __init__(self, url: str, options: EngineOptions) -> None:
        address = parse_address(url)
        self._client = connect(address, options)
        self._store = Store(self._client.options(request_timeout=WRITE_SECONDS), address.prefix, options)
        hasty = self._client.options(request_timeout=HEALTH_SECONDS, max_retries=1)
        self._watched = Store(hasty, address.prefix, options)
        self._alias = self._store.alias
        self._memory = WordMemory(self._client, self._alias)

    @translated()
    def search(self, query: SearchQuery) -> SearchResults:
        """See `Engine.search`."""
        return search.run(self._client, self._alias, self._memory, query)

    @translated()
    def suggest(self, prefix: str, limit: int = 8) -> list[Suggestion]:
        """See `Engine.suggest`."""
        return suggest.run(self._client, self._alias, prefix, limit)

    @translated()
    def spellings(self, words: Sequence[str]) -> Mapping[str, Spelling]:
        """See `Engine.spellings`."""
        return self._memory.spellings(words)

    @translated()
    def schedules(self) -> frozenset[str]:
        """See `Engine.schedules`."""
        return frozenset(self._schedules())

    @translated()
    def versions(self) -> dict[str, int]:
        """See `Engine.versions`."""
        hits = paging.every_hit(self._client, self._alias, {"_source": False, "version": True})
        return {hit["_id"]: hit["_version"] for hit in hits}

    @translated()
    def apply(self, documents: Iterable[Document], deletions: Sequence[str] = ()) -> ApplyReport:
        """See `Engine.apply`."""
        self._store.ensure()
        report = write(self._store.client, self._alias, documents, deletions)
        self._store.client.indices.refresh(index=self._alias)
        return report

    def new_generation(self) -> ElasticGeneration:
        """See `Engine.new_generation`. Also clears away what a crash left behind a day ago."""
        with translated():
            self._store.clean()
        return ElasticGeneration(self._store)

    def health(self) -> Health:
        """See `Engine.health`: what Elasticsearch says of the current generation."""
        name = ""
        client = self._watched.client
        try:
            with translated():
                name = self._watched.current()
                self._watched.readable()
                told = client.cluster.health(index=name)
                documents = client.count(index=name)["count"]
        except SearchError as error:
            return Health("red", 0, name, str(error))
        missing = told["unassigned_shards"] + told["initializing_shards"]
        return Health(told["status"], documents, name, f"copies manquantes : {missing}" if missing else "")

    def _schedules(self) -> Iterator[str]:
        after: dict[str, Any] = {}
        while True:
            keys = {"size": SCHEDULES_A_PAGE, "sources": [{"schedule": {"terms": {"field": "schedule"}}}]}
            found = ask(self._client, self._alias, {"size": 0, "aggs": {"all": {"composite": keys | after}}})
            page = found["aggregations"]["all"]
            yield from (bucket["key"]["schedule"] for bucket in page["buckets"])
            if "after_key" not in page:
                return
            after = {"after": page["after_key"]}
