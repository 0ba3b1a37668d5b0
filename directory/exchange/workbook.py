"""Records of an XLSX workbook: values as a person reads them, merged cells filled, rows streamed."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.parsers import expat

import openpyxl
from openpyxl.utils.cell import range_boundaries

from directory.exchange.delimited import Record
from directory.exchange.rows import UnusableFile

_BLOCK = 1 << 20
_LARGEST_PART = 2 << 30  # bytes of XML; beyond, the archive is a trap rather than a table
_TIGHTEST = 200  # times smaller than its XML; a sheet is 5 to 50 times, one letter repeated a thousand
_SMALL = 50 << 20  # bytes of XML that do no harm however tight
_ZEROS = re.compile(r"0{2,}")

Merged = dict[int, list[tuple[int, int]]]  # row where merged cells begin → their column, and their last row


def sheet_names(path: Path) -> tuple[str, ...]:
    """Names of the visible sheets that can hold a table, in order. Raises `UnusableFile`."""
    with _opened(path) as book:
        return tuple(sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible")


def workbook_records(path: Path, sheet: str, *, whole: bool) -> Iterator[Record]:
    """Each row of `sheet` that holds something, with its number.

    When `whole`, the sheet is read to its end before the first row, and its merged cells are filled downwards.
    Raises `UnusableFile` when the workbook is damaged or has no such sheet.
    """
    with _opened(path) as book:
        if sheet not in book.sheetnames:
            names = ", ".join(f"« {name} »" for name in book.sheetnames)
            raise UnusableFile(f"{path.name} : pas de feuille « {sheet} ». Feuilles du classeur : {names}.")
        worksheet = book[sheet]
        worksheet.reset_dimensions()  # some programs write wrong ones, which would hide columns
        merged = _check(path, worksheet._worksheet_path) if whole else {}
        showing: dict[int, tuple[int, str]] = {}  # column → last row that repeats this text
        for number, cells in enumerate(worksheet.iter_rows(), start=1):
            texts = [_text(cell) for cell in cells]
            for column, (last, text) in list(showing.items()):
                if number > last:
                    del showing[column]
                elif column <= len(texts):
                    texts[column - 1] = texts[column - 1] or text
            for column, last in merged.get(number, ()):
                showing[column] = (last, texts[column - 1] if column <= len(texts) else "")
            if any(texts):
                yield number, texts


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """The workbook; whatever goes wrong while it is open is told as `UnusableFile`."""
    try:
        with path.open("rb") as file:  # given by its name, openpyxl would look at the extension
            with zipfile.ZipFile(file) as archive:
                if any(map(_is_a_trap, archive.infolist())) or archive.testzip():
                    raise zipfile.BadZipFile
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # openpyxl tells of styles it does not know
                book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            yield book
    except UnusableFile:
        raise
    except Exception as error:  # openpyxl lets any error of a malformed part through
        raise UnusableFile(
            f"{path.name} : classeur abîmé ou incomplet, ou autre chose qu’un classeur XLSX. "
            "Ouvrez-le dans votre tableur et enregistrez-le à nouveau au format XLSX."
        ) from error


def _is_a_trap(part: zipfile.ZipInfo) -> bool:
    """Whether a part of a workbook would fill the memory, by what the archive says of it."""
    return part.file_size > max(_SMALL, min(_LARGEST_PART, part.compress_size * _TIGHTEST))


def _check(path: Path, part: str) -> Merged:
    """Reads the XML of a sheet to its end, so that no fault can stop an import half way.

    Returns the cells merged downwards: the text of the first is the text of all. Merged to the right, they are titles.
    """
    merged: Merged = {}

    def element(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "mergeCell":
            left, top, _, bottom = (bound or 1 for bound in range_boundaries(attributes["ref"]))
            if bottom > top:
                merged.setdefault(top, []).append((left, bottom))

    parser = expat.ParserCreate()
    parser.StartElementHandler = element
    try:
        with zipfile.ZipFile(path) as archive, archive.open(part.lstrip("/")) as xml:
            while block := xml.read(_BLOCK):
                parser.Parse(block, False)
            parser.Parse(b"", True)
    except (expat.ExpatError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise UnusableFile(
            f"{path.name} : feuille abîmée. Enregistrez le classeur à nouveau au format XLSX."
        ) from error
    return merged


def _text(cell: Any) -> str:
    """What a person reads in `cell`: dates ISO, whole numbers without a point, zeros that only the format shows."""
    value = cell.value
    if value is None or cell.data_type == "e":
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and _ZEROS.fullmatch(cell.number_format or ""):
        return str(value).zfill(len(cell.number_format))
    return str(value)
