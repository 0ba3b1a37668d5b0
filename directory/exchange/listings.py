"""What a format module reads out of a file, before any rule has looked at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the person who imports said. `source` is the name of the source for lines that do not tell theirs."""

    source: str = ""
    mapping: Path | None = None  # of columns, for format `table`


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell about a line: `field` is the column as the file calls it, `reason` is French, for anybody."""

    file: str
    line: int
    field: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Origin:
    """A line of a file. Lines are counted from 1, the header included; in JSON, the position of the item."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Listing:
    """One listing as its source tells it, not validated yet.

    `origins` are all the lines folded into it (never empty). `organisation` and `resource` are raw input for
    `resources.schemas`, each with its `external_id`; `resource` is None when the lines only describe an organisation.
    `columns` maps a schema field to the column it came from, so that a fault is told in the file's own words.
    `warnings` were found while reading (a value left out, a text repaired). `over`: the source itself says that the
    service has ended; the listing is kept, but not published.

    An organisation of which only `external_id` is given must be in the record already.
    """

    source: str
    origins: tuple[Origin, ...]
    organisation: Mapping[str, Any]
    resource: Mapping[str, Any] | None
    columns: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[Notice, ...] = ()
    over: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that cannot become a listing, and why; `warnings` are what else was found while reading it."""

    notice: Notice
    warnings: tuple[Notice, ...] = ()
