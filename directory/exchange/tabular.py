"""Reads any table, CSV or XLSX, as rows of text: one way in for every format that comes as a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from directory.exchange.decoding import encoding_of
from directory.exchange.delimited import Record, delimiter_of, records
from directory.exchange.listings import Notice
from directory.exchange.repair import repair
from directory.exchange.rows import Row, UnusableFile, why_unreadable
from directory.exchange.workbook import sheet_names, workbook_records

_HEADER_WITHIN = 20  # records; titles may stand above the header
_SAMPLE = 200  # rows kept to guess what columns are
_NOT_A_HEADER = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}|https?://.*|(?:\+33|0)\s?\d(?:[ .-]?\d\d){4}", re.IGNORECASE)

BLANK = "ligne vide"
REPEATED_HEADER = "en-tête répété au milieu du fichier : ce n’est pas une fiche"


@dataclass(frozen=True, slots=True)
class Table:
    """How a file is laid out. `encoding` and `delimiter` are "" for a workbook, `sheet` is "" for a text file.

    `headers` are made distinct; "" marks a column without a name, which is not read.
    """

    path: Path
    encoding: str
    delimiter: str
    sheet: str
    headers: tuple[str, ...]
    header_line: int
    first: tuple[Record, ...]  # at most 200, the header and what stands above it included


def sheets(path: Path) -> tuple[str, ...]:
    """Names of the visible sheets of a workbook, in order; empty for a text file. Raises `UnusableFile`."""
    return sheet_names(path) if _is_workbook(path) else ()


def describe(path: Path, sheet: str = "") -> Table:
    """How `path` is laid out; of a workbook, how `sheet` is (by default its first visible one).

    Raises `UnusableFile`: no table, damaged, no header.
    """
    if _is_workbook(path):
        names = sheet_names(path)
        if not names:
            raise UnusableFile(f"{path.name} : le classeur n’a aucune feuille visible.")
        sheet = sheet or names[0]
        layout = ("", "", sheet)
    else:
        encoding = encoding_of(path)
        layout = (encoding, delimiter_of(path, encoding), "")
    first = tuple(islice(_records(path, *layout, whole=False), _SAMPLE))
    line, cells = _header(path, first[:_HEADER_WITHIN])
    return Table(path, *layout, _distinct(repair(cell).text for cell in cells), line, first)


def read_rows(path: Path, sheet: str = "") -> Iterator[Row]:
    """Every record of `path` below its header, in order; of a workbook, those of `sheet` (by default the first).

    Lines that cannot be records come too, their `fault` saying why: each must be accounted for. Lines above the header,
    empty lines, and blank rows of a workbook (its layout, not its content) are no records.
    The file is read to its end once before its first row: `UnusableFile` is raised before any row is handed over.
    """
    return rows_of(describe(path, sheet))


def rows_of(table: Table) -> Iterator[Row]:
    """The rows of a table already described, as `read_rows` gives them."""
    return _rows(table, _records(table.path, table.encoding, table.delimiter, table.sheet, whole=True))


def first_rows(table: Table) -> list[Row]:
    """Its first rows, without reading the rest."""
    return list(_rows(table, table.first))


def _is_workbook(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PK\x03\x04"
    except OSError as error:
        raise UnusableFile(f"{path.name} : impossible de lire le fichier ({why_unreadable(error)}).") from error


def _records(path: Path, encoding: str, delimiter: str, sheet: str, *, whole: bool) -> Iterator[Record]:
    if sheet:
        yield from workbook_records(path, sheet, whole=whole)
        return
    for _ in records(path, encoding, delimiter) if whole else ():
        pass  # a fault at the end must be known before the first record
    yield from records(path, encoding, delimiter)


def _header(path: Path, first: Sequence[Record]) -> Record:
    """The first record with two names at least (titles have one), else the first that is not blank."""
    filled = [(line, cells, sum(bool(cell.strip()) for cell in cells)) for line, cells in first]
    candidates = [record for record in filled if record[2] >= 2] or [record for record in filled if record[2]]
    if not candidates:
        raise UnusableFile(f"{path.name} : aucune ligne d’en-tête. La première ligne doit nommer les colonnes.")
    line, cells, _ = candidates[0]
    if any(_NOT_A_HEADER.fullmatch(cell.strip()) for cell in cells):
        raise UnusableFile(
            f"{path.name}, ligne {line} : pas d’en-tête, la première ligne est déjà une fiche. "
            "Ajoutez au-dessus une ligne qui nomme les colonnes."
        )
    return line, cells


def _distinct(names: Iterator[str]) -> tuple[str, ...]:
    """`names` with " (2)", " (3)"… behind those already taken; unnamed columns stay unnamed."""
    taken: set[str] = set()
    distinct = []
    for name in names:
        name = " ".join(name.split())
        candidate, number = name, 1
        while candidate and candidate in taken:
            number += 1
            candidate = f"{name} ({number})"
        taken.add(candidate)
        distinct.append(candidate)
    return tuple(distinct)


def _rows(table: Table, found: Iterable[Record]) -> Iterator[Row]:
    headers, file = table.headers, table.path.name
    for line, cells in found:
        if line <= table.header_line:
            continue
        values: dict[str, str] = {}
        notices: list[Notice] = []
        unnamed: list[str] = []
        for position, cell in enumerate(cells):
            header = headers[position] if position < len(headers) else ""
            if not header:
                unnamed += [cell.strip()] if cell.strip() else []
                continue
            repaired = repair(cell)
            values[header] = repaired.text
            if repaired.remark:
                notices.append(Notice(file, line, header, repaired.text, repaired.remark))
        values |= dict.fromkeys((header for header in headers[len(cells) :] if header), "")
        fault = _fault(table, cells, values, unnamed)
        yield Row(file, line, values, table.sheet, fault, tuple(notices))


def _fault(table: Table, cells: Sequence[str], values: dict[str, str], unnamed: Sequence[str]) -> str:
    if not any(values.values()) and not unnamed:
        return BLANK
    if all(text == header for header, text in values.items()):
        return REPEATED_HEADER
    if any(cell.strip() for cell in cells[len(table.headers) :]):
        counted = f"{len(cells)} cellules pour {len(table.headers)} colonnes"
        return f"{counted} : un séparateur sans guillemets décale les valeurs"
    return ""
