"""Elasticsearch with passwords and TLS: who may enter, what `docs/elasticsearch-role.json` allows, what is told."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

from directory.database import Database
from indexing.engine import Engine, open_engine
from indexing.errors import SearchUnavailable
from indexing.options import EngineOptions
from tests.contract.documents import ask, document, holds
from tests.elasticsearch import certificates
from tests.elasticsearch.secured import PASSWORD, USER, Secured


@pytest.fixture(params=["user and password", "key"])
def engine(request: pytest.FixtureRequest, secured: Secured) -> Engine:
    if request.param == "key":
        return secured.open(f"{secured.node.url}/brp", secured.api_key)
    return secured.open(secured.url())


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
    assert secured.ask(method, path, body).status_code == 403


def test_the_role_does_not_even_see_other_indices(secured: Secured) -> None:
    assert "of others" not in secured.ask("GET", "/*/_search").text


def test_wrong_or_missing_credentials_give_one_clear_message(secured: Secured) -> None:
    for engine in (
        secured.open(secured.url("wrong-s3cret")),
        secured.open(f"{secured.node.url}/brp"),
        secured.open(f"{secured.node.url}/brp", "d3Jvbmc6czNjcmV0"),
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
        ask(secured.open(secured.url(user="nobody")), "aide")


@pytest.fixture(params=["no authority", "another authority", "another name", "no TLS on that side"])
def distrusted(request: pytest.FixtureRequest, secured: Secured, tmp_path: Path) -> tuple[str, str]:
    """An address and an authority (its file) that do not make a trusted connection."""
    own = str(secured.node.ca_file)
    match request.param:
        case "no authority":
            return secured.url(), ""
        case "another authority":
            return secured.url(), str(certificates.make(tmp_path))
        case "another name":
            return secured.url().replace("127.0.0.1", "localhost"), own
        case _:
            return f"https://127.0.0.1:{secured.node.transport_port}/brp", own


def test_without_trust_nothing_is_sent_and_one_message_names_the_setting(distrusted: tuple[str, str]) -> None:
    url, ca_file = distrusted
    engine = open_engine(url, EngineOptions(ca_file=ca_file))
    for asked in (lambda: ask(engine, "aide"), lambda: engine.apply([document("Un")]), engine.new_generation):
        with pytest.raises(SearchUnavailable, match="BRP_SEARCH_CA") as refusal:
            asked()
        assert "\n" not in str(refusal.value)
        assert not any(secret in str(refusal.value) for secret in ("s3cret", "localhost", "127.0.0.1"))
    health = engine.health()
    assert (health.status, "BRP_SEARCH_CA" in health.detail) == ("red", True)


def test_a_command_that_cannot_trust_says_so_without_a_stack_trace(secured: Secured, tmp_path: Path) -> None:
    environment = {"BRP_DATABASE_URL": f"sqlite:///{tmp_path}/brp.sqlite3", "BRP_SEARCH_URL": secured.url()}
    Database(environment["BRP_DATABASE_URL"]).upgrade()
    command = [str(Path(sys.executable).with_name("brp")), "index", "rebuild"]
    refused = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)
    assert (refused.returncode != 0, "BRP_SEARCH_CA" in refused.stderr) == (True, True)
    assert len(refused.stderr.splitlines()) == 1, refused.stderr


def test_no_secret_is_in_a_log_an_error_or_a_representation(secured: Secured, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    told: list[str] = []
    urls = (secured.url(), secured.url("wrong-s3cret"), f"http://{USER}:wrong-s3cret@127.0.0.1:1/brp")
    for engine in (*map(secured.open, urls[:2]), *map(open_engine, urls)):
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
