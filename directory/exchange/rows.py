"""A record of a table, as text, with where it stands, and what makes a whole file unusable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from directory.errors import BrpError
from directory.exchange.listings import Notice


class UnusableFile(BrpError):
    """The file cannot be read as what it claims to be; raised before any of its lines is handed over."""


def why_unreadable(error: OSError) -> str:
    """Why a file cannot be opened, in French."""
    match error:
        case FileNotFoundError():
            return "il n’existe pas"
        case IsADirectoryError():
            return "c’est un dossier"
        case PermissionError():
            return "l’accès est refusé"
    return error.strerror or str(error)


@dataclass(frozen=True, slots=True)
class Row:
    """`line` is where the record begins in the file (in a workbook, the row of its sheet), counted from 1.

    `values` maps each header (repeated headers made distinct, unnamed columns left out) to its text, spaces trimmed.
    `fault` says in French why the line cannot be a record (blank, header repeated, too many cells); "" when it can.
    `notices` tell the repairs made to its text.
    """

    file: str
    line: int
    values: Mapping[str, str]
    sheet: str = ""
    fault: str = ""
    notices: tuple[Notice, ...] = ()
