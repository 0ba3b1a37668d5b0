"""Fields whose values come from a closed list of `directory.taxonomy`; a stranger is named, with its nearest one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from marshmallow import ValidationError
from rapidfuzz import fuzz

from directory.resources.values import Several, Value, quoted

LIKE_ENOUGH = 65  # percent: below, a suggestion would be a riddle


def nearest(value: str, choices: Iterable[str]) -> str | None:
    """The choice that `value` most likely stood for, or None when nothing resembles it."""
    likeness = {
        # A topic is "theme--topic": among equals, the one whose own part resembles most.
        choice: (fuzz.WRatio(value.lower(), choice), fuzz.ratio(value.lower(), choice.rpartition("--")[2]))
        for choice in choices
    }
    best = max(likeness, key=lambda choice: likeness[choice])
    return best if likeness[best][0] >= LIKE_ENOUGH else None


def stranger(value: object, choices: Collection[str]) -> str:
    """The message for a value that a closed list does not hold."""
    message = f"{quoted(value)} n’est pas une valeur connue"
    if suggestion := nearest(str(value), choices):
        return f"{message}. Vouliez-vous dire « {suggestion} » ?"
    if len(choices) <= 6:
        return f"{message}. Valeurs possibles : {', '.join(choices)}."
    return f"{message} de cette liste."


class Choice(Value[str]):
    """One slug of `choices` (slug → label)."""

    def __init__(self, choices: Mapping[str, object]) -> None:
        super().__init__()
        self.choices = choices

    def clean(self, value: Any) -> str:
        """The slug."""
        if isinstance(value, str) and value.strip() in self.choices:
            return value.strip()
        raise ValidationError(stranger(value, self.choices))


class Choices(Several):
    """Several slugs of `choices` (slug → label)."""

    def __init__(self, choices: Mapping[str, object]) -> None:
        super().__init__()
        self.choices = choices

    def clean_each(self, values: list[Any] | tuple[Any, ...]) -> list[str]:
        """The slugs; every stranger among them is told."""
        slugs = [str(value).strip() for value in values]
        if strangers := [slug for slug in slugs if slug not in self.choices]:
            raise ValidationError([stranger(slug, self.choices) for slug in strangers])
        return slugs
