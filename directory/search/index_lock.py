"""One process at a time moves the index: two drains crossing each other could leave an older state behind a newer."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from directory.database import Database

POLL_SECONDS = 0.02
ADVISORY_KEY = 0x425250  # "BRP": PostgreSQL's advisory locks are named by a number


@contextmanager
def index_lock(database: Database, patience_seconds: float) -> Iterator[bool]:
    """Holds the lock that drains and rebuilds of this record share. It falls with its process.

    Yields False, holding nothing, when another keeps it longer than `patience_seconds`. Nobody who edits waits for it.
    """
    lock = _file_lock if database.is_sqlite else _advisory_lock
    with lock(database, time.monotonic() + patience_seconds) as held:
        yield held


@contextmanager
def _file_lock(database: Database, deadline: float) -> Iterator[bool]:
    """A lock on a file beside the SQLite database; closing the file lets go."""
    with Path(f"{database.url.database}.index-lock").open("a") as file:
        while not (held := _try(file.fileno())) and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)
        yield held


def _try(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _advisory_lock(database: Database, deadline: float) -> Iterator[bool]:
    """A lock of the PostgreSQL server, held by a connection of its own (no transaction stays open meanwhile)."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        ask = sa.select(sa.func.pg_try_advisory_lock(ADVISORY_KEY))
        while not (held := bool(connection.scalar(ask))) and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)
        try:
            yield held
        finally:
            if held:
                connection.execute(sa.select(sa.func.pg_advisory_unlock(ADVISORY_KEY)))
