"""A record copied whole, from either database to the other."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from directory.copying import copy_record
from directory.database import Base, Database
from directory.errors import BrpError
from directory.resources.models import IndexQueueEntry, Organisation, Resource, ResourceCategory, ResourceCoverage
from tests import postgresql as postgresql_server
from tests.browser.server import brp

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database, on SQLite then on PostgreSQL."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path}/target.sqlite3")
        yield database
        database.engine.dispose()
        return
    with postgresql_server.new_database(request.getfixturevalue("postgresql")) as url:
        database = Database(url)
        yield database
        database.engine.dispose()


def fill(database: Database, resources: int = 3) -> None:
    with database.transaction() as session:
        session.add(Organisation(id="o1", name="Épicerie « L’Étal »", source="t", external_id="o1", networks=["anru"]))
        session.flush()
        for number in range(resources):
            session.add(
                Resource(
                    id=f"r{number}",
                    slug=f"colis-{number}",
                    organisation_id="o1",
                    name="Colis",
                    source="t",
                    external_id=f"r{number}",
                    latitude=44.0175,
                    closures=[{"from": "2026-08-01", "to": "2026-08-16", "reason": "congés d’été"}],
                    verified_on=NOW.date(),
                    updated_at=NOW,
                    category_rows=[ResourceCategory(category="se-loger")],
                    coverage_rows=[ResourceCoverage(territory_id="france")],
                )
            )
            session.add(IndexQueueEntry(resource_id=f"r{number}", queued_at=NOW))


def rows(database: Database) -> dict[str, list[dict[str, Any]]]:
    with database.reading() as session:
        return {
            table.name: [dict(row) for row in session.execute(sa.select(table).order_by(*table.primary_key)).mappings()]
            for table in Base.metadata.sorted_tables
        }


def nothing(_table: str, _rows: int) -> None:
    """For who looks at no progress."""


def test_every_row_arrives_equal(database: Database, target: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("directory.copying.BATCH", 2)
    fill(database)
    progress: list[tuple[str, int]] = []
    counts = copy_record(database, target, lambda table, count: progress.append((table, count)))
    assert rows(target) == rows(database)
    assert counts["resource"] == counts["index_queue"] == 3
    assert [count for table, count in progress if table == "resource"] == [2, 1]
    assert target.is_current()


def test_the_copy_goes_on_numbering_where_the_original_stopped(database: Database, target: Database) -> None:
    fill(database)
    copy_record(database, target, nothing)
    with target.transaction() as session:
        session.add(IndexQueueEntry(resource_id="r0"))
    assert len(rows(target)["index_queue"]) == 4


def test_an_empty_record_is_copied_too(database: Database, target: Database) -> None:
    assert set(copy_record(database, target, nothing).values()) == {0}
    fill(target)
    assert len(rows(target)["index_queue"]) == 3


def test_a_database_in_service_is_never_written_over(database: Database, target: Database) -> None:
    fill(database)
    target.upgrade()
    fill(target, resources=1)
    with pytest.raises(BrpError, match="pas vide"):
        copy_record(database, target, nothing)
    assert len(rows(target)["resource"]) == 1


def test_a_copy_that_fails_on_the_way_leaves_nothing(
    database: Database, target: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(database)

    def fail(table: str, _rows: int) -> None:
        if table == "resource":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_record(database, target, fail)
    assert not any(rows(target).values())
    assert copy_record(database, target, nothing)["resource"] == 3


def test_what_changes_during_the_copy_is_not_in_it(database: Database, target: Database) -> None:
    fill(database)

    def meanwhile(table: str, _rows: int) -> None:
        if table == "organisation":
            with database.transaction() as session:
                session.add(IndexQueueEntry(resource_id="new"))

    assert copy_record(database, target, meanwhile)["index_queue"] == len(rows(target)["index_queue"])


def test_a_record_that_waits_for_a_migration_is_not_copied(empty_database: Database, target: Database) -> None:
    with pytest.raises(BrpError, match="brp db upgrade"):
        copy_record(empty_database, target, nothing)


def test_a_table_this_program_does_not_know_is_not_left_behind(database: Database, target: Database) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE added_by_hand (id INTEGER)")
    try:
        with pytest.raises(BrpError, match="added_by_hand"):
            copy_record(database, target, nothing)
    finally:
        with database.engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE added_by_hand")


def test_a_text_too_long_for_postgresql_is_told(tmp_path: Path, postgresql: str) -> None:
    source = Database(f"sqlite:///{tmp_path}/source.sqlite3")
    source.upgrade()
    fill(source)
    with source.transaction() as session:
        session.get_one(Resource, "r1").name = "x" * 400  # SQLite does not mind
    with postgresql_server.new_database(postgresql) as url:
        target = Database(url)
        with pytest.raises(BrpError, match="la table resource"):
            copy_record(source, target, nothing)
        target.engine.dispose()
    source.engine.dispose()


def test_the_command_copies_and_counts(tmp_path: Path) -> None:
    source = Database(f"sqlite:///{tmp_path}/source.sqlite3")
    source.upgrade()
    fill(source)
    source.engine.dispose()
    command = [*brp(), "db", "copy", "--to", f"sqlite:///{tmp_path}/copy.sqlite3"]
    environment = {**os.environ, "BRP_DATABASE_URL": f"sqlite:///{tmp_path}/source.sqlite3"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert "resource 3" in done.stdout
    again = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert again.returncode == 2
    assert again.stderr.startswith("brp : la base d’arrivée n’est pas vide")


def test_a_target_that_does_not_answer_is_one_clear_message_without_its_password(tmp_path: Path) -> None:
    source = Database(f"sqlite:///{tmp_path}/source.sqlite3")
    source.upgrade()
    source.engine.dispose()
    environment = {
        **os.environ,
        "BRP_DATABASE_URL": f"sqlite:///{tmp_path}/source.sqlite3",
        "BRP_COPY_TO": "postgresql://brp:hidden@127.0.0.1:9/brp?connect_timeout=1",
    }
    done = subprocess.run([*brp(), "db", "copy"], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "ne répond pas" in done.stderr
    assert "hidden" not in done.stderr
    assert "Traceback" not in done.stderr
