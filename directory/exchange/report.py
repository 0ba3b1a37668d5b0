"""What an import did, line by line and listing by listing, and its JSON report. Lists wait on disk, not in memory."""

from __future__ import annotations

import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from directory.exchange.listings import Notice, Origin

SHOWN = 20  # notices of each list kept for the screen


@dataclass(slots=True)
class Tally:
    """What became of what was read: read = created + updated + unchanged + rejected."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0

    def count(self, fate: str) -> None:
        """One more, and what became of it: the name of a field."""
        self.read += 1
        setattr(self, fate, getattr(self, fate) + 1)


class Log:
    """A list of any length kept on disk as JSON lines; the first `SHOWN` also stay at hand."""

    def __init__(self) -> None:
        self._file: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  (closed with the account)
        self.first: list[dict[str, Any]] = []
        self.count = 0

    def add(self, entry: dict[str, Any]) -> None:
        """One more entry."""
        self._file.write(json.dumps(entry, ensure_ascii=False) + "\n")
        if self.count < SHOWN:
            self.first.append(entry)
        self.count += 1

    def __iter__(self) -> Iterator[dict[str, Any]]:
        self._file.flush()
        self._file.seek(0)
        for line in self._file:
            yield json.loads(line)
        self._file.seek(0, os.SEEK_END)

    def close(self) -> None:
        """Forgets the list."""
        self._file.close()


@dataclass(slots=True)
class Account:
    """Lines are counted by file; a listing folded from several lines gives its fate to each of them.

    `organisations` and `resources` count listings. `located` counts the resources whose source gave no point, by where
    theirs comes from. `suggestions` are categories nobody gave, found by words. `vanished` are stored listings of the
    sources read that no file held. Close it when it is no longer needed.
    """

    dry_run: bool = False
    files: dict[str, Tally] = field(default_factory=dict)
    organisations: Tally = field(default_factory=Tally)
    resources: Tally = field(default_factory=Tally)
    located: Counter[str] = field(default_factory=Counter)
    rejections: Log = field(default_factory=Log)
    warnings: Log = field(default_factory=Log)
    suggestions: Log = field(default_factory=Log)
    vanished: Log = field(default_factory=Log)

    @property
    def total(self) -> Tally:
        """All lines of all files."""
        total = Tally()
        for tally in self.files.values():
            for name, count in asdict(tally).items():
                setattr(total, name, getattr(total, name) + count)
        return total

    def count_lines(self, origins: Sequence[Origin], fate: str) -> None:
        """What became of these lines."""
        for origin in origins:
            self.files.setdefault(origin.file, Tally()).count(fate)

    def reject(self, origins: Sequence[Origin], notice: Notice) -> None:
        """These lines became nothing, for the reason that `notice` tells."""
        self.count_lines(origins, "rejected")
        self.rejections.add(asdict(notice))

    def warn(self, *notices: Notice) -> None:
        """Something was left out or changed; the listing was kept."""
        for notice in notices:
            self.warnings.add(asdict(notice))

    def close(self) -> None:
        """Frees the space of the lists on disk."""
        for log in (self.rejections, self.warnings, self.suggestions, self.vanished):
            log.close()

    def write(self, path: Path) -> None:
        """Writes the report as JSON to `path`, whole or not at all."""
        handle, temporary = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                self._write(file)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise

    def _write(self, file: IO[str]) -> None:
        head = {
            "dry_run": self.dry_run,
            **asdict(self.total),
            "files": {name: asdict(tally) for name, tally in self.files.items()},
            "organisations": asdict(self.organisations),
            "resources": asdict(self.resources),
            "located": dict(self.located),
        }
        file.write(json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}"))
        for name in ("rejections", "warnings", "suggestions", "vanished"):
            log: Log = getattr(self, name)
            file.write(f',\n "{name}": [')
            for position, entry in enumerate(log):
                file.write(("," if position else "") + "\n  " + json.dumps(entry, ensure_ascii=False))
            file.write("\n ]" if log.count else "]")
        file.write("\n}\n")
