"""A whole record from one database to another, of the same kind or not: moving house, backing up, putting back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from directory.database import Base, Database
from directory.errors import BrpError

BATCH = 1_000  # rows read and written at once

Progress = Callable[[str, int], object]  # table, rows just copied


def copy_record(source: Database, target: Database, progress: Progress) -> dict[str, int]:
    """Copies every row of `source`, as it stands at one moment, into `target`, whose tables are created.

    All or nothing: one transaction, kept only when each table holds as many rows as it does in `source`. Returns that
    number by table. Raises `BrpError`, changing nothing, when `source` waits for a migration, holds a table this
    program does not know, or `target` already holds something.
    """
    if not source.is_current():
        raise BrpError("la base à copier n’est pas à jour : lancez d’abord « brp db upgrade ».")
    tables = Base.metadata.sorted_tables  # a table comes after those it refers to
    stored = _names(source) - {"alembic_version"}
    if unknown := stored.difference(table.name for table in tables):
        raise BrpError(f"la base à copier a des tables inconnues de ce programme : {', '.join(sorted(unknown))}.")
    _refuse_unless_empty(target, tables)
    target.upgrade()
    counts = {}
    with _at_one_moment(source) as reading, target.transaction() as writing:
        for table in tables:
            _copy(reading, writing, table, progress)
            counts[table.name] = _count(reading, table)
            if _count(writing, table) != counts[table.name]:
                raise BrpError(f"la table {table.name} n’est pas arrivée entière : rien n’a été copié.")
        if not target.is_sqlite:
            _continue_numbering(writing, tables)
    return counts


def _refuse_unless_empty(target: Database, tables: list[sa.Table]) -> None:
    """Before anything is done to it: a base in service must not even be migrated by mistake."""
    there = _names(target)
    with target.reading() as session:
        filled = [table.name for table in tables if table.name in there and _count(session, table)]
    if filled:
        raise BrpError(f"la base d’arrivée n’est pas vide ({', '.join(filled)}) : rien n’a été copié.")


def _names(database: Database) -> set[str]:
    return set(sa.inspect(database.engine).get_table_names())


@contextmanager
def _at_one_moment(source: Database) -> Iterator[Session]:
    """A session that sees nothing of what others write meanwhile."""
    with source.reading() as session:
        if not source.is_sqlite:  # SQLite reads so anyway
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield session


def _copy(reading: Session, writing: Session, table: sa.Table, progress: Progress) -> None:
    query = sa.select(table).order_by(*table.primary_key)
    with reading.execute(query, execution_options={"yield_per": BATCH}) as rows:
        for batch in rows.mappings().partitions():
            _insert(writing, table, [dict(row) for row in batch])
            progress(table.name, len(batch))


def _insert(session: Session, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    try:
        session.execute(sa.insert(table), rows)
    except sa.exc.DBAPIError as error:  # SQLite takes texts longer than their column, PostgreSQL does not
        raise BrpError(f"la table {table.name} ne peut pas être copiée, rien ne l’a été : {error.orig}") from error


def _count(session: Session, table: sa.Table) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def _continue_numbering(session: Session, tables: list[sa.Table]) -> None:
    """PostgreSQL numbers rows by itself: its next number must come after those copied."""
    for table in tables:
        column = table.autoincrement_column
        if column is not None:
            sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
            last = sa.select(sa.func.coalesce(sa.func.max(column), 0) + 1).scalar_subquery()
            session.execute(sa.select(sa.func.setval(sequence, last, False)))
