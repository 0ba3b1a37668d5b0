"""Errors of the client, as the port tells them."""

from __future__ import annotations

import pytest

from indexing.elastic.faults import error_of
from indexing.engine import open_engine
from indexing.errors import SearchError, SearchUnavailable
from tests.contract.documents import ask, document

NOWHERE = "http://brp:s3cret@127.0.0.1:1/brp"  # nothing listens there


def test_a_server_that_does_not_answer_is_unavailable_and_its_health_is_red(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexing.elastic.client.RETRIES", 0)
    engine = open_engine(NOWHERE)
    for asked in (
        lambda: ask(engine, "aide"),
        lambda: engine.apply([document("Un")]),
        engine.new_generation,
        engine.versions,
        engine.schedules,
        lambda: engine.suggest("a"),
    ):
        with pytest.raises(SearchUnavailable, match="ne répond pas"):
            asked()
    health = engine.health()
    assert (health.status, health.documents) == ("red", 0)
    assert "s3cret" not in health.detail


def test_a_text_that_no_request_can_hold_is_an_error_of_the_port() -> None:
    with pytest.raises(SearchError, match="caractère"):
        ask(open_engine(NOWHERE), "aide \ud800")


@pytest.mark.parametrize(
    ("status", "body", "kind", "told"),
    [
        (401, {}, SearchUnavailable, "BRP_SEARCH_URL"),
        (403, {}, SearchUnavailable, "elasticsearch-role.json"),
        (404, {"error": {"type": "index_not_found_exception"}}, SearchUnavailable, "brp index rebuild"),
        (503, {"error": {"type": "x", "root_cause": [{"reason": "no shard"}]}}, SearchUnavailable, "no shard"),
        (400, {"error": {"type": "parsing_exception", "reason": "wrong"}}, SearchError, "400 : wrong"),
        (502, "<html>", SearchUnavailable, "502"),
    ],
)
def test_each_answer_becomes_one_error(status: int, body: object, kind: type[SearchError], told: str) -> None:
    error = error_of(status, body)
    assert type(error) is kind
    assert told in str(error)
