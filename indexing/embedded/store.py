"""The folder of an index on disk: its generations, and which one is current.

write.lock               held while the current generation is written to or replaced
current                  the name of the current generation, then that of the one before; replaced atomically
<time>-<fingerprint>/    one generation: a Tantivy index
<generation>.filling     locked by the process that fills it; a free one tells what a crash left behind
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import tantivy

from indexing.embedded.faults import unavailable
from indexing.embedded.schema import build_schema, fingerprint, register_analyzers
from indexing.errors import SearchUnavailable

LOCK_WAIT_SECONDS = 15.0
LOCK_POLL_SECONDS = 0.02


class Store:
    """The generations kept in `folder`. Creates nothing before the first writing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pointer = folder / "current"

    @unavailable()
    def current(self) -> str:
        """The name of the current generation, "" if there is none."""
        return self._pointed()[0]

    @unavailable()
    def open(self, name: str) -> tantivy.Index:
        """Opens generation `name`. Raises `SearchUnavailable` if it is not there or was written by another version."""
        if not name:
            raise SearchUnavailable("there is no index yet: rebuild it")
        if not name.endswith(fingerprint()):
            raise SearchUnavailable(f"the index {name} was written by another version: rebuild it")
        index = tantivy.Index.open(str(self.folder / name))
        register_analyzers(index)
        index.config_reader("manual")
        return index

    @unavailable()
    def create(self) -> str:
        """Makes an empty generation and returns its name."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{fingerprint()}"
        (self.folder / name).mkdir()
        tantivy.Index(build_schema(), str(self.folder / name))
        return name

    @unavailable()
    def point_to(self, name: str) -> None:
        """Makes `name` the current generation, for every process at once. Keeps the one before, removes older ones."""
        current, _ = self._pointed()
        fresh = self.pointer.with_name(f"current.{os.getpid()}")
        fresh.write_text(f"{name}\n{current}\n", encoding="utf-8")
        with fresh.open("rb") as file:
            os.fsync(file.fileno())
        fresh.replace(self.pointer)
        self.clean()

    def remove(self, name: str) -> None:
        """Removes generation `name`. Processes that read it keep reading it."""
        shutil.rmtree(self.folder / name, ignore_errors=True)
        self.filling_lock(name).unlink(missing_ok=True)

    @unavailable()
    def clean(self) -> None:
        """Removes generations that are neither current, nor the one before, nor being filled."""
        for path in self.folder.iterdir() if self.folder.is_dir() else ():
            if path.is_dir() and path.name not in self._pointed() and not _is_locked(self.filling_lock(path.name)):
                self.remove(path.name)

    def filling_lock(self, name: str) -> Path:
        """The file locked by the process that fills generation `name`."""
        return self.folder / f"{name}.filling"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Holds the write lock. Raises `SearchUnavailable` when another process keeps it too long."""
        with unavailable():
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / "write.lock").open("w")
        with lock as file:
            deadline = time.monotonic() + LOCK_WAIT_SECONDS
            while not try_lock(file.fileno()):
                if time.monotonic() > deadline:
                    raise SearchUnavailable("another process is writing to the index")
                time.sleep(LOCK_POLL_SECONDS)
            yield

    def _pointed(self) -> tuple[str, str]:
        try:
            current, previous, *_ = [*self.pointer.read_text(encoding="utf-8").split("\n"), "", ""]
        except (FileNotFoundError, NotADirectoryError):
            return "", ""
        return current, previous


def try_lock(file: int) -> bool:
    """Locks an open file for this process; False if another holds it. Closing the file, or dying, unlocks it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_locked(path: Path) -> bool:
    if not path.exists():
        return False
    with path.open("r") as file:
        return not try_lock(file.fileno())
