"""Objects of a JSON file, one at a time: an array, an object that holds one (`items`), or an object a line (NDJSON)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import ijson

from directory.exchange.rows import UnusableFile, why_unreadable

_START = 4096  # bytes looked at to know the layout
_BOM = b"\xef\xbb\xbf"
_DEEPEST = 100  # levels; each costs ijson the whole path to it, and a million of them all the memory


@dataclass(frozen=True, slots=True)
class Item:
    """`position` counts from 1 (in NDJSON it is the line). `value` is {} when `fault` says in French why."""

    position: int
    value: dict[str, Any]
    fault: str = ""


def looks_like_json(start: bytes) -> bool:
    """Whether a file that begins with these bytes is meant to be JSON."""
    return start.removeprefix(_BOM).lstrip()[:1] in (b"[", b"{")


def read_items(path: Path) -> Iterator[Item]:
    """Every item of `path`, in order, with constant memory.

    Raises `UnusableFile`, possibly after some items, when the JSON is cut or malformed; a malformed line of NDJSON is
    only a fault of its item.
    """
    try:
        with path.open("rb") as file:
            start = file.read(_START).removeprefix(_BOM).lstrip()
            file.seek(0)
            if start.startswith(b"["):
                yield from _array(file, "item")
            elif _is_ndjson(start):
                yield from _lines(file)
            else:
                yield from _array(file, "items.item")
    except OSError as error:
        raise UnusableFile(f"{path.name} : impossible de lire le fichier ({why_unreadable(error)}).") from error
    except (ijson.JSONError, UnicodeDecodeError, ArithmeticError) as error:
        raise UnusableFile(
            f"{path.name} : JSON abîmé ou incomplet{_around(error)}. Exportez-le à nouveau en entier."
        ) from error


def _around(error: Exception) -> str:
    """Where the reader of JSON stopped, if it says so: the text is on the second line of its message."""
    _, _, shown = str(error).partition("\n")
    text = " ".join(shown.partition("\n")[0].split())
    if not text:
        return ""
    reason = " (NaN et Infinity n’en sont pas : écrivez null)" if "NaN" in text or "Infinity" in text else ""
    return f", vers « {text} »{reason}"


def _is_ndjson(start: bytes) -> bool:
    """Whether the first line is an object by itself (or too long to tell, which only happens to lines of NDJSON)."""
    line, end, _ = start.partition(b"\n")
    if not end and len(start) > _START // 2:
        return not line.startswith((b'{"items"', b'{ "items"'))
    try:
        return isinstance(json.loads(line), dict) and b'"items"' not in line[:20]
    except (ValueError, RecursionError):
        return False


def _array(file: IO[bytes], prefix: str) -> Iterator[Item]:
    if file.read(len(_BOM)) != _BOM:
        file.seek(0)
    for position, value in enumerate(ijson.items(ijson.parse(_events(file)), prefix), 1):
        if isinstance(value, dict):
            yield Item(position, value)
        else:
            yield Item(position, {}, "attendu un objet { … } avec ses champs")


def _events(file: IO[bytes]) -> Iterator[tuple[str, Any]]:
    """What ijson reads, with plain numbers however long they are. Raises `ijson.JSONError` beyond `_DEEPEST` levels."""
    depth = 0
    for event, value in ijson.basic_parse(file):
        depth += event.startswith("start_") - event.startswith("end_")
        if depth > _DEEPEST:
            raise ijson.JSONError
        yield event, float(value) if isinstance(value, Decimal) else value


def _lines(file: IO[bytes]) -> Iterator[Item]:
    for number, line in enumerate(file, 1):
        line = line.removeprefix(_BOM) if number == 1 else line
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):  # the second: too many levels
            yield Item(number, {}, "cette ligne n’est pas du JSON lisible")
            continue
        yield Item(number, value) if isinstance(value, dict) else Item(number, {}, "attendu un objet { … } par ligne")
