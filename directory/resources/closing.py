"""Closures of a place: those that matter to somebody who would come soon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from directory.french import day

SOON = timedelta(days=15)


@dataclass(frozen=True, slots=True)
class Closure:
    """Both days are shut."""

    first: date
    last: date
    reason: str

    def holds_on(self, today: date) -> bool:
        """Whether the place is shut on `today`."""
        return self.first <= today <= self.last

    @property
    def words(self) -> str:
        """« fermé du 24 décembre 2026 au 2 janvier 2027 : congés »."""
        period = f"le {day(self.first)}" if self.first == self.last else f"du {day(self.first)} au {day(self.last)}"
        return f"fermé {period}" + (f" : {self.reason}" if self.reason else "")


def coming_closures(closures: Sequence[dict[str, str]], today: date) -> list[Closure]:
    """The closures of a record that hold on `today` or begin within 15 days."""
    read = (Closure(date.fromisoformat(c["from"]), date.fromisoformat(c["to"]), c["reason"]) for c in closures)
    return [closure for closure in read if closure.first - SOON <= today <= closure.last]
