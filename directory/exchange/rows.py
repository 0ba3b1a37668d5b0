"""A record of a table, as text, with where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """`line` is where the record begins in the file (in a workbook, the row of its sheet), counted from 1.

    `values` maps each header (repeated headers made distinct, unnamed columns left out) to its text, spaces trimmed.
    """

    file: str
    line: int
    values: Mapping[str, str]
    sheet: str = ""
