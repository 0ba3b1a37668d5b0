"""Telling the index what changed, in the very transaction of the change."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from directory.resources.models import IndexQueueEntry

_RECORD_LOCK = 8_210_001  # any number that nothing else in the database uses as an advisory lock


def one_writer(session: Session) -> None:
    """Waits until no other transaction changes the record, and keeps others waiting until this one ends.

    `Database.transaction()` already does so on SQLite. On PostgreSQL it keeps two imports of the same file from
    crossing each other, and makes the ids of `index_queue` appear in their order.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(_RECORD_LOCK)))


def queue(session: Session, resource_ids: Collection[str], now: datetime) -> None:
    """Asks the index to look again at these resources, once the transaction is kept."""
    if resource_ids:
        rows = [{"resource_id": resource_id, "queued_at": now} for resource_id in resource_ids]
        session.execute(sa.insert(IndexQueueEntry), rows)
