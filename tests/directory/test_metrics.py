"""What /metrics says, in one process and over the workers of gunicorn."""

from __future__ import annotations

from pathlib import Path
from urllib.request import urlopen

from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from directory.services import Services
from tests.browser.server import environment_of, serving
from tests.directory.conftest import ON_BOTH_DATABASES, Publish


def values(text: str) -> dict[str, float]:
    """Value by sample, as `name{label="value",…}`."""
    return {
        f"{sample.name}{sorted(sample.labels.items()) or ''}": sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def metrics(client: FlaskClient) -> dict[str, float]:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/plain; version=")
    return values(answer.get_data(as_text=True))


SEARCHES = "brp_search_seconds_count[('engine', 'tantivy'), ('outcome', '{}'), ('question', 'search')]"


@ON_BOTH_DATABASES
def test_they_tell_the_queue_and_the_engine(client: FlaskClient, services: Services, publish: Publish) -> None:
    publish("Épicerie")
    waiting = metrics(client)
    assert waiting["brp_index_queue_length"] == 1
    assert waiting["brp_read_resources"] == 0
    assert waiting["brp_search_engine_status"] == 0
    assert waiting["brp_database_up"] == 1
    services.listing_vectors.step()
    services.index_sync.drain()
    drained = metrics(client)
    assert drained["brp_index_queue_length"] == 0
    assert drained["brp_index_queue_age_seconds"] == 0
    assert drained["brp_search_engine_status"] == 2
    assert drained["brp_index_documents"] == drained["brp_published_resources"] == drained["brp_read_resources"] == 1


def test_they_count_searches_by_outcome_and_faults_by_status(
    client: FlaskClient, services: Services, publish: Publish
) -> None:
    before = metrics(client)
    client.get("/api/v1/resources")
    client.get("/recherche?q=permis")
    publish("Épicerie")
    services.index_sync.drain()
    client.get("/api/v1/categories")
    client.get("/fiches/nothing-here")
    after = metrics(client)

    def more(name: str) -> float:
        return after.get(name, 0) - before.get(name, 0)

    assert more(SEARCHES.format("failed")) >= 2
    assert more(SEARCHES.format("answered")) == 1
    assert more("brp_drained_documents_total[('outcome', 'applied')]") == 1
    assert more("brp_http_errors_total[('door', 'api'), ('status', '503')]") == 1
    assert more("brp_http_errors_total[('door', 'page'), ('status', '503')]") == 1
    assert more("brp_http_errors_total[('door', 'page'), ('status', '404')]") == 1


def test_what_comes_through_a_proxy_does_not_see_them(client: FlaskClient) -> None:
    answer = client.get("/metrics", headers={"X-Forwarded-For": "198.51.100.7"})
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_they_still_answer_without_the_database(client: FlaskClient, services: Services) -> None:
    database = client.application.extensions["brp"].database
    with services.database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    assert database.is_current() is False
    assert metrics(client)["brp_database_up"] == 0


def test_under_gunicorn_any_worker_answers_with_the_sums(services: Services, publish: Publish, tmp_path: Path) -> None:
    publish("Épicerie")
    services.index_sync.rebuild()
    with serving(environment_of(tmp_path), tmp_path / "serve.log", workers=3) as address:
        for _ in range(30):
            get(f"{address}/api/v1/categories")
        counted = {values(get(f"{address}/metrics"))[SEARCHES.format("answered")] for _ in range(6)}
    assert counted == {30.0}


def get(address: str) -> str:
    with urlopen(address) as answer:  # noqa: S310  # our own address
        return str(answer.read().decode())
