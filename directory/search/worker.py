"""The worker: keeps the index following the record, reads listings, and waits for what is down instead of failing."""

from __future__ import annotations

import threading
import time
from enum import Enum, auto
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError

from directory.errors import BrpError
from directory.search.embedding.embedder import EmbedderFailed
from directory.search.index_sync import BATCH, DrainReport, IndexSync
from directory.search.listing_vectors import ListingVectors

POLL_SECONDS = 1.0  # between two looks at an empty queue
LONGEST_PAUSE_SECONDS = 30.0  # between two tries while something is down: each pause is twice the one before
READING_SECONDS = 60.0  # between two looks for listings to read, when all were or the embedder failed


class Tell(Protocol):
    """Told of each event by its name and plain values: never what a listing or an error message may hold of people."""

    def __call__(self, event: str, **values: str | int) -> None:
        """Notes `event`."""
        ...


class Look(Enum):
    """What one look at the queue came to."""

    MOVED = auto()  # there may be more
    IDLE = auto()  # nothing waits, or others are at it
    FAILED = auto()  # the engine, the database, or a listing the engine refuses


class Stopped(Exception):
    """The worker was asked to stop in the middle of a rebuild."""


class Worker:
    """Drains the queue of one record, and reads listings when nothing waits. Any number of workers may run."""

    def __init__(self, sync: IndexSync, vectors: ListingVectors, tell: Tell, stop: threading.Event) -> None:
        self.sync = sync
        self.vectors = vectors
        self.tell = tell
        self.stop = stop
        self._has_index = False  # seen since the start, or since the last failure
        self._reads_again_at = 0.0

    def run(self) -> None:
        """Works until `stop` is set; what is under way is finished first, but for a rebuild, which is dropped."""
        self.tell("started")
        pause = POLL_SECONDS
        while not self.stop.is_set():
            look = self.look()
            if look is Look.MOVED:
                pause = POLL_SECONDS
                continue
            self.stop.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS) if look is Look.FAILED else POLL_SECONDS
        self.tell("stopped")

    def run_once(self) -> bool:
        """Works until nothing waits; False when something is down or was refused."""
        look = Look.MOVED
        while look is Look.MOVED and not self.stop.is_set():
            look = self.look()
        return look is not Look.FAILED

    def look(self) -> Look:
        """Moves at most one batch from the queue to the index, which is made first where there is none. When the queue
        is empty, reads a few listings instead."""
        try:
            self._make_sure_of_an_index()
            look = self._report(self.sync.drain(BATCH))
            return self._read() if look is Look.IDLE else look
        except (BrpError, SQLAlchemyError) as error:
            self._has_index = False
            cause = error.__cause__ or error
            self.tell("failed", error=type(error).__name__, cause=type(cause).__name__)
            return Look.FAILED
        except Stopped:
            return Look.IDLE

    def _make_sure_of_an_index(self) -> None:
        """An engine that came back empty would take the queue for the whole base: it gets all of it first."""
        if self._has_index:
            return
        health = self.sync.engine.health()
        if not health.generation:
            self.tell("rebuilding", published=self.sync.status().published)
            self.tell("rebuilt", documents=self.sync.rebuild(self._go_on))
        self._has_index = True

    def _read(self) -> Look:
        """An embedder that fails keeps nothing else from being done."""
        if time.monotonic() < self._reads_again_at:
            return Look.IDLE
        try:
            if done := self.vectors.step():
                self.tell("read", resources=done)
                return Look.MOVED
        except EmbedderFailed as error:
            cause = error.__cause__ or error
            self.tell("embedder_failed", cause=type(cause).__name__)
        self._reads_again_at = time.monotonic() + READING_SECONDS
        return Look.IDLE

    def _go_on(self, _done: int, _total: int) -> None:
        if self.stop.is_set():
            raise Stopped

    def _report(self, report: DrainReport) -> Look:
        if report.failed:
            self.tell("refused", resources=len(report.failed), first=next(iter(report.failed)))
        if report.done:
            self.tell("drained", applied=report.applied, deleted=report.deleted)
            return Look.MOVED
        return Look.FAILED if report.failed else Look.IDLE
