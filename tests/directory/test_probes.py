"""The probes: alive, ready, and what is wrong when it is not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from directory import create_app
from directory.services import Services
from directory.settings import Settings
from indexing.results import Health
from tests.directory.conftest import ON_BOTH_DATABASES, Publish


@ON_BOTH_DATABASES
def test_ready_tells_the_database_the_engine_and_the_queue(
    client: FlaskClient, services: Services, publish: Publish
) -> None:
    publish("Épicerie")
    services.index_sync.drain()
    assert client.get("/readyz").get_json() == {
        "status": "ready",
        "database": "ok",
        "search": {"status": "green", "documents": 1, "generation": services.engine.health().generation},
        "queue": {"length": 0, "oldest_seconds": None},
    }
    publish("Vestiaire")
    queue = client.get("/readyz").get_json()["queue"]
    assert queue["length"] == 1
    assert isinstance(queue["oldest_seconds"], float)


@pytest.mark.parametrize(("status", "code"), [("green", 200), ("yellow", 200), ("red", 503)])
def test_a_yellow_engine_answers_and_a_red_one_does_not(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, status: str, code: int
) -> None:
    engine = client.application.extensions["brp"].engine
    monkeypatch.setattr(type(engine), "health", lambda _engine: Health(status, 0, "g1"))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()["search"]["status"]) == (code, status)
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_database_without_its_tables_is_outdated(settings: Settings, services: Services) -> None:
    client = create_app(replace(settings, database_url=settings.database_url + ".empty")).test_client()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()["database"], answer.get_json()["queue"]) == (503, "outdated", None)


def test_a_database_that_does_not_answer_is_unreachable(settings: Settings) -> None:
    url = "postgresql://nobody@127.0.0.1:9/nothing?connect_timeout=1"
    client = create_app(replace(settings, database_url=url)).test_client()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()["database"]) == (503, "unreachable")
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_the_inside_asks_without_tls_even_where_the_public_must_use_it(settings: Settings, path: str) -> None:
    app = create_app(replace(settings, base_url="https://brp.example.fr", secret_key="k" * 32))
    assert app.test_client().get(path).status_code != 302
    assert app.test_client().get("/").status_code == 302


def test_behind_a_proxy_each_person_is_counted_apart(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("directory.public_api.LIMIT", "5 per minute")
    asked = "/api/v1/territories?q=montauban"

    def refused(proxies: str, last: str) -> bool:
        client = create_app(replace(settings, proxies=proxies)).test_client()
        proxy = {"REMOTE_ADDR": "203.0.113.1"}
        for _ in range(5):
            client.get(asked, environ_base=proxy, headers={"X-Forwarded-For": "198.51.100.7"})
        return client.get(asked, environ_base=proxy, headers={"X-Forwarded-For": last}).status_code == 429

    assert refused("1", last="198.51.100.7")
    assert not refused("1", last="198.51.100.8")
    assert refused("0", last="198.51.100.8")  # nobody may choose his own address


def test_the_probes_tell_alive_and_ready(client: FlaskClient, services: Services, publish: Publish) -> None:
    publish("Épicerie")
    services.index_sync.drain()
    assert client.get("/healthz").get_json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.get_json()["search"]["documents"] == 1


def test_a_service_without_an_index_is_alive_but_not_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()["status"]) == (503, "unavailable")
