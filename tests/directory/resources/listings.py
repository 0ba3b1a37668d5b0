"""Listings as schemas give them, for tests that save some."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from directory.database import Database
from directory.resources.models import IndexQueueEntry, Resource
from directory.resources.status import Status
from directory.resources.store import Incoming, Outcome, resource_by_id, save

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)


def listing(name: str = "Colis alimentaire", organisation: dict[str, Any] | None = None, **values: Any) -> Incoming:
    """A listing of the source `test` whose external id is its first name."""
    resource = {"external_id": name, "name": name, "commune_code": "82121", "commune_name": "Montauban", **values}
    return Incoming("test", {"external_id": "entraide", "name": "Entraide", **(organisation or {})}, resource)


def save_all(
    database: Database, *items: Incoming, status: Status = Status.PUBLISHED, now: datetime = NOW
) -> list[Outcome]:
    with database.transaction() as session:
        return save(session, items, status=status, now=now)


def stored(database: Database, item: Incoming) -> Resource:
    with database.reading() as session:
        return resource_by_id(session, item.resource_id, any_status=True)


def queued(database: Database) -> Sequence[str]:
    """Ids waiting for the index, oldest first."""
    with database.reading() as session:
        return session.scalars(sa.select(IndexQueueEntry.resource_id).order_by(IndexQueueEntry.id)).all()


def empty_queue(database: Database) -> None:
    with database.transaction() as session:
        session.execute(sa.delete(IndexQueueEntry))
