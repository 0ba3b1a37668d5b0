"""States of a resource said in an icon and a few words: how fresh it is, whether it is open, whether it has room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from directory.french import NO_BREAK, coming, since
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
    """« ouvert jusqu’à 17 h », « fermé (congés), ouvre lundi à 9 h », « jour férié : à confirmer », or not known.

    Hours are said on the clock of the place, days as seen from `now`.
    """
    if state.open is None:
        return f"{state.why}{NO_BREAK}: à confirmer" if state.why else "horaires inconnus"
    words = ("ouvert" if state.open else "fermé") + (f" ({state.why})" if state.why else "")
    if state.next is None:
        return words
    change = coming(state.next, now.astimezone(state.next.tzinfo))
    if not state.open:
        return f"{words}, ouvre {change}"
    if change.startswith("le "):
        return f"{words} jusqu’au {change.removeprefix('le ')}"
    return f"{words} jusqu’{change if change.startswith('à ') else f'à {change}'}"
