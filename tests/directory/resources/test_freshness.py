"""Freshness: the interval of the categories, 80 % of it, and its end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from directory.resources.freshness import Freshness, due_dates, freshness_on
from directory.taxonomy.vocabulary import vocabulary

VERIFIED = date(2026, 1, 1)


def freshness(days: int, every: int | None = None, categories: tuple[str, ...] = ("se-loger",)) -> Freshness:
    due_on, overdue_on = due_dates(VERIFIED, categories, every)
    return freshness_on(VERIFIED + timedelta(days=days), due_on, overdue_on, VERIFIED)


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, "fresh"), (80, "fresh"), (81, "due"), (100, "due"), (101, "overdue"), (4000, "overdue")],
)
def test_a_listing_is_due_beyond_80_percent_of_its_interval_and_overdue_beyond_it(days: int, expected: str) -> None:
    assert freshness(days, every=100) == expected


def test_the_shortest_interval_of_the_categories_counts() -> None:
    short = min(vocabulary().categories.values(), key=lambda category: category.review_every_days)
    long = max(vocabulary().categories.values(), key=lambda category: category.review_every_days)
    assert short.review_every_days < long.review_every_days
    after = short.review_every_days + 1
    assert freshness(after, categories=(long.slug,)) != Freshness.OVERDUE
    assert freshness(after, categories=(long.slug, short.slug)) == Freshness.OVERDUE


def test_the_interval_of_the_listing_itself_comes_first() -> None:
    assert freshness(31, every=30) == Freshness.OVERDUE
    assert freshness(31) == Freshness.FRESH


def test_what_was_never_verified_is_unknown() -> None:
    assert due_dates(None, ["se-loger"], None) == (None, None)
    assert freshness_on(VERIFIED, None, None, None) == Freshness.UNKNOWN


def test_a_listing_without_category_nor_interval_is_unknown() -> None:
    assert due_dates(VERIFIED, [], None) == (None, None)
    assert freshness_on(VERIFIED, None, None, VERIFIED) == Freshness.UNKNOWN
