"""Who may move the index: a rebuild alone, drains beside each other where each can take rows of its own."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from psycopg.errors import LockNotAvailable

from directory.database import Database

POLL_SECONDS = 0.02
ADVISORY_KEY = 0x425250  # "BRP": PostgreSQL's advisory locks are named by a number


@contextmanager
def index_lock(database: Database, patience_seconds: float, *, shared: bool = False) -> Iterator[bool]:
    """Holds the lock that drains and rebuilds of this record agree on. It falls with its process.

    `shared` lets other holders of a shared lock in, on PostgreSQL; on SQLite, which cannot give each drain its own rows
    of the queue, they take turns. Yields False, holding nothing, when others keep it longer than `patience_seconds`.
    Nobody who edits waits for it.
    """
    lock = (
        _file_lock(database, patience_seconds)
        if database.is_sqlite
        else _advisory_lock(database, patience_seconds, shared)
    )
    with lock as held:
        yield held


@contextmanager
def _file_lock(database: Database, patience_seconds: float) -> Iterator[bool]:
    """A lock on a file beside the SQLite database; closing the file lets go."""
    deadline = time.monotonic() + patience_seconds
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
def _advisory_lock(database: Database, patience_seconds: float, shared: bool) -> Iterator[bool]:
    """A lock of the PostgreSQL server, held by a connection of its own (no transaction stays open meanwhile)."""
    kind = "_shared" if shared else ""
    with database.engine.connect() as connection:
        held = _wait(connection, f"SELECT pg_advisory_lock{kind}({ADVISORY_KEY})", patience_seconds)
        try:
            yield held
        finally:
            if held:
                connection.exec_driver_sql(f"SELECT pg_advisory_unlock{kind}({ADVISORY_KEY})")
                connection.commit()


def _wait(connection: sa.Connection, ask: str, patience_seconds: float) -> bool:
    """Waits in the server's line, where a rebuild is not overtaken by drain after drain."""
    try:
        with connection.begin():  # the lock outlives the transaction, its time limit does not
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(1, round(patience_seconds * 1000))}")  # ms
            connection.exec_driver_sql(ask)
    except sa.exc.OperationalError as error:
        if isinstance(error.orig, LockNotAvailable):
            return False
        raise
    return True
