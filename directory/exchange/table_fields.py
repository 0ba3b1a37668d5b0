"""What a column of a table can become: reads `table_fields.toml`."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_WORD = re.compile(r"[^\W_]+")

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class TableField:
    """`reading` says how cells are read; `otherwise` is the field that keeps, in words, what was not understood."""

    name: str
    reading: str
    headers: tuple[str, ...]
    vocabulary: str = ""
    otherwise: str = ""


@cache
def table_fields() -> Mapping[str, TableField]:
    """Every field a mapping may name, in the order they are shown; read once a process."""
    with (Path(__file__).parent / "table_fields.toml").open("rb") as file:
        raw = tomllib.load(file)
    return {name: TableField(name, **(entry | {"headers": tuple(entry["headers"])})) for name, entry in raw.items()}


def plain(text: str) -> str:
    """`text` reduced to what tells two words apart: lower case, without accents, letters and digits only.

    External ids made by `table` hang on it: a change here would give new ids to listings that have none of their own.
    """
    letters = text.casefold()
    if not letters.isascii():
        decomposed = unicodedata.normalize("NFKD", letters.replace("œ", "oe").replace("æ", "ae"))
        letters = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(_WORD.findall(letters))
