"""Records of a text table: CSV whatever its delimiter, with the physical line each begins on."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from directory.exchange.decoding import WINDOWS_ELSE
from directory.exchange.rows import UnusableFile

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 200  # records looked at to know the delimiter
_END = "\x00\x00"  # a line added after the last one: a record that swallows it had a quote left open

_LONGEST_CELL = 1_000_000  # characters; beyond, a quote was most likely left open
csv.field_size_limit(_LONGEST_CELL)

Record = tuple[int, list[str]]


def delimiter_of(path: Path, encoding: str) -> str:
    """The delimiter that cuts the first records into the most columns, most regularly; "," when none cuts.

    One that cuts the first line like the others is preferred: a comma may be in every address, hardly in a header.
    """
    return max(_DELIMITERS, key=lambda delimiter: _regularity(path, encoding, delimiter))


def _regularity(path: Path, encoding: str, delimiter: str) -> tuple[bool, float]:
    widths: list[int] = []
    try:
        for _, cells in islice(records(path, encoding, delimiter), _SAMPLE):
            widths.append(len(cells))
    except UnusableFile:
        pass  # told when the whole file is read
    if not widths:
        return False, 0.0
    usual = max(set(widths), key=widths.count)
    return usual > 1 and widths[0] == usual, (usual - 1) * (widths.count(usual) / len(widths)) ** 2


def records(path: Path, encoding: str, delimiter: str) -> Iterator[Record]:
    """Each record with the line it begins on (from 1); empty lines are no records.

    Raises `UnusableFile` at the first record that cannot be read.
    """
    line = 1
    try:
        with path.open(encoding=encoding, newline="", errors=WINDOWS_ELSE) as file:
            reader = csv.reader(chain(file, [_END]), delimiter=delimiter)
            for cells in reader:
                if cells == [_END]:
                    return
                if cells and cells[-1].endswith(_END):
                    raise _unclosed_quote(path, line)
                if cells:
                    yield line, cells
                line = reader.line_num + 1
    except csv.Error as error:
        raise UnusableFile(
            f"{path.name}, ligne {line} : une cellule de plus d’un million de caractères. Un guillemet ouvert sur "
            "cette ligne n’est sans doute jamais refermé : corrigez-la et recommencez."
        ) from error


def _unclosed_quote(path: Path, line: int) -> UnusableFile:
    return UnusableFile(
        f"{path.name}, ligne {line} : un guillemet ouvert sur cette ligne n’est jamais refermé. "
        "Corrigez la ligne et recommencez."
    )
