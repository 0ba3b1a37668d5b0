"""Elasticsearch with passwords: who may enter, what the role of `docs/elasticsearch-role.json` allows, what is told."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from indexing.engine import Engine, open_engine
from indexing.errors import SearchUnavailable
from indexing.options import EngineOptions
from tests.conftest import elasticsearch_cluster
from tests.contract.documents import ask, document, holds
from tests.elasticsearch.cluster import Node

ROLE = json.loads((Path(__file__).resolve().parents[2] / "docs" / "elasticsearch-role.json").read_text())
SUPERUSER_PASSWORD = "s3cret-of-elastic"
PASSWORD = "pässwört:/@,%s3cret"
USER = "brp-user"


@dataclass(frozen=True)
class Secured:
    """A node with passwords, a user with the role, and a key with the same rights."""

    node: Node
    api_key: str

    @property
    def host(self) -> str:
        """Host and port."""
        return self.node.url.removeprefix("http://")

    def url(self, password: str = PASSWORD, user: str = USER) -> str:
        """The address with credentials."""
        return f"http://{quote(user, safe='')}:{quote(password, safe='')}@{self.host}/brp"


@pytest.fixture(scope="module")
def secured() -> Iterator[Secured]:
    with elasticsearch_cluster(password=SUPERUSER_PASSWORD) as cluster:
        node = cluster.nodes[0]
        node.ask("/_security/role/brp", "PUT", ROLE)
        node.ask(f"/_security/user/{USER}", "PUT", {"password": PASSWORD, "roles": ["brp"]})
        key = node.ask("/_security/api_key", "POST", {"name": "brp", "role_descriptors": {"brp": ROLE}})
        node.ask("/others/_doc/1?refresh", "PUT", {"secret": "of others"})
        yield Secured(node, key["encoded"])


@pytest.fixture(params=["user and password", "key"])
def engine(request: pytest.FixtureRequest, secured: Secured) -> Engine:
    if request.param == "key":
        return open_engine(f"{secured.node.url}/brp", EngineOptions(api_key=secured.api_key))
    return open_engine(secured.url())


def as_user(secured: Secured, method: str, path: str, body: object = None) -> int:
    """The HTTP status of a request of the index user."""
    return httpx.request(method, f"{secured.node.url}{path}", json=body, auth=(USER, PASSWORD), timeout=30).status_code


def test_the_role_is_enough_for_all_the_engine_does(engine: Engine) -> None:
    generation = engine.new_generation()
    generation.apply([document("Un", cost="gratuit", schedule="Mo"), document("Deux")])
    generation.activate(2)
    holds(engine, document("Trois"))
    engine.apply([], [document("Deux").id])
    assert sorted(ask(engine, facets=("cost",)).names) == ["Trois", "Un"]
    assert ask(engine, "trosi").names == ["Trois"]
    assert [found.label for found in engine.suggest("tro")] == ["Trois"]
    assert (engine.schedules(), len(engine.versions())) == ({"Mo"}, 2)
    assert (engine.health().status, engine.health().documents) == ("green", 2)
    engine.new_generation().discard()
    following = engine.new_generation()
    following.activate(0)
    assert engine.health().generation == following.name


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/others/_search", None),
        ("GET", "/others/_doc/1", None),
        ("PUT", "/others/_doc/2", {"a": 1}),
        ("DELETE", "/others", None),
        ("PUT", "/another", {}),
        ("POST", "/_aliases", {"actions": [{"add": {"index": "others", "alias": "brp-stolen"}}]}),
        ("PUT", "/_cluster/settings", {"persistent": {"action.auto_create_index": "false"}}),
        ("GET", "/_cluster/state", None),
        ("GET", "/_nodes", None),
        ("GET", "/_security/user", None),
        ("PUT", "/_security/user/other", {"password": "s3cret-s3cret", "roles": ["superuser"]}),
        ("PUT", "/_index_template/all", {"index_patterns": ["*"]}),
    ],
)
def test_the_role_opens_no_other_door(secured: Secured, method: str, path: str, body: object) -> None:
    assert as_user(secured, method, path, body) == 403


def test_the_role_does_not_even_see_other_indices(secured: Secured) -> None:
    found = httpx.get(f"{secured.node.url}/*/_search", auth=(USER, PASSWORD), timeout=30)
    assert "of others" not in found.text


def test_wrong_or_missing_credentials_give_one_clear_message(secured: Secured) -> None:
    for engine in (
        open_engine(secured.url("wrong-s3cret")),
        open_engine(f"{secured.node.url}/brp"),
        open_engine(f"{secured.node.url}/brp", EngineOptions(api_key="d3Jvbmc6czNjcmV0")),
    ):
        for asked in (lambda engine=engine: ask(engine, "aide"), engine.new_generation, lambda e=engine: e.apply([])):
            with pytest.raises(SearchUnavailable, match="BRP_SEARCH_URL") as refusal:
                asked()
            assert "\n" not in str(refusal.value)
            assert "s3cret" not in str(refusal.value)
        health = engine.health()
        assert (health.status, health.documents) == ("red", 0)
        assert "BRP_SEARCH_API_KEY" in health.detail


def test_a_user_without_the_role_is_told_which_one_is_missing(secured: Secured) -> None:
    secured.node.ask("/_security/user/nobody", "PUT", {"password": PASSWORD, "roles": []})
    with pytest.raises(SearchUnavailable, match=r"elasticsearch-role\.json"):
        ask(open_engine(secured.url(user="nobody")), "aide")


def test_no_secret_is_in_a_log_an_error_or_a_representation(secured: Secured, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    told: list[str] = []
    for url in (secured.url(), secured.url("wrong-s3cret"), f"http://{USER}:wrong-s3cret@127.0.0.1:1/brp"):
        engine = open_engine(url, EngineOptions())
        told += [repr(engine), repr(vars(engine)), engine.health().detail]
        try:
            ask(engine, "aide")
        except SearchUnavailable as error:
            told += [str(error), repr(error), repr(error.__cause__)]
    told.append(repr(EngineOptions(api_key=secured.api_key)))
    everything = "\n".join([*told, *(record.getMessage() for record in caplog.records)])
    assert caplog.records
    for secret in ("s3cret", quote(PASSWORD, safe=""), secured.api_key):
        assert secret not in everything
