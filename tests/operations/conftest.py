"""Bases as an operator has them: settings in an environment, commands, processes that can be killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

import pytest

from directory.services import Services, open_services
from directory.settings import Settings
from tests import postgresql as postgresql_server
from tests.browser.server import brp
from tests.conftest import ROOT
from tests.directory.conftest import postgresql  # noqa: F401  (a fixture)

Environment = dict[str, str]


@pytest.fixture(params=["sqlite-tantivy", "postgresql-tantivy", "postgresql-elasticsearch"])
def environment(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Environment]:
    """The environment of an empty base: the small one, the large one, and one between."""
    record, engine = request.param.split("-")
    search = f"tantivy:{tmp_path}/index"
    if engine == "elasticsearch":
        search = f"{request.getfixturevalue('elasticsearch_url')}/brp-test-{uuid4().hex[:8]}"
    if record == "sqlite":
        yield environment_of(f"sqlite:///{tmp_path}/brp.sqlite3", search)
        return
    with postgresql_server.new_database(request.getfixturevalue("postgresql")) as url:
        yield environment_of(url, search)


def environment_of(database_url: str, search_url: str) -> Environment:
    """The environment of a base, for any process started from anywhere."""
    return {**os.environ, "BRP_DATABASE_URL": database_url, "BRP_SEARCH_URL": search_url}


@contextmanager
def opened(environment: Mapping[str, str]) -> Iterator[Services]:
    """The parts of that base, its tables made."""
    parts = open_services(Settings.from_environment(environment))
    try:
        parts.database.upgrade()
        yield parts
    finally:
        parts.database.engine.dispose()


class Worker:
    """`brp worker` as a process; what it says is kept."""

    def __init__(self, environment: Environment) -> None:
        self.process = subprocess.Popen([*brp(), "worker"], env=environment, stdout=subprocess.PIPE, text=True)
        self.events: list[dict[str, Any]] = []
        self._listening = threading.Thread(target=self._listen)
        self._listening.start()

    def has_said(self, event: str) -> bool:
        """Whether a line tells of `event`."""
        return any(said["event"] == event for said in self.events)

    def end(self, how: signal.Signals) -> int:
        """Its exit code once `how` was sent."""
        self.process.send_signal(how)
        code = self.process.wait(timeout=60)
        self._listening.join()
        return code

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            self.events.extend(json.loads(line) for line in lines)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.end(signal.SIGKILL)


@contextmanager
def editors(environment: Environment, number: int, edits: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """`number` processes that make `edits` each; those that still run at the end are killed."""
    command = [sys.executable, "-m", "tests.operations.editing"]
    running = [subprocess.Popen([*command, str(seed), str(edits)], env=environment, cwd=ROOT) for seed in range(number)]
    try:
        yield running
    finally:
        for editor in running:
            editor.kill()
            editor.wait()


def until(holds: Callable[[], bool], seconds: float = 120) -> None:
    """Waits until `holds()`; fails when it never does."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
