"""How far a long command is: a bar on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from tqdm import tqdm

EVERY = 5.0  # seconds between two plain lines


class Stage:
    """One thing that advances, shown by a bar or by lines."""

    def __init__(self, title: str, unit: str, total: int | None, stream: TextIO) -> None:
        self.title, self.unit, self.total, self.stream = title, unit, total, stream
        self.done = self.rejected = 0
        self.started = self._told = time.monotonic()
        self._bar = None
        if stream.isatty():
            self._bar = tqdm(desc=title, unit=f" {unit}", total=total, file=stream, dynamic_ncols=True, leave=True)

    def advance(self, count: int = 1, rejected: int = 0) -> None:
        """`count` more are done, of which `rejected` were refused."""
        self.done += count
        self.rejected += rejected
        if self._bar is not None:
            if rejected:
                self._bar.set_postfix_str(f"{self.rejected} rejetées", refresh=False)
            self._bar.update(count)
        elif time.monotonic() - self._told >= EVERY:
            self._tell()

    def finish(self) -> None:
        """Shows the end."""
        if self._bar is not None:
            self._bar.close()
        elif self.done:
            self._tell()

    def _tell(self) -> None:
        self._told = time.monotonic()
        rate = self.done / max(self._told - self.started, 0.001)
        of_total = f" sur {self.total}" if self.total else ""
        rejected = f", {self.rejected} rejetées" if self.rejected else ""
        print(f"{self.title} : {self.done}{of_total} {self.unit} ({rate:.0f}/s{rejected})", file=self.stream)


class Progress:
    """Shows stages on `stream` (the error output, so that results stay clean)."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    @contextmanager
    def stage(self, title: str, unit: str, total: int | None = None) -> Iterator[Stage]:
        """A stage, finished however the block ends. `unit` is French and plural (« lignes »)."""
        stage = Stage(title, unit, total, self.stream)
        try:
            yield stage
        finally:
            stage.finish()
