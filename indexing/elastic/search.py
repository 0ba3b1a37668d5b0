"""One search: no wider a question than is needed; usually one request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zlib import crc32

from elasticsearch import Elasticsearch

from indexing.alike import MODELS, completed, traits_of
from indexing.clauses import TextPlan
from indexing.elastic import paging
from indexing.elastic.alike import alike_body
from indexing.elastic.asking import ask
from indexing.elastic.hits import hits_of
from indexing.elastic.query_builder import Step, facets_of, search_body
from indexing.elastic.vocabulary import WordMemory
from indexing.plan import asks_nothing, worth_taking
from indexing.query import SearchQuery
from indexing.results import Hit, SearchResults


def run(client: Elasticsearch, index: str, memory: WordMemory, query: SearchQuery) -> SearchResults:
    """Answers `query` from `index`."""
    plan = memory.plan(query.text, query.readings)
    if not plan.units and not asks_nothing(query.text, query.readings):
        return SearchResults(0, (), {name: {} for name in query.facets}, query.radii[0])
    return _Search(client, index, query, plan).results()


class _Search:
    """The steps of one search, asked in their order."""

    def __init__(self, client: Elasticsearch, index: str, query: SearchQuery, plan: TextPlan) -> None:
        self.client = client
        self.index = index
        self.query = query
        self.plan = plan
        radii = query.radii
        every, *fewer = plan.stages or (0,)
        parts = 0 in fewer
        wider = [Step(every, radius, parts) for radius in radii[1:]]
        self.steps = [Step(every, radii[0]), *wider, *(Step(least, radii[-1], parts) for least in fewer)]
        self.first = self._ask(self.steps[0], [radius for radius in radii[1:] if radius is not None])
        self.totals = {self.steps[0]: _total(self.first)}
        self.totals |= {step: self.first["aggregations"][f"within {step.radius_km}"]["doc_count"] for step in wider}

    def results(self) -> SearchResults:
        """The first step after which the next one is not worth taking."""
        step = self.steps[0]
        answer: dict[str, Any] | None = self.first
        for wider in self.steps[1:]:
            if not worth_taking(self.plan, wider.at_least, self.totals[step]):
                break
            step, answer = wider, None
            if step not in self.totals:
                answer = self._ask(step)
                self.totals[step] = _total(answer)
        return self._results(step, answer or self._ask(step))

    def _ask(self, step: Step, wider: list[float] | tuple[()] = ()) -> dict[str, Any]:
        return ask(self.client, self.index, search_body(self.query, self.plan, step, wider), preference(self.query))

    def _results(self, step: Step, answer: Mapping[str, Any]) -> SearchResults:
        query = self.query
        hits = answer["hits"]["hits"]
        if query.limit and not hits and query.offset < _total(answer):
            hits = paging.walk(self.client, self.index, search_body(query, self.plan, step), query, preference(query))
        shown = hits_of(hits, query, self.plan)
        return SearchResults(
            total=_total(answer),
            hits=shown,
            facets=facets_of(query, answer.get("aggregations", {})),
            radius_km=step.radius_km,
            did_you_mean=self.plan.did_you_mean,
            alike=self._alike(shown, _total(answer), step.radius_km),
        )

    def _alike(self, hits: tuple[Hit, ...], total: int, radius_km: float | None) -> tuple[Hit, ...]:
        query = self.query
        count = completed(query, total)
        if not count:
            return ()
        traits = traits_of(hit.card for hit in hits[:MODELS])
        body = alike_body(query, traits, radius_km, [hit.id for hit in hits], count)
        found = ask(self.client, self.index, body, preference(query))["hits"]["hits"]
        return hits_of(found, query, TextPlan())


def preference(query: SearchQuery) -> str:
    """Equal for the pages of one search, so that the same copies of the index answer them all."""
    return f"search-{crc32(repr((query.text, query.place)).encode(errors='replace'))}"


def _total(answer: Mapping[str, Any]) -> int:
    return int(answer["hits"]["total"]["value"])
