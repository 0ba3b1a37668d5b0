"""The same listings, put into SQLite and into PostgreSQL, give the same account, the same lists, the same answers."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from directory import create_app
from directory.exchange import formats, importer
from directory.exchange.listings import ReadOptions
from directory.exchange.progress import Progress
from directory.resources import browsing, seeding
from directory.resources.status import Status
from directory.services import Services
from directory.taxonomy.vocabulary import vocabulary
from directory.territories.geocoding import Geocoder
from tests import postgresql as postgresql_server
from tests.operations.conftest import environment_of, opened

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
Both = tuple[Services, Services]


@pytest.fixture(scope="module")
def both(postgresql: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """Two empty bases: the record on SQLite, and on PostgreSQL."""
    folder = tmp_path_factory.mktemp("both")
    with (
        postgresql_server.new_database(postgresql) as url,
        opened(environment_of(f"sqlite:///{folder}/brp.sqlite3", f"tantivy:{folder}/small")) as small,
        opened(environment_of(url, f"tantivy:{folder}/large")) as large,
    ):
        yield small, large


@pytest.fixture(scope="module")
def filled(both: Both) -> Both:
    """Both bases, seeded."""
    small, large = (seeding.seed(services.database, services.gazetteer, NOW) for services in both)
    assert small == large
    for services in both:
        services.index_sync.drain_all()
    return both


def same(both: Both, of: Callable[[Services], Any]) -> Any:
    """What `of` gives for each base, which must be equal."""
    small, large = map(of, both)
    assert small == large
    return small


def test_the_corpus_gives_the_same_account(filled: Both, shared_data: Path, tmp_path: Path) -> None:
    files = sorted((shared_data / "dev-corpus").glob("*.json"))

    def imported(services: Services) -> Any:
        account = importer.run(
            formats.read(formats.sort(files, "auto"), ReadOptions("")),
            services.database,
            services.gazetteer,
            Geocoder("http://127.0.0.1:9"),
            status=Status.PUBLISHED,
            dry_run=False,
            progress=Progress(io.StringIO()),
            now=NOW,
        )
        report = tmp_path / "report.json"
        account.write(report)
        account.close()
        services.index_sync.drain_all()
        return json.loads(report.read_text(encoding="utf-8"))

    assert same(filled, imported)["created"] > 2_000
    assert not any(services.index_sync.verify() for services in filled)


def test_the_record_tells_the_same_of_itself(filled: Both) -> None:
    def facts(services: Services) -> Any:
        with services.database.reading() as session:
            lists = [
                [resource.slug for resource in browsing.in_category(session, category, territories, page)]
                for category in vocabulary().categories
                for territories in ((), ("commune-82121", "departement-82", "france"))
                for page in (1, 2)
            ]
            counts = dict(browsing.count_by_category(session))
            return browsing.base_facts(session, NOW.date()), counts, lists

    _, counts, lists = same(filled, facts)
    assert len(counts) == 9
    assert any(lists)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/resources?q=permis&commune=82121",
        "/api/v1/resources?category=se-loger&sort=name&page_size=50",
        "/api/v1/resources?q=mission locale&open_at=2026-11-25T10:00",
        "/api/v1/categories?commune=82037",
        "/api/v1/suggest?q=miss",
    ],
)
def test_the_api_answers_the_same(filled: Both, path: str) -> None:
    answer = same(filled, lambda services: client(services).get(path).get_json())
    assert answer["items"]


def test_a_listing_is_read_the_same(filled: Both) -> None:
    (item,) = client(filled[0]).get("/api/v1/resources?page_size=1").get_json()["items"]
    assert same(filled, lambda services: client(services).get(f"/api/v1/resources/{item['id']}").get_json())
    assert same(filled, lambda services: client(services).get(f"/fiches/{item['slug']}").status_code) == 200


def client(services: Services) -> FlaskClient:
    """A client of the application over the very parts of `services`."""
    app = create_app(services.settings)
    app.extensions["brp"] = services
    return app.test_client()
