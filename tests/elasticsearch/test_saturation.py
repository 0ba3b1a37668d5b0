"""Elasticsearch that takes less than we send: it says 429, we slow down and send again; nothing is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from indexing.errors import SearchUnavailable
from indexing.results import ApplyReport
from tests.contract.documents import ask, document, holds
from tests.elasticsearch.cluster import Node
from tests.elasticsearch.secured import Secured

WRITERS = 8
EACH = 500  # documents of a writer: one request, of about 0.6 MB
LONG = "repas et logement " * 30


def refusals(node: Node) -> tuple[int, int]:
    """How often a full queue refused the documents of a request, and full memory a whole one."""
    (told,) = node.ask("/_nodes/stats/thread_pool,indexing_pressure")["nodes"].values()
    total = told["indexing_pressure"]["memory"]["total"]
    return told["thread_pool"]["write"]["rejected"], total["coordinating_rejections"]


def test_what_a_busy_server_refuses_is_sent_again_until_all_is_held(secured: Secured) -> None:
    engine = secured.open(secured.url())
    before = refusals(secured.node)
    generation = engine.new_generation()

    def write(writer: int) -> ApplyReport:
        return generation.apply(document(f"Aide {writer} {number}", description=LONG) for number in range(EACH))

    with ThreadPoolExecutor(WRITERS) as pool:
        reports = list(pool.map(write, range(WRITERS)))
    assert all(after > known for after, known in zip(refusals(secured.node), before, strict=True))
    assert [report.errors for report in reports if report.errors] == []
    assert [len(set(report.applied)) for report in reports] == [EACH] * WRITERS
    generation.activate(WRITERS * EACH)
    assert len(engine.versions()) == ask(engine).total == WRITERS * EACH


def test_a_server_that_stays_too_busy_is_unavailable_and_what_it_held_stays(
    secured: Secured, monkeypatch: pytest.MonkeyPatch
) -> None:
    holds(secured.open(secured.url()), document("Avant"))
    monkeypatch.setattr("indexing.elastic.client.RETRIES", 0)
    monkeypatch.setattr("indexing.elastic.writer.REFUSALS", 1)
    engine = secured.open(secured.url())
    with pytest.raises(SearchUnavailable, match="429"):
        engine.apply([document("Avant", version=2, description="trop " * 600_000)])
    assert engine.versions()[document("Avant").id] == 1
