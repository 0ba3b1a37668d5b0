"""Fields of a schedule: opening hours in OpenStreetMap syntax, and closures."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import opening_hours
from marshmallow import ValidationError

from directory.resources.values import Text, Value, clean_text, day_of, quoted

LONGEST_HOURS = 1000  # characters: a schedule beyond that is a text that lost its way
LONGEST_REASON = 150


class Hours(Text):
    """Opening hours in OpenStreetMap syntax, as they were written. "" means unknown."""

    def __init__(self) -> None:
        super().__init__(LONGEST_HOURS)

    def clean(self, value: Any) -> str:
        """The same hours on one line, once they are understood."""
        hours = super().clean(value).strip("; ")
        if hours and (start := _misunderstood(hours)) is not None:
            raise ValidationError(
                f"Horaires non compris à partir de {quoted(hours[start:] or hours)}. Exemple de ce qui est compris : "
                "Mo-Fr 09:00-12:00,14:00-17:00; Sa 09:00-12:00; PH off"
            )
        return hours


@lru_cache(maxsize=20_000)
def _misunderstood(hours: str) -> int | None:
    """Where `hours` stops being understood, counted from 0; None when all of it is."""
    try:
        opening_hours.OpeningHours(hours)
    except opening_hours.ParserError as error:  # type: ignore[attr-defined]  # the package's stubs forgot it
        place = re.search(r"--> \d+:(\d+)", str(error))
        return int(place[1]) - 1 if place else 0
    return None


class Closures(Value[list[dict[str, str]]]):
    """Periods when the place is shut: `{"from": day, "to": day, "reason": text}`, in the order of their days.

    Days are ISO texts or dates in, ISO texts out; `to` is the last day shut and may be absent (one day).
    """

    def nothing(self) -> list[dict[str, str]]:
        """An empty list."""
        return []

    def clean(self, value: Any) -> list[dict[str, str]]:
        """The closures, complete and sorted."""
        if not isinstance(value, list | tuple):
            raise ValidationError(f"{quoted(value)} : une liste de fermetures est attendue.")
        return sorted((_closure(item) for item in value), key=lambda closure: (closure["from"], closure["to"]))


def _closure(item: Any) -> dict[str, str]:
    if not isinstance(item, dict) or "from" not in item or item.keys() - {"from", "to", "reason"}:
        raise ValidationError(f"{quoted(item)} : une fermeture s’écrit avec « from », « to » et « reason ».")
    first = day_of(item["from"])
    last = day_of(item.get("to") or first)
    if last < first:
        raise ValidationError(f"La fermeture finit le {last} avant de commencer le {first} : inversez les dates.")
    reason = " ".join(clean_text(item.get("reason") or "").split())
    if len(reason) > LONGEST_REASON:
        raise ValidationError(f"Motif de fermeture trop long : {len(reason)} caractères, {LONGEST_REASON} au plus.")
    return {"from": first.isoformat(), "to": last.isoformat(), "reason": reason}
