"""Elasticsearch is killed in the middle of edits, and in the middle of a rebuild: nothing is lost."""

from __future__ import annotations

import random
import signal
from collections.abc import Iterator

import pytest

from directory import create_app
from directory.database import utc_now
from directory.errors import SearchUnavailable
from directory.search.params import SearchParams
from directory.services import Services
from tests import postgresql as postgresql_server
from tests.conftest import elasticsearch_cluster
from tests.elasticsearch.cluster import Node
from tests.operations.conftest import Environment, Worker, editors, environment_of, opened, until
from tests.operations.editing import LISTINGS, edit

EDITS = 1_000


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    """A server of our own, to kill."""
    with elasticsearch_cluster() as cluster:
        yield cluster.nodes[0]


@pytest.fixture
def environment(node: Node, postgresql: str, request: pytest.FixtureRequest) -> Iterator[Environment]:
    prefix = "brp-" + request.node.name.replace("_", "-")[:60]
    with postgresql_server.new_database(postgresql) as url:
        yield environment_of(url, f"{node.url}/{prefix}")


@pytest.fixture
def base(environment: Environment) -> Iterator[Services]:
    """A base whose listings are all in the index."""
    with opened(environment) as services:
        chance = random.Random(0)
        for _ in range(2 * LISTINGS):
            edit(services.database, chance)
        services.index_sync.rebuild()
        yield services


def restart(node: Node) -> None:
    node.start()
    node.wait("/_cluster/health?wait_for_status=yellow&timeout=1s")


def test_edits_go_on_without_the_engine_and_the_index_catches_up(
    base: Services, environment: Environment, node: Node
) -> None:
    with Worker(environment) as worker, editors(environment, 1, EDITS) as editing:
        until(lambda: worker.has_said("drained"))
        node.stop(signal.SIGKILL)
        try:
            until(lambda: worker.has_said("failed"))
            search_says_so_and_categories_can_be_browsed(base)
            assert editing[0].wait(timeout=300) == 0
            assert base.index_sync.status().queued > 0
        finally:
            restart(node)
        until(lambda: base.index_sync.status().queued == 0)
        assert worker.end(signal.SIGTERM) == 0
    assert not base.index_sync.verify()
    assert len(base.engine.versions()) == base.index_sync.status().published > 0
    assert base.engine.health().status != "red"


def search_says_so_and_categories_can_be_browsed(base: Services) -> None:
    client = create_app(base.settings).test_client()
    answer = client.get("/api/v1/resources?q=listing")
    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    page = client.get("/recherche?category=se-loger")
    assert page.status_code == 503
    assert "Listing 1" in page.get_data(as_text=True)
    ready = client.get("/readyz")
    assert (ready.status_code, ready.get_json()["search"]["status"]) == (503, "red")
    assert ready.get_json()["queue"]["length"] > 0
    assert "brp_search_engine_status 0.0" in client.get("/metrics").get_data(as_text=True)
    client.application.extensions["brp"].database.engine.dispose()


def test_a_rebuild_cut_short_leaves_the_index_in_service_and_can_be_run_again(
    base: Services, node: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("directory.search.rebuilding.PORTION", 50)
    before = base.engine.health().generation
    chance = random.Random(2)

    def kill(done: int, total: int) -> None:
        assert done < total
        for _ in range(20):
            edit(base.database, chance)
        node.stop(signal.SIGKILL)

    try:
        with pytest.raises(SearchUnavailable, match="l’ancien sert encore"):
            base.index_sync.rebuild(kill)
    finally:
        restart(node)
    assert base.engine.health().generation == before
    assert base.finder.find(SearchParams(q="listing"), utc_now()).total > 0
    assert base.index_sync.status().queued > 0
    base.index_sync.drain_all()
    assert not base.index_sync.verify()
    assert base.index_sync.rebuild() == base.index_sync.status().published
    assert base.engine.health().generation != before
    assert not base.index_sync.verify()
