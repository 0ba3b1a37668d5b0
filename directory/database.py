"""The record's database: engine, sessions, and the one way to write.

SQLite (WAL) by default, PostgreSQL when one machine is not enough. Both are written for and tested.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

from directory.errors import SettingsError

MIGRATIONS = Path(__file__).parent / "migrations"


class Base(DeclarativeBase):
    """Parent of every stored model. Constraints have names, so that migrations can speak of them."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def utc_now() -> datetime:
    """The present moment with its time zone (UTC): what every stored moment is."""
    return datetime.now(UTC)


class Moment(sa.TypeDecorator[datetime]):
    """A moment in UTC, with its time zone. SQLite forgets the zone; this gives it back."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: sa.Dialect) -> datetime | None:
        """Refuses a moment without a zone: it could mean anything."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: sa.Dialect) -> datetime | None:
        """The stored moment, in UTC."""
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


class Database:
    """A database named by its SQLAlchemy URL. Opens nothing before the first session."""

    def __init__(self, url: str) -> None:
        self.url = sa.make_url(url)
        if self.url.drivername == "postgresql":
            self.url = self.url.set(drivername="postgresql+psycopg")
        if self.is_sqlite and self.url.database and self.url.database != ":memory:":
            folder = Path(self.url.database).parent
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise SettingsError([f"BRP_DATABASE_URL : le dossier {folder} ne peut pas être créé."]) from error
        self.engine = sa.create_engine(self.url, pool_pre_ping=not self.is_sqlite)
        if self.is_sqlite:
            sa.event.listen(self.engine, "connect", _prepare_sqlite)
            sa.event.listen(self.engine, "begin", _begin_sqlite)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether the record is kept in one local file."""
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose changes are all kept when the block ends, or none if it raises. The only way to write."""
        with self._sessions.begin() as session:
            if self.is_sqlite:
                # Take the write lock now: a reader that turns writer later would fail instead of waiting.
                session.connection(execution_options={"brp_writes": True})
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session to read with; whatever it changed is forgotten."""
        with self._sessions() as session:
            yield session

    def upgrade(self) -> None:
        """Brings the schema to the newest revision (creates it in an empty database)."""
        command.upgrade(self.alembic_config(), "head")

    def is_current(self) -> bool:
        """Whether the schema is at the newest revision."""
        head = ScriptDirectory.from_config(self.alembic_config()).get_current_head()
        with self.engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() == head

    def alembic_config(self) -> Config:
        """What Alembic needs to migrate this very database."""
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["engine"] = self.engine
        return config


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """WAL lets readers read while one writes; the busy timeout makes a second writer wait instead of failing."""
    connection.isolation_level = None  # the driver must not decide when a transaction begins: _begin_sqlite does
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=15000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("brp_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
