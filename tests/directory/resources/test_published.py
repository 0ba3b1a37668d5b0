"""Reading many published resources at once."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from directory.database import Database
from directory.resources import published as module
from directory.resources.models import Organisation, Resource
from directory.resources.published import published
from directory.resources.status import Status
from tests.directory.resources.listings import listing, save_all, stored


def test_a_resource_is_read_as_a_session_would_read_it(database: Database) -> None:
    item = listing(
        categories=["se-soigner", "se-loger"],
        coverage=["france", "commune-82121"],
        topics=["numerique"],
        closures=[{"from": "2026-08-01", "to": "2026-08-02", "reason": "congés"}],
        capacity_on=date(2026, 11, 1),
        latitude=44.0,
        longitude=1.3,
    )
    save_all(database, item)
    with database.reading() as session:
        (read,) = published(session)
    expected = stored(database, item)
    for column in module.READ:
        assert getattr(read, column.key) == getattr(expected, column.key), column.key
    assert read.categories == ["se-soigner", "se-loger"]
    assert read.coverage == ["commune-82121", "france"]
    assert (read.organisation.id, read.organisation.name) == (expected.organisation_id, "Entraide")


@pytest.mark.parametrize("chunk", [1, 2, 7, 1000])
def test_every_published_resource_comes_once_in_the_order_of_ids(
    database: Database, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(module, "CHUNK", chunk)
    items = [listing(f"L{number}") for number in range(7)]
    save_all(database, *items)
    save_all(database, listing("Brouillon"), status=Status.DRAFT)
    with database.reading() as session:
        assert [resource.id for resource in published(session)] == sorted(item.resource_id for item in items)


def test_only_the_published_ones_among_the_ids_asked_for_are_read(database: Database) -> None:
    one, two, draft = listing("Un"), listing("Deux"), listing("Brouillon")
    save_all(database, one, two)
    save_all(database, draft, status=Status.DRAFT)
    with database.reading() as session:
        read = list(published(session, [one.resource_id, draft.resource_id, "inconnu"]))
        assert list(published(session, [])) == []
    assert [resource.id for resource in read] == [one.resource_id]


def test_what_only_professionals_see_is_not_even_read(database: Database) -> None:
    save_all(database, listing(adviser_note="Demander Mme A.", contact_name="Mme A."))
    with database.reading() as session:
        (read,) = published(session)
    assert "Mme A." not in str(read.__dict__)


def test_what_was_read_cannot_be_changed_by_mistake(database: Database) -> None:
    save_all(database, listing())
    with database.reading() as session:
        (read,) = published(session)
    with pytest.raises(AttributeError):
        read.name = "Autre"


def test_memory_does_not_grow_with_the_number_of_resources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK", 200)
    database = Database(f"sqlite:///{tmp_path}/record.sqlite3")
    database.upgrade()
    organisation = {"id": "o", "name": "O", "source": "t", "external_id": "o"}
    rows = [
        {"slug": f"s{number}", "organisation_id": "o", "name": "N", "description": "mot " * 500, "status": "published"}
        | {"id": f"{number:06}", "source": "t", "external_id": f"{number}"}
        for number in range(2000)
    ]
    with database.transaction() as session:
        session.execute(sa.insert(Organisation), [organisation])
        session.execute(sa.insert(Resource), rows)

    def peak(stream: Iterator[Resource]) -> int:
        tracemalloc.start()
        assert sum(1 for _ in stream) > 0
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    with database.reading() as session:
        next(published(session))  # what is read once and kept is not counted
        a_tenth = peak(published(session, [f"{number:06}" for number in range(200)]))
        all_of_them = peak(published(session))
    database.engine.dispose()
    assert all_of_them < 3 * a_tenth
