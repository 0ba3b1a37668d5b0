"""The kinds of value a record holds, one marshmallow field each: raw value in, clean value or a French message out."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from marshmallow import ValidationError, fields

T = TypeVar("T")

# Control characters (PostgreSQL refuses NUL), lone surrogates and invisible marks that files carry along.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u200b\u2028\u2029\ufeff]")

# Marks that turn round the writing of what follows, on a page too when they are left open.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def quoted(value: object) -> str:
    """`value` between French quotes, cut when it is long, for a message."""
    text = str(value)
    return f"« {text[:77]}… »" if len(text) > 80 else f"« {text} »"


def clean_text(value: object) -> str:
    """Text without what cannot be read: NFC, no control character, trimmed. Raises `ValidationError` if not a text."""
    if not isinstance(value, str):
        raise ValidationError(f"{quoted(value)} : un texte est attendu.")
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub("", value)).strip()


class Value(fields.Field[T], Generic[T]):
    """A value that `clean` accepts or refuses. Nothing (None or a blank text) is always accepted: see `nothing`."""

    def __init__(self, *, required: bool = False) -> None:
        super().__init__(
            required=required,
            allow_none=True,
            pre_load=lambda value: (
                self.nothing() if value is None or (isinstance(value, str) and not value.strip()) else value
            ),
            error_messages={"required": "Cette information est obligatoire : indiquez-la."},
        )

    def nothing(self) -> T | None:
        """What the column holds when there is nothing to say."""
        return None

    def clean(self, value: Any) -> T:
        """The clean value. Raises `ValidationError`, in French."""
        raise NotImplementedError

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> T:  # noqa: ARG002
        return self.clean(value)


class Text(Value[str]):
    """A text of at most `most` characters. One line, unless `paragraphs`."""

    def __init__(self, most: int, *, paragraphs: bool = False, required: bool = False) -> None:
        super().__init__(required=required)
        self.most = most
        self.paragraphs = paragraphs

    def nothing(self) -> str:
        """An empty text."""
        return ""

    def clean(self, value: Any) -> str:
        """The text with its spaces put in order."""
        text = _TURNING.sub("", clean_text(value))
        text = text.replace("\r\n", "\n").replace("\r", "\n") if self.paragraphs else " ".join(text.split())
        if self.required and not text:
            raise self.make_error("required")
        if len(text) > self.most:
            raise ValidationError(f"{len(text)} caractères, {self.most} au plus : raccourcissez ce texte.")
        return text


class Several(Value[list[str]]):
    """Several texts, each kept once, in the order given."""

    def nothing(self) -> list[str]:
        """An empty list."""
        return []

    def clean(self, value: Any) -> list[str]:
        """The clean texts, without the empty ones."""
        if not isinstance(value, list | tuple):
            raise ValidationError(f"{quoted(value)} : une liste est attendue, même pour une seule valeur.")
        return [text for text in dict.fromkeys(self.clean_each(value)) if text]

    def clean_each(self, values: list[Any] | tuple[Any, ...]) -> list[str]:
        """The clean texts, as many as `values`. Raises `ValidationError`, in French."""
        raise NotImplementedError


class Texts(Several):
    """Several one-line texts of at most `most` characters."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.line = Text(most)

    def clean_each(self, values: list[Any] | tuple[Any, ...]) -> list[str]:
        """Each text on one line."""
        return [self.line.clean(value) for value in values]


class Postcode(Text):
    """Five digits."""

    def __init__(self) -> None:
        super().__init__(5)

    def clean(self, value: Any) -> str:
        """The five digits, without spaces."""
        code = "".join(clean_text(value).split())
        if code and not re.fullmatch(r"(?!00|99)[0-9]{5}", code):
            raise ValidationError(f"{quoted(value)} n’est pas un code postal : cinq chiffres, par exemple 82000.")
        return code


class Day(Value[date]):
    """A day, as a date or ISO text (the time of a moment is left out)."""

    def clean(self, value: Any) -> date:
        """The day."""
        return day_of(value)


def day_of(value: object) -> date:
    """The day that `value` (date, moment or ISO text) says. Raises `ValidationError`."""
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ].*)?", text := str(value).strip()):
            return date.fromisoformat(text[:10])
    except ValueError:
        pass  # a day that no calendar holds
    raise ValidationError(f"{quoted(value)} n’est pas une date : année-mois-jour, par exemple 2026-03-15.")


class Number(Value[float]):
    """A number between `least` and `most`."""

    def __init__(self, least: float, most: float) -> None:
        super().__init__()
        self.least = least
        self.most = most

    def clean(self, value: Any) -> float:
        """The number."""
        try:
            number = math.nan if isinstance(value, bool) else float(value)
        except (TypeError, ValueError):
            number = math.nan
        if self.least <= number <= self.most:
            return number
        raise ValidationError(f"{quoted(value)} : un nombre entre {self.least} et {self.most} est attendu.")
