"""A real PostgreSQL for the tests: a throw-away server on a socket of its own, and databases of their own."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

import psycopg
import sqlalchemy as sa

START_SECONDS = 30
# Nothing here outlives the tests: what only guards against a power cut is turned off.
SETTINGS = ("listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


def find_binaries() -> Path | None:
    """The folder of `initdb` and `postgres`: on PATH, else the newest one where Debian puts them."""
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(folders, key=lambda folder: float(folder.parent.name), default=None)


@contextmanager
def server(binaries: Path) -> Iterator[str]:
    """Runs a server until the block ends; gives the URL of its administrator's database."""
    folder = Path(tempfile.mkdtemp(prefix="brp-postgresql-"))
    user = _unprivileged_user()
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
    data = folder / "data"
    initdb = [binaries / "initdb", "-D", data, "-U", "brp", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    subprocess.run(initdb, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    settings = [part for setting in SETTINGS for part in ("-c", setting)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [binaries / "postgres", "-D", data, "-k", folder, *settings], user=user, cwd=folder, stderr=log, stdout=log
        )
    try:
        _wait_until_ready(folder, process)
        yield f"postgresql+psycopg://brp@/postgres?host={folder}"
    finally:
        process.send_signal(signal.SIGINT)  # PostgreSQL's "fast shutdown": does not wait for its clients
        process.wait(timeout=START_SECONDS)
        shutil.rmtree(folder)


@contextmanager
def new_database(server_url: str) -> Iterator[str]:
    """An empty database until the block ends; gives its URL."""
    name = f"brp_test_{uuid4().hex}"
    engine = sa.create_engine(server_url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    try:
        yield engine.url.set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


def _unprivileged_user() -> str | None:
    """Whom to run as when root, which PostgreSQL refuses; None for oneself."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _wait_until_ready(folder: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(psycopg.OperationalError):
            psycopg.connect(host=str(folder), user="brp", dbname="postgres").close()
            return
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}")
