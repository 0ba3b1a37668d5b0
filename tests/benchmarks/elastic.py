"""The large engine beside the small one, and beside itself alone: the very questions we send it, by the plain client.

The machine is noisy, so everything compared is asked in turns within one run.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any
from unittest.mock import patch

from elasticsearch import Elasticsearch

from directory.database import utc_now
from directory.search.params import SearchParams
from directory.services import Services, open_services
from directory.settings import Settings
from indexing.elastic import asking, search
from tests.benchmarks.serving import Timing, answer_times, ask, gunicorn
from tests.elasticsearch.cluster import Cluster
from tests.elasticsearch.distribution import Unavailable, prepare

PREFIX = "brp-test-bench"
Question = dict[str, Any]  # what the plain client's `search` takes


@contextmanager
def server() -> Iterator[str]:
    """The address of `BRP_TEST_ELASTICSEARCH_URL`, else of a node of our own; "" where none can be had, saying why."""
    if given := os.environ.get("BRP_TEST_ELASTICSEARCH_URL"):
        yield given.rstrip("/")
        return
    try:
        prepare()
    except Unavailable as reason:
        print(f"Sans Elasticsearch, car aucun ne peut être lancé ici : {reason}")
        yield ""
        return
    with Cluster(heap="1g", fast=True) as cluster:
        yield cluster.urls[0]


def measure(
    url: str, embedded: dict[str, str], searches: Sequence[SearchParams], paths: Sequence[str], rounds: int
) -> dict[str, Any]:
    """Figures of the base of the environment `embedded` on the Elasticsearch at `url`; `paths` ask for `searches`."""
    environment = embedded | {"BRP_SEARCH_URL": f"{url}/{PREFIX}"}
    services = open_services(Settings.from_environment(environment))
    before = time.perf_counter()
    services.index_sync.rebuild()
    rebuild_seconds = time.perf_counter() - before
    asked = [questions(services, params) for params in searches]
    client = Elasticsearch(url)
    ours: list[float] = []
    theirs: list[float] = []
    small: list[float] = []
    empty: list[float] = []
    try:
        with (
            gunicorn("directory.wsgi:app", environment) as (large_port, _),
            gunicorn("directory.wsgi:app", embedded) as (small_port, _),
            gunicorn("tests.benchmarks.empty_app:app", {}) as (empty_port, _),
        ):
            for port in (large_port, small_port):
                ask(port, paths, 4)  # Java compiles what runs often, and all files are read
            for _ in range(rounds):
                ours += answer_times(large_port, paths)
                theirs += replay(client, asked)
                small += answer_times(small_port, paths)
                empty += answer_times(empty_port, ["/healthz"] * len(paths))
    finally:
        client.indices.delete(index=list(client.indices.get_alias(index=f"{PREFIX}-*")))
    return {
        "rebuild_seconds": round(rebuild_seconds, 2),
        "requests_a_search": round(sum(map(len, asked)) / len(asked), 2),
        "http": _timing(ours, len(paths)),
        "raw_search": _timing(theirs, len(paths)),
        "http_embedded": _timing(small, len(paths)),
        "empty": _timing(empty, len(paths)),
    }


def questions(services: Services, params: SearchParams) -> list[Question]:
    """What our engine asks Elasticsearch to answer `params`, but for what it wants to know of the words first."""
    sent: list[Question] = []

    def noting(client: Elasticsearch, index: str, body: dict[str, Any], preference: str | None = None) -> Any:
        sent.append({"index": index, "body": body, "preference": preference, "search_type": asking.WHOLE})
        return asking.ask(client, index, body, preference)

    with patch.object(search, "ask", noting):
        services.finder.find(params, utc_now())
    return sent


def replay(client: Elasticsearch, asked: Sequence[Sequence[Question]]) -> list[float]:
    """Seconds that the questions of each search take."""
    seconds = []
    for several in asked:
        before = time.perf_counter()
        for question in several:
            client.search(**question)
        seconds.append(time.perf_counter() - before)
    return seconds


def _timing(seconds: list[float], questions: int) -> dict[str, float]:
    """The timing of rounds of so many questions; `best` is the p50 of the fastest round of each: least noise."""
    best = [min(seconds[number::questions]) for number in range(questions)]
    return asdict(Timing.of(seconds, sum(seconds))) | {"best": Timing.of(best, sum(best)).p50}


def ratios(measured: dict[str, Any], embedded_rebuild_seconds: float) -> dict[str, float]:
    """Ours ÷ the parts alone. The target is that of the issue « The same answers on Elasticsearch and PostgreSQL »."""
    parts = {name: measured["raw_search"][name] + measured["empty"][name] for name in ("p50", "p95", "best")}
    http, small = measured["http"], measured["http_embedded"]
    return {
        "Elasticsearch: HTTP p50 ÷ (_search + empty Flask) p50 (≤ 1.3)": round(http["p50"] / parts["p50"], 2),
        "Elasticsearch: HTTP p95 ÷ (_search + empty Flask) p95": round(http["p95"] / parts["p95"], 2),
        "Elasticsearch: the same p50 of the fastest rounds": round(http["best"] / parts["best"], 2),
        "HTTP p50, embedded ÷ Elasticsearch": round(small["p50"] / http["p50"], 2),
        "rebuild, embedded ÷ Elasticsearch": round(embedded_rebuild_seconds / measured["rebuild_seconds"], 2),
    }
