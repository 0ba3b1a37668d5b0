"""How fresh a listing is: the day a person verified it, against how often its category should be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from directory.taxonomy.vocabulary import vocabulary

DUE_AFTER = 0.8  # share of the interval after which a confirmation is due (DESIGN §4)


class Freshness(StrEnum):
    """Staleness lowers rank and shows a badge; it never takes a listing away."""

    FRESH = "fresh"
    DUE = "due"
    OVERDUE = "overdue"
    UNKNOWN = "unknown"


def due_dates(
    verified_on: date | None, categories: Iterable[str], review_every_days: int | None
) -> tuple[date | None, date | None]:
    """First day a confirmation is due, first day it is overdue; (None, None) when never verified or never reviewed.

    The interval is the listing's own `review_every_days`, else the shortest of its categories.
    """
    every = review_every_days or _shortest(categories)
    if verified_on is None or every is None:
        return None, None
    return verified_on + timedelta(days=int(every * DUE_AFTER) + 1), verified_on + timedelta(days=every + 1)


def freshness_on(today: date, due_on: date | None, overdue_on: date | None, verified_on: date | None) -> Freshness:
    """The freshness on `today` of a listing with those `due_dates`."""
    if verified_on is None or due_on is None or overdue_on is None:
        return Freshness.UNKNOWN
    if today >= overdue_on:
        return Freshness.OVERDUE
    return Freshness.DUE if today >= due_on else Freshness.FRESH


def _shortest(categories: Iterable[str]) -> int | None:
    known = vocabulary().categories
    return min((known[slug].review_every_days for slug in categories if slug in known), default=None)
