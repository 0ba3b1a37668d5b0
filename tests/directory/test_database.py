"""The record's database: migrations, moments, and the one way to write."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.util import CommandError

from directory.database import Base, Database
from directory.resources.models import (
    IndexQueueEntry,
    Organisation,
    Resource,
    ResourceCategory,
    ResourceCoverage,
    plain,
)
from directory.search.models import SearchLogRow

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


def fill(database: Database) -> None:
    """One row in each table, with what databases are known to treat differently."""
    with database.transaction() as session:
        session.add(
            Organisation(id="o1", name="Épicerie « L’Étal »", source="test", external_id="o1", networks=["anru"])
        )
        session.add(
            Resource(
                id="r1",
                slug="colis-r1",
                organisation_id="o1",
                name="Colis",
                source="test",
                external_id="r1",
                latitude=44.0175,
                closures=[{"from": "2026-08-01", "to": "2026-08-16", "reason": "congés"}],
                updated_at=NOW,
                category_rows=[
                    ResourceCategory(category="se-loger"),
                    ResourceCategory(category="se-soigner", position=1),
                ],
                coverage_rows=[ResourceCoverage(territory_id="france")],
            )
        )
        session.add(IndexQueueEntry(resource_id="r1"))
        session.add(
            SearchLogRow(
                day=NOW.date(), hour=9, query="loyer …", understood="", place="", filters="", searches=1, few=0
            )
        )


def tables(database: Database) -> set[str]:
    return set(sa.inspect(database.engine).get_table_names())


def test_the_migrations_build_exactly_what_the_models_say(database: Database) -> None:
    try:
        command.check(database.alembic_config())
    except CommandError as error:
        pytest.fail(str(error))
    assert database.is_current()


def test_an_empty_database_is_not_current(empty_database: Database) -> None:
    assert not empty_database.is_current()


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    fill(database)
    database.upgrade()
    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Resource)) == 1


def test_every_migration_goes_down_and_up_again_on_filled_data(empty_database: Database) -> None:
    empty_database.upgrade()
    fill(empty_database)
    command.downgrade(empty_database.alembic_config(), "base")
    assert tables(empty_database) <= {"alembic_version"}
    empty_database.upgrade()
    assert set(Base.metadata.tables) <= tables(empty_database)
    fill(empty_database)


def test_what_is_stored_is_read_back_equal(database: Database) -> None:
    fill(database)
    with database.reading() as session:
        resource = session.get_one(Resource, "r1")
        assert resource.categories == ["se-loger", "se-soigner"]
        assert resource.coverage == ["france"]
        assert resource.closures == [{"from": "2026-08-01", "to": "2026-08-16", "reason": "congés"}]
        assert resource.latitude == 44.0175
        assert resource.organisation.name == "Épicerie « L’Étal »"
        assert resource.organisation.networks == ["anru"]
        assert plain(resource)["updated_at"] == NOW


def test_a_moment_comes_back_in_utc_whatever_zone_it_went_in(database: Database) -> None:
    fill(database)
    reunion = timezone(timedelta(hours=4))
    with database.transaction() as session:
        session.get_one(Resource, "r1").updated_at = datetime(2026, 11, 25, 13, 30, tzinfo=reunion)
    with database.reading() as session:
        stored = session.get_one(Resource, "r1").updated_at
    assert stored == NOW
    assert stored.utcoffset() == timedelta(0)


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    fill(database)
    with pytest.raises(sa.exc.StatementError, match="time zone"), database.transaction() as session:
        session.get_one(Resource, "r1").updated_at = datetime(2026, 11, 25)  # noqa: DTZ001  (that is the point)


def test_a_transaction_that_fails_keeps_nothing(database: Database) -> None:
    def fail() -> None:
        with database.transaction() as session:
            session.add(IndexQueueEntry(resource_id="r1"))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with database.reading() as session:
        assert session.scalars(sa.select(IndexQueueEntry)).all() == []


def test_reading_forgets_what_it_changed(database: Database) -> None:
    fill(database)
    with database.reading() as session:
        session.get_one(Resource, "r1").name = "Autre"
    with database.reading() as session:
        assert session.get_one(Resource, "r1").name == "Colis"


def test_a_resource_of_no_organisation_is_refused(database: Database) -> None:
    with pytest.raises(sa.exc.IntegrityError), database.transaction() as session:
        session.add(Resource(id="r2", slug="r2", organisation_id="none", name="x", source="t", external_id="r2"))


def test_an_id_of_the_queue_is_never_used_twice(database: Database) -> None:
    fill(database)
    with database.transaction() as session:
        first = session.scalars(sa.select(IndexQueueEntry.id)).one()
        session.execute(sa.delete(IndexQueueEntry))
    with database.transaction() as session:
        session.add(IndexQueueEntry(resource_id="r1"))
    with database.reading() as session:
        assert session.scalars(sa.select(IndexQueueEntry.id)).one() > first


def test_a_reader_is_not_held_up_by_a_writer(database: Database) -> None:
    fill(database)
    with database.transaction() as writing:
        writing.get_one(Resource, "r1").name = "En cours"
        writing.flush()
        with database.reading() as session:
            assert session.get_one(Resource, "r1").name == "Colis"


def test_a_second_writer_waits_for_the_first(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/record.sqlite3")
    database.upgrade()
    fill(database)
    second_has_started = threading.Event()

    def second() -> None:
        second_has_started.set()
        with database.transaction() as session:
            session.get_one(Resource, "r1").version += 1

    with database.transaction() as session:
        thread = threading.Thread(target=second)
        thread.start()
        second_has_started.wait()
        session.get_one(Resource, "r1").version += 1
    thread.join()
    with database.reading() as session:
        assert session.get_one(Resource, "r1").version == 3
    database.engine.dispose()


def test_a_postgresql_address_uses_the_driver_we_install() -> None:
    assert Database("postgresql://someone@localhost/brp").url.drivername == "postgresql+psycopg"
