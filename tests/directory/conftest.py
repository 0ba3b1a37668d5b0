"""A record and an index of its own for each test, a way to put listings into them, and both databases."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from directory import create_app
from directory.database import Base, Database
from directory.resources.schemas import OrganisationSchema, ResourceSchema
from directory.resources.status import Status
from directory.resources.store import Incoming, save
from directory.services import Services, open_services
from directory.settings import Settings
from directory.territories.gazetteer import Gazetteer, load_gazetteer
from tests import postgresql as postgresql_server
from tests.conftest import skip_or_fail

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)  # a Wednesday, 10:30 in Paris
Publish = Callable[..., str]
ON_BOTH_DATABASES = pytest.mark.parametrize("record_url", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.fixture
def record_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of an empty record: on SQLite, unless the test takes `ON_BOTH_DATABASES`."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return f"sqlite:///{tmp_path}/brp.sqlite3"
    database = request.getfixturevalue("postgresql_record")
    _empty(database)
    return str(database.url.render_as_string(hide_password=False))


@pytest.fixture
def settings(record_url: str, tmp_path: Path) -> Settings:
    return Settings(database_url=record_url, search_url=f"tantivy:{tmp_path}/index")


@pytest.fixture
def services(settings: Settings) -> Iterator[Services]:
    parts = open_services(settings)
    parts.database.upgrade()
    yield parts
    parts.database.engine.dispose()


@pytest.fixture
def publish(services: Services) -> Publish:
    """Saves a listing: `publish("Épicerie solidaire", commune_code="82037")` returns its id. `status` may be given."""

    def save_one(
        name: str, *, organisation: str = "Association", status: Status = Status.PUBLISHED, **values: Any
    ) -> str:
        raw = {"external_id": name, "name": name, "categories": ["se-loger"], **values}
        incoming = Incoming(
            "test",
            OrganisationSchema().load({"external_id": organisation, "name": organisation}),
            ResourceSchema(services.gazetteer).load(raw),
        )
        with services.database.transaction() as session:
            save(session, [incoming], status=status, now=NOW)
        return incoming.resource_id

    return save_one


@pytest.fixture
def client(settings: Settings, services: Services) -> Iterator[FlaskClient]:
    """A client of the application over the same record and index as `services`."""
    app = create_app(settings)
    app.config["RATELIMIT_ENABLED"] = False
    yield app.test_client()
    app.extensions["brp"].search_log.flush()
    app.extensions["brp"].database.engine.dispose()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """URL of a PostgreSQL server where databases can be created: `BRP_TEST_POSTGRESQL_URL`, else one of our own."""
    if url := os.environ.get("BRP_TEST_POSTGRESQL_URL"):
        yield str(Database(url).url.render_as_string(hide_password=False))
        return
    binaries = postgresql_server.find_binaries()
    if binaries is None:
        skip_or_fail("PostgreSQL not found: install it, or set BRP_TEST_POSTGRESQL_URL")
    with postgresql_server.server(binaries) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without any table, on SQLite then on PostgreSQL."""
    if request.param == "sqlite":
        with _opened(f"sqlite:///{tmp_path}/record.sqlite3") as database:
            yield database
    else:
        with postgresql_server.new_database(request.getfixturevalue("postgresql")) as url, _opened(url) as database:
            yield database


@pytest.fixture(scope="session")
def postgresql_record(postgresql: str) -> Iterator[Database]:
    """A record on PostgreSQL, migrated once for all tests."""
    with postgresql_server.new_database(postgresql) as url, _opened(url) as database:
        database.upgrade()
        yield database


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty record, on SQLite then on PostgreSQL. A test that changes the schema takes `empty_database`."""
    if request.param == "sqlite":
        with _opened(f"sqlite:///{tmp_path}/record.sqlite3") as database:
            database.upgrade()
            yield database
    else:
        database = request.getfixturevalue("postgresql_record")
        _empty(database)
        yield database


def _empty(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql(f"TRUNCATE {', '.join(Base.metadata.tables)} RESTART IDENTITY")


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.engine.dispose()
