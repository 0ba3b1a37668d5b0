"""States of a resource said in an icon and a few words: how fresh it is, whether it is open, whether it has room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from directory.french import coming, since
from directory.resources.freshness import Freshness
from directory.resources.opening import OpeningState


@dataclass(frozen=True, slots=True)
class Badge:
    """`tone` is the name of a look (`fresh`, `due`, `overdue`, `unknown`); the words say it all without it."""

    tone: str
    icon: str
    words: str


def freshness_badge(freshness: Freshness, verified_on: date | None, today: date) -> Badge:
    """« vérifié il y a 3 semaines », « à confirmer : vérifié il y a 6 mois », « périmé : … », « jamais vérifié »."""
    if verified_on is None or freshness is Freshness.UNKNOWN:
        return Badge("unknown", "question-lg", "pas encore vérifié")
    verified = f"vérifié {since(verified_on, today)}"
    if freshness is Freshness.DUE:
        return Badge("due", "hourglass-split", f"à confirmer : {verified}")
    if freshness is Freshness.OVERDUE:
        return Badge("overdue", "exclamation-triangle", f"périmé : {verified}")
    return Badge("fresh", "check-lg", verified)


def opening_words(state: OpeningState, now: datetime) -> str:
    """« ouvert, ferme à 17 h », « fermé, ouvre demain à 9 h »; "" when the hours are unknown.

    Hours are said on the clock of the place.
    """
    if state.open is None:
        return ""
    if state.next is None:
        return "ouvert" if state.open else "fermé"
    change = coming(state.next, now.astimezone(state.next.tzinfo))
    return f"ouvert, ferme {change}" if state.open else f"fermé, ouvre {change}"
