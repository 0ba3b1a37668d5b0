"""Fits raw texts into the record: what is too long is cut at a word, and the whole of it kept where it can be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import String

from directory.resources.markdown import to_text
from directory.resources.models import Organisation, Resource
from directory.resources.schemas import LONGEST_TEXT

Shortened = tuple[str, str, str]  # field, value, reason

_SUMMARY = 280  # characters
_PARAGRAPHS = ("description", "access_conditions", "audiences_details", "cost_details", "opening_hours_note")
# Names, and where their whole goes; a place or a person is only cut.
_WHOLE_IN = {"name": "description", "first_step": "access_conditions"}
_LINES = ("name", "first_step", "summary", "address", "address_details", "contact_name")


def fit(raw: Mapping[str, Any], model: type[Organisation | Resource]) -> tuple[dict[str, Any], list[Shortened]]:
    """`raw` with no text longer than its column, and what was shortened."""
    fitted = dict(raw)
    shortened: list[Shortened] = []
    for name in _LINES:
        text, most = fitted.get(name), _longest(model, name)
        if not isinstance(text, str) or not most or len(text) <= most:
            continue
        fitted[name] = cut(text, most)
        reason = f"plus de {most} caractères : raccourci"
        if whole_in := _WHOLE_IN.get(name):
            rest = fitted.get(whole_in)
            fitted[whole_in] = f"{text}\n\n{rest}" if rest else text
            reason += ", le texte entier est gardé " + _WHERE[whole_in]
        shortened.append((name, text, reason))
    for name in _PARAGRAPHS:
        text = fitted.get(name)
        if isinstance(text, str) and len(text) > LONGEST_TEXT:
            fitted[name] = cut(text, LONGEST_TEXT)
            shortened.append((name, text, f"plus de {LONGEST_TEXT} caractères : raccourci"))
    return fitted, shortened


_WHERE = {"description": "en tête de la description", "access_conditions": "dans les conditions d’accès"}


def summary_of(description: str) -> str:
    """The first sentence of a description, in at most 280 characters; "" when there is nothing to say."""
    text = " ".join(to_text(description[:2000]).split())
    for end, mark in enumerate(text[:_SUMMARY], start=1):
        if mark in ".!?…" and text[end : end + 1] in ("", " ") and not _is_abbreviation(text[:end]):
            return text[:end]
    return cut(text, _SUMMARY)


def cut(text: str, most: int) -> str:
    """`text` in at most `most` characters, ended by « … » after a whole word when it is longer."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    words = kept.rpartition(" ")[0] if not text[most - 1].isspace() else kept
    return (words or kept).rstrip(" ,;:.-–") + "…"


def _is_abbreviation(sentence: str) -> bool:
    """Whether the point that ends `sentence` ends a short word (« M. », « Tél. », « St. ») rather than a sentence."""
    last = sentence.rpartition(" ")[2]
    return len(sentence) < 25 or (len(last) <= 4 and last[:1].isupper())


def _longest(model: type[Organisation | Resource], name: str) -> int | None:
    column = model.__table__.c.get(name)
    return column.type.length if column is not None and isinstance(column.type, String) else None
