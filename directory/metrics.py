"""What is counted and timed, for whoever watches over the service (Prometheus; docs/operations.md says what to watch).

Under gunicorn each process writes its numbers to files of a folder they share, and any of them answers with the sums.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    start_http_server,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

CONTENT_TYPE = CONTENT_TYPE_LATEST

SEARCH_SECONDS = Histogram(
    "brp_search_seconds",
    "Time the search engine took to answer, or to fail.",
    ["engine", "question", "outcome"],  # tantivy | elasticsearch, search | suggest, answered | failed
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
DRAINED = Counter("brp_drained_documents", "Resources the index was told of.", ["outcome"])  # applied, deleted, refused
ERRORS = Counter("brp_http_errors", "Answers that say a fault, by their status.", ["door", "status"])  # page | api


@contextmanager
def search_timed(engine: str, question: str) -> Iterator[None]:
    """Times what `engine` takes for `question`; an error counts as `failed` and goes on its way."""
    outcome = "failed"
    before = time.perf_counter()
    try:
        yield
        outcome = "answered"
    finally:
        SEARCH_SECONDS.labels(engine, question, outcome).observe(time.perf_counter() - before)


class Now(Collector):
    """What is true at this moment only, and for the service as a whole."""

    def __init__(self, *gauges: tuple[str, str, float]) -> None:
        self.gauges = gauges

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """One gauge for each (name, description, value)."""
        for name, description, value in self.gauges:
            yield GaugeMetricFamily(name, description, value)


def exposition(now: Now) -> bytes:
    """All metrics in Prometheus' text format."""
    counted, momentary = REGISTRY, CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
    momentary.register(now)
    return generate_latest(counted) + generate_latest(momentary)


def serve(host: str, port: int) -> None:
    """Answers with the metrics of this process, for one that has no web server of its own (the worker)."""
    start_http_server(port, host)
