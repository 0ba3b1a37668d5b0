"""The queue of resources the index must look at again: reading a batch of it, and taking it off once it is done."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from directory.resources.models import IndexQueueEntry
from directory.resources.published import published
from directory.search.documents import document_of
from directory.territories.gazetteer import Gazetteer
from indexing.document import Document

CHUNK = 500  # ids named in one statement


@dataclass(frozen=True, slots=True)
class Batch:
    """What the index must be told, and the ids of the queue rows that asked for it."""

    rows: frozenset[int]
    documents: Sequence[Document]
    deletions: Sequence[str]

    @property
    def resources(self) -> set[str]:
        """Ids of the resources it tells about."""
        return {document.id for document in self.documents}.union(self.deletions)


def is_empty(session: Session) -> bool:
    """Whether nothing waits."""
    return session.scalar(sa.select(IndexQueueEntry.id).limit(1)) is None


def claim(session: Session, limit: int) -> dict[int, str]:
    """All rows of the `limit` resources that have waited longest: resource by row id.

    On PostgreSQL they are the caller's until its transaction ends, and a killed caller lets go of them. A resource
    belongs to whoever holds its oldest row, so that two drains never tell the index of one resource at once: the older
    state could arrive last. SQLite has no locks of rows; there the caller holds `index_lock` alone.
    """
    older = aliased(IndexQueueEntry)
    is_oldest = ~sa.exists().where(older.resource_id == IndexQueueEntry.resource_id, older.id < IndexQueueEntry.id)
    oldest = sa.select(IndexQueueEntry.id, IndexQueueEntry.resource_id).where(is_oldest).order_by(IndexQueueEntry.id)
    claimed = dict(session.execute(oldest.limit(limit).with_for_update(skip_locked=True)).all())
    return claimed | _younger_rows(session, list(claimed.values()))


def _younger_rows(session: Session, resource_ids: Sequence[str]) -> dict[int, str]:
    rows: dict[int, str] = {}
    for start in range(0, len(resource_ids), CHUNK):
        query = sa.select(IndexQueueEntry.id, IndexQueueEntry.resource_id).where(
            IndexQueueEntry.resource_id.in_(resource_ids[start : start + CHUNK])
        )
        rows |= dict(session.execute(query).all())
    return rows


def rows_but(session: Session, seen: Collection[int]) -> dict[int, str]:
    """The rows whose id is not in `seen`: resource by row id, oldest first."""
    rows = session.execute(sa.select(IndexQueueEntry.id, IndexQueueEntry.resource_id).order_by(IndexQueueEntry.id))
    return {row: resource_id for row, resource_id in rows if row not in seen}


def look(session: Session, gazetteer: Gazetteer, rows: Mapping[int, str]) -> Batch:
    """Re-reads the resources that `rows` name: documents of those that may be found, deletions of the others."""
    ids = list(dict.fromkeys(rows.values()))
    documents = [document_of(found, gazetteer) for found in published(session, ids)]
    gone = set(ids).difference(document.id for document in documents)
    return Batch(frozenset(rows), documents, [resource_id for resource_id in ids if resource_id in gone])


def remove(session: Session, rows: Collection[int]) -> None:
    """Takes exactly these rows off the queue: one written meanwhile stays."""
    ids = sorted(rows)
    for start in range(0, len(ids), CHUNK):
        session.execute(sa.delete(IndexQueueEntry).where(IndexQueueEntry.id.in_(ids[start : start + CHUNK])))


def put_last(session: Session, failed: Iterable[str]) -> None:
    """Puts resources the engine refused at the end of the queue, so that they never keep the others waiting."""
    session.add_all(IndexQueueEntry(resource_id=resource_id) for resource_id in failed)


def length_and_age(session: Session) -> tuple[int, datetime | None]:
    """How many rows wait, and since when the oldest does."""
    count, oldest = session.execute(
        sa.select(sa.func.count(IndexQueueEntry.id), sa.func.min(IndexQueueEntry.queued_at))
    ).one()
    return count, oldest
