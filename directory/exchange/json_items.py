"""Objects of a JSON file, one at a time: an array, an object that holds one (`items`), or an object a line (NDJSON)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import ijson

from directory.exchange.rows import UnusableFile

_START = 4096  # bytes looked at to know the layout
_BOM = b"\xef\xbb\xbf"


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
        raise UnusableFile(f"{path.name} : impossible de lire le fichier ({error.strerror}).") from error
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise UnusableFile(
            f"{path.name} : JSON abîmé ou incomplet ({error}). Exportez-le à nouveau en entier."
        ) from error


def _is_ndjson(start: bytes) -> bool:
    """Whether the first line is an object by itself (or too long to tell, which only happens to lines of NDJSON)."""
    line, end, _ = start.partition(b"\n")
    if not end and len(start) > _START // 2:
        return not line.startswith((b'{"items"', b'{ "items"'))
    try:
        return isinstance(json.loads(line), dict) and b'"items"' not in line[:20]
    except ValueError:
        return False


def _array(file: IO[bytes], prefix: str) -> Iterator[Item]:
    if file.read(len(_BOM)) != _BOM:
        file.seek(0)
    for position, value in enumerate(ijson.items(file, prefix, use_float=True), 1):
        if isinstance(value, dict):
            yield Item(position, value)
        else:
            yield Item(position, {}, "attendu un objet { … } avec ses champs")


def _lines(file: IO[bytes]) -> Iterator[Item]:
    for number, line in enumerate(file, 1):
        line = line.removeprefix(_BOM) if number == 1 else line
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except ValueError:
            yield Item(number, {}, "cette ligne n’est pas du JSON lisible")
            continue
        yield Item(number, value) if isinstance(value, dict) else Item(number, {}, "attendu un objet { … } par ligne")
