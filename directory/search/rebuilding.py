"""Filling a new generation of the index from the record while people read and write."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice

from sqlalchemy.orm import Session

from directory.database import Database
from directory.errors import BrpError, SearchUnavailable
from directory.resources.published import published
from directory.search.documents import document_of
from directory.search.index_queue import Batch, look, remove, rows_but
from directory.search.records import count_published
from directory.territories.gazetteer import Gazetteer
from indexing.engine import Engine, Generation
from indexing.errors import GenerationRefused, SearchError
from indexing.results import ApplyReport

PORTION = 5_000  # documents given to the engine between two looks at the clock
REPLAY_SECONDS = 5.0  # how long a change made during a rebuild may wait before readers see it
REASONS = 5  # refused documents named in a message

Progress = Callable[[int, int], None]  # resources done, resources in all


class Rebuild:
    """One rebuild. Drains are kept away meanwhile (`index_lock`): the queue rows of its time are its own to replay.

    Rows are recognised by their ids, one by one: PostgreSQL may commit a smaller id after a greater one.
    """

    def __init__(self, database: Database, engine: Engine, gazetteer: Gazetteer) -> None:
        self.database = database
        self.engine = engine
        self.gazetteer = gazetteer
        self.seen: set[int] = set()  # queue rows whose change the new generation holds
        self.replayed: set[str] = set()  # resources looked at again: what the stream tells of them is older
        self.errors: dict[str, str] = {}

    def run(self, progress: Progress) -> int:
        """Fills, replays, checks, activates; see `IndexSync.rebuild`."""
        try:
            generation = self.engine.new_generation()
            try:
                return self._fill(generation, progress)
            except BaseException:
                with suppress(SearchError):  # the first error is the one to tell
                    generation.discard()
                raise
        except GenerationRefused as error:
            named = "".join(f"\n  {id_} : {reason}" for id_, reason in list(self.errors.items())[:REASONS])
            raise BrpError(
                f"le nouvel index n’a pas été mis en service, l’ancien sert encore : {error}{named}"
            ) from error
        except SearchError as error:
            raise SearchUnavailable(f"L’index n’a pas pu être reconstruit, l’ancien sert encore : {error}") from error

    def _fill(self, generation: Generation, progress: Progress) -> int:
        with self.database.reading() as session:
            self.seen.update(rows_but(session, ()))  # what is read from here on holds these changes
            self._copy(session, generation, progress)
        expected = self._replay(generation)
        generation.activate(expected)
        with self.database.transaction() as session:
            remove(session, self.seen)
        return expected

    def _copy(self, session: Session, generation: Generation, progress: Progress) -> None:
        """Copies every published resource, a portion at a time; between two, replays what changed meanwhile."""
        total = count_published(session)
        stream = (
            document_of(resource, self.gazetteer) for resource in published(session) if resource.id not in self.replayed
        )
        done = 0
        replayed_at = time.monotonic()
        while True:
            report = self._keep_errors(generation.apply(islice(stream, PORTION)))
            if not (report.applied or report.stale or report.errors):
                return
            done += len(report.applied)
            progress(done, max(done, total))
            if time.monotonic() - replayed_at > REPLAY_SECONDS:
                self._replay(generation)
                replayed_at = time.monotonic()

    def _replay(self, generation: Generation) -> int:
        """Tells the new generation, and today's readers too, what changed since the last look.

        Returns how many documents the generation must then hold.
        """
        with self._snapshot() as session:
            batch = look(session, self.gazetteer, rows_but(session, self.seen))
            expected = count_published(session)
        if batch.rows:
            self._keep_errors(generation.apply(batch.documents, batch.deletions))
            self._tell_present_readers(batch)
            self.seen |= batch.rows
            self.replayed |= batch.resources
        return expected

    def _tell_present_readers(self, batch: Batch) -> None:
        with suppress(SearchError):  # the index in service may be the very reason of this rebuild
            if self.engine.health().generation:
                self.engine.apply(batch.documents, batch.deletions)

    def _keep_errors(self, report: ApplyReport) -> ApplyReport:
        self.errors.update(report.errors)
        return report

    @contextmanager
    def _snapshot(self) -> Iterator[Session]:
        """A session in which the queue, the resources and their number are those of one moment."""
        with self.database.reading() as session:
            if not self.database.is_sqlite:  # SQLite reads so anyway
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session
