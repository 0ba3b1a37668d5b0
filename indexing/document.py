"""What the index holds of one published resource."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Document:
    """One published resource as the engines see it. `indexing.fields.FIELDS` says how each value is indexed.

    Dates are days; `point` is (latitude, longitude) in degrees, WGS 84. `covers` holds territory ids, empty = unknown.
    `schedule` is a key equal for resources that are open at the same moments ("" = hours unknown).
    `due_on` and `overdue_on` are the days from which the listing counts as due and overdue; None = never verified.
    `about` is where the listing stands among needs: `indexing.fields.ABOUT_BYTES` signed bytes, b"" = not known (and so
    are bytes that are all 0, which point nowhere).
    `card` is the public JSON a result list shows, so that a search needs no database read.
    """

    id: str
    version: int
    name: str
    organisation: str
    summary: str
    description: str  # plain text, without Markdown
    topic_words: str  # labels of topics and categories
    audience_words: str  # labels and details of audiences
    commune_name: str
    categories: tuple[str, ...]
    topics: tuple[str, ...]
    audiences: tuple[str, ...]
    modes: tuple[str, ...]
    languages: tuple[str, ...]
    kind: str
    cost: str
    capacity: str  # open | limited | full | ""
    covers: tuple[str, ...]
    commune: str  # INSEE code, "" = none
    point: tuple[float, float] | None
    remote: bool
    schedule: str
    verified_on: date | None
    due_on: date | None
    overdue_on: date | None
    completeness: float  # 0..1
    card: Mapping[str, Any] = field(default_factory=dict)
    suggested_topics: tuple[str, ...] = ()
    about: bytes = b""
