"""Records of a text table: CSV whatever its delimiter, with the physical line each begins on."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from directory.exchange.rows import UnusableFile

_DELIMITERS = (";", ",", "\t", "|")
_SAMPLE = 200  # records looked at to know the delimiter
_END = "\x00\x00"  # a line added after the last one: a record that swallows it had a quote left open

csv.field_size_limit(1_000_000)  # characters a cell; beyond, a quote was left open

Record = tuple[int, list[str]]


def delimiter_of(path: Path, encoding: str) -> str:
    """The delimiter that cuts the first records into the most columns, most regularly; "," when none cuts.

    Raises `UnusableFile` when no delimiter reads the file.
    """
    best, best_score = ",", 0.0
    fault: UnusableFile | None = None
    readable = False
    for delimiter in _DELIMITERS:
        try:
            widths = [len(cells) for _, cells in islice(records(path, encoding, delimiter), _SAMPLE)]
        except UnusableFile as error:
            fault = error
            continue
        readable = True
        if not widths:
            continue
        usual = max(set(widths), key=widths.count)
        score = (usual - 1) * (widths.count(usual) / len(widths)) ** 2
        if score > best_score:
            best, best_score = delimiter, score
    if fault and not readable:
        raise fault
    return best


def records(path: Path, encoding: str, delimiter: str) -> Iterator[Record]:
    """Each record with the line it begins on (from 1); empty lines are no records.

    Raises `UnusableFile` at the first record that cannot be read.
    """
    line = 1
    try:
        with path.open(encoding=encoding, newline="", errors="replace") as file:
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
        raise _unclosed_quote(path, line) from error


def _unclosed_quote(path: Path, line: int) -> UnusableFile:
    return UnusableFile(
        f"{path.name}, ligne {line} : un guillemet ouvert sur cette ligne n’est jamais refermé. "
        "Corrigez la ligne et recommencez."
    )
