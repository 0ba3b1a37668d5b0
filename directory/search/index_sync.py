"""The index follows the record: draining the queue after a change, rebuilding the whole, and checking both agree."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from directory.database import Database
from directory.errors import BrpError, SearchUnavailable
from directory.metrics import DRAINED
from directory.search.index_lock import index_lock
from directory.search.index_queue import Batch, claim, is_empty, length_and_age, look, put_last, remove
from directory.search.rebuilding import Progress, Rebuild
from directory.search.records import count_published, count_read, published_versions
from directory.territories.gazetteer import Gazetteer
from indexing.engine import Engine
from indexing.errors import SearchError
from indexing.results import Health

AFTER_A_WRITE = 200  # queue rows the web process drains before it answers; the rest waits for the next one
BATCH = 2_000  # queue rows between two commits of a full drain
BUSY_SECONDS = 1.0  # how long a drain waits for another, which is short; only a rebuild lasts longer
PATIENCE_SECONDS = 15.0  # the same, where somebody looks at a command that works
POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class DrainReport:
    """What a drain did. `failed`: reason by resource id; those stay queued. `busy`: others hold all that waits."""

    applied: int = 0
    deleted: int = 0
    failed: Mapping[str, str] = field(default_factory=dict)
    busy: bool = False

    @property
    def done(self) -> int:
        """Resources the index now agrees on."""
        return self.applied + self.deleted


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """Record and index side by side. `read`: resources that have a vector."""

    published: int
    read: int
    health: Health
    queued: int
    oldest_queued_at: datetime | None


@dataclass(frozen=True, slots=True)
class Differences:
    """Ids on which record and index disagree: not in the index, only in the index, held in another version."""

    missing: tuple[str, ...]
    extra: tuple[str, ...]
    outdated: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.extra or self.outdated)


class IndexSync:
    """Keeps one engine's index equal to one record."""

    def __init__(self, database: Database, engine: Engine, gazetteer: Gazetteer) -> None:
        self.database = database
        self.engine = engine
        self.gazetteer = gazetteer

    def drain(self, limit: int = AFTER_A_WRITE, patience_seconds: float = BUSY_SECONDS) -> DrainReport:
        """Tells the index of the `limit` resources that have waited longest. Their rows go only after the engine said
        yes: a process killed at any point leaves them queued, and one written meanwhile stays.

        Several may drain at once, each its own resources (PostgreSQL) or in turn (SQLite).
        Raises `SearchUnavailable` when the engine does not answer; nothing is lost.
        """
        with self.database.reading() as session:
            if is_empty(session):
                return DrainReport()
        with index_lock(self.database, patience_seconds, shared=True) as held:
            if not held:
                return DrainReport(busy=True)
            return self._in_turn(limit) if self.database.is_sqlite else self._beside_others(limit)

    def _in_turn(self, limit: int) -> DrainReport:
        """Reads, tells, then writes: a transaction that writes would keep everybody who edits waiting."""
        with self.database.reading() as session:
            batch = look(session, self.gazetteer, claim(session, limit))
        errors = self._tell(batch)
        with self.database.transaction() as session:
            return _settle(session, batch, errors)

    def _beside_others(self, limit: int) -> DrainReport:
        """One transaction, which holds the rows it claimed and nothing that anybody who edits waits for."""
        with self.database.transaction() as session:
            batch = look(session, self.gazetteer, claim(session, limit))
            return _settle(session, batch, self._tell(batch))

    def _tell(self, batch: Batch) -> Mapping[str, str]:
        """Writes a batch to the index; returns what it refused."""
        if not batch.rows:
            return {}
        try:
            return self.engine.apply(batch.documents, batch.deletions).errors
        except SearchError as error:
            raise SearchUnavailable(f"L’index de recherche n’a pas pu être mis à jour : {error}") from error

    def drain_all(self, progress: Progress | None = None) -> DrainReport:
        """Drains until nothing waits but what the engine refuses. Raises `SearchUnavailable`."""
        with self.database.reading() as session:
            waiting, _ = length_and_age(session)
        applied = deleted = 0
        moved_at = time.monotonic()
        while True:
            report = self.drain(BATCH, PATIENCE_SECONDS)
            applied, deleted = applied + report.applied, deleted + report.deleted
            if report.done:
                moved_at = time.monotonic()
                if progress:
                    progress(applied + deleted, max(applied + deleted, waiting))
            elif not report.busy or time.monotonic() - moved_at > PATIENCE_SECONDS:
                return DrainReport(applied, deleted, report.failed, report.busy)
            else:
                time.sleep(POLL_SECONDS)  # others hold what waits: it is done when they are

    def rebuild(self, progress: Progress | None = None) -> int:
        """Fills a new generation from the record, changes made meanwhile included, and puts it in service.

        Returns how many documents it holds. Raises `BrpError` and leaves the present index in service when a document
        failed, the count differs, the engine does not answer or another rebuild runs.
        """
        with index_lock(self.database, PATIENCE_SECONDS) as held:
            if not held:
                raise BrpError("une autre reconstruction de l’index est en cours : attendez qu’elle finisse.")
            return Rebuild(self.database, self.engine, self.gazetteer).run(progress or (lambda _done, _total: None))

    def status(self) -> IndexStatus:
        """How many are published, how the engine is, and what waits."""
        with self.database.reading() as session:
            published, read = count_published(session), count_read(session)
            queued, oldest = length_and_age(session)
        return IndexStatus(published, read, self.engine.health(), queued, oldest)

    def verify(self) -> Differences:
        """Compares every id and version of the record with the index. Meant for when no change is under way.

        Raises `SearchUnavailable`.
        """
        try:
            held = self.engine.versions()
        except SearchError as error:
            raise SearchUnavailable(f"L’index de recherche ne répond pas : {error}") from error
        with self.database.reading() as session:
            published = published_versions(session)
        return Differences(
            missing=tuple(sorted(published.keys() - held.keys())),
            extra=tuple(sorted(held.keys() - published.keys())),
            outdated=tuple(sorted(id_ for id_ in published.keys() & held.keys() if published[id_] != held[id_])),
        )


def _settle(session: Session, batch: Batch, errors: Mapping[str, str]) -> DrainReport:
    """Takes off the queue what the index now holds, and says what was done."""
    remove(session, batch.rows)
    put_last(session, errors)
    undeleted = sum(resource_id in errors for resource_id in batch.deletions)
    report = DrainReport(
        applied=len(batch.documents) - len(errors) + undeleted,
        deleted=len(batch.deletions) - undeleted,
        failed=errors,
        busy=not batch.rows,
    )
    for outcome, count in (("applied", report.applied), ("deleted", report.deleted), ("refused", len(errors))):
        DRAINED.labels(outcome).inc(count)
    return report
