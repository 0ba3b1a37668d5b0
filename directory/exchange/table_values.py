"""Cells of a table → values a schema can check. Nothing is lost: what is no value is kept in words.

A reader never refuses: a text it cannot read comes back as it is, for `resources.schemas` to say what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from phonenumbers import Leniency, PhoneNumberMatcher

from directory.exchange.table_fields import plain

# What people type for "nothing". "-" and "x" mean something else in a column of hours, read by `french_hours`.
NOTHING = frozenset(
    {"", "null", "na", "n a", "none", "nan", "x", "neant", "non renseigne", "nc", "nr", "ras", "sans objet"}
)

_LONGEST_NOTHING = 20  # characters

_WHOLE = re.compile(r"(\d+)[.,]0+")
_PHONE = re.compile(r"0\d(?:[ .-]?\d\d){4}")
_SHORT_PHONE = re.compile(r"(?<![\d€])(?:3\d ?\d\d|11\d(?: ?\d{3})?|1[0-9])(?![\dh€])")
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+|\b[\w-]+(?:\.[\w-]+)*\.(?:fr|org|com|net|eu|info|gouv|asso|re)\b(?:/\S*)?"
)
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b.*", re.DOTALL)
_POINT = re.compile(r"(-?\d+\.\d+)\s*[,; ]\s*(-?\d+\.\d+)|(-?\d+,\d+)\s*[; ]\s*(-?\d+,\d+)")
_SEPARATORS = re.compile(r"[,;|/\n•]")


@dataclass(frozen=True, slots=True)
class Reading:
    """`value` for the schema (None: nothing), `remark` to tell in French, `words` to keep somewhere people read."""

    value: Any
    remark: str = ""
    words: str = ""


def is_nothing(text: str) -> bool:
    """Whether `text` is one of the ways people say that there is nothing (NULL, N/A, « non renseigné », a dash…)."""
    return not text or (len(text) <= _LONGEST_NOTHING and plain(text) in NOTHING)


def code(text: str) -> Reading:
    """An identifier, without the `.0` a spreadsheet gave it."""
    return Reading(whole(text))


def whole(text: str) -> str:
    """`45200.0` → `45200`; any other text as it is."""
    match = _WHOLE.fullmatch(text.strip())
    return match[1] if match else text.strip()


def phone(text: str) -> Reading:
    """The first number of a cell, its lost zero given back; the others and the words around them are kept."""
    digits = whole(text)
    if _PHONE.fullmatch(digits):
        return Reading(digits)
    if re.fullmatch(r"[1-9]\d{8}", digits):
        return Reading(f"0{digits}", "zéro du début rétabli")
    numbers = [match.raw_string for match in PhoneNumberMatcher(text, "FR", leniency=Leniency.POSSIBLE)]
    found = numbers or _SHORT_PHONE.findall(text)
    return _first(text, found, "un numéro de téléphone", "Téléphone", is_words=_letters(text) >= 3)


def email(text: str) -> Reading:
    """The first address of a cell; the others and the words around them are kept."""
    return _first(text, _EMAIL.findall(text), "une adresse électronique", "Courriel", is_words="@" not in text)


def url(text: str) -> Reading:
    """The first web address of a cell, without the punctuation behind it; the rest is kept."""
    found = [match.rstrip(".,;:)") for match in _URL.findall(text)]
    return _first(text, found, "une adresse web", "Site web", is_words=" " in text)


def _first(text: str, found: list[str], what: str, label: str, *, is_words: bool) -> Reading:
    """The first of `found`; `is_words`: a text without any is a sentence, not a value badly written."""
    if not found and not is_words:
        return Reading(text)
    if not found:
        return Reading(None, f"ce n’est pas {what} : gardé en toutes lettres dans la description", f"{label} : {text}")
    around = text
    for value in found:
        around = around.replace(value, " ", 1)
    if _letters(around) < 3 and len(found) == 1:
        return Reading(found[0])
    words = f"{label} : {text if _letters(around) >= 3 else ' · '.join(found)}"
    return Reading(found[0], f"la cellule dit plus qu’{what} : le reste est gardé dans la description", words)


def _letters(text: str) -> int:
    return sum(character.isalpha() for character in text)


def number(text: str) -> Reading:
    """A number, with a decimal comma or point."""
    try:
        return Reading(float(re.sub(r"[\s°]", "", text).replace(",", ".")))
    except ValueError:
        return Reading(text)


def point(text: str) -> Reading:
    """`44.01, 1.35` → (latitude, longitude) as numbers."""
    match = _POINT.search(text)
    if not match:
        return Reading(text)
    return Reading(tuple(float(part.replace(",", ".")) for part in match.groups() if part))


def day(text: str, *, month_first: bool = False) -> Reading:
    """A date as an ISO text. `month_first` decides for those that read both ways (1/6/2021)."""
    match = _DATE.fullmatch(text)
    if not match:
        return Reading(text)
    first, second, year = (int(part) for part in match.groups())
    year += 2000 if year < 100 else 0
    for month, day_number in ((first, second), (second, first)) if month_first else ((second, first), (first, second)):
        try:
            return Reading(date(year, month, day_number).isoformat())
        except ValueError:
            continue
    return Reading(text)


def items(text: str) -> Reading:
    """Several values in a cell, cut at commas, semicolons, bars, slashes and line breaks."""
    return Reading([part.strip(" -.") for part in _SEPARATORS.split(text) if part.strip(" -.")])


def labels(text: str, known: Mapping[str, tuple[str, ...]]) -> tuple[list[str], list[str]]:
    """Slugs that a cell names, and the parts of it that `known` (plain label → slugs) does not hold."""
    if slugs := known.get(plain(text)):
        return list(slugs), []
    found: list[str] = []
    unknown = []
    for part in items(text).value:
        slugs = known.get(plain(part), ())
        found += [slug for slug in slugs if slug not in found]
        unknown += [] if plain(part) in known else [part]
    return found, unknown
