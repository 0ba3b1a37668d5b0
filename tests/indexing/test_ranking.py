"""The formula of the order, factor by factor."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest

from indexing import ranking
from indexing.fields import ABOUT_BYTES

NO = np.array([False])
YES = np.array([True])


def place(distance: float, *, remote: bool = False, unknown: bool = False, located: bool = False) -> float:
    """The place factor of one resource."""
    flags = (np.array([value]) for value in (remote, unknown, located))
    return float(ranking.place_factor(np.array([distance]), *flags)[0])


def freshness(verified: int, due: int, overdue: int) -> float:
    """The freshness factor on 1970-01-11, day 10."""
    days = (np.array([day], np.int32) for day in (verified, due, overdue))
    return float(ranking.freshness_factor(date(1970, 1, 11), *days)[0])


def test_the_place_counts_from_covered_to_unknown_to_elsewhere() -> None:
    order = [place(0), place(0, unknown=True), place(0, located=True), place(np.nan, unknown=True)]
    assert order == sorted(order, reverse=True)
    assert len(set(order)) == 4


def test_nearness_falls_with_distance_and_never_to_nothing() -> None:
    factors = [place(distance) for distance in (0, 1, 5, 20, 100, 1_000, 20_000)]
    assert factors == sorted(factors, reverse=True)
    assert factors[0] == 1.0
    assert factors[-1] > ranking.FAR


def test_remote_and_placeless_resources_stand_in_the_middle() -> None:
    assert place(500, remote=True) == place(np.nan) == ranking.REMOTE
    assert place(0, remote=True) == 1.0
    assert place(500) < ranking.REMOTE < place(2)


def about(*listings: tuple[int, ...]) -> list[float]:
    """The factor of listings whose first signed bytes are these, for what is asked in the first direction."""
    rows = np.array([(*listing, *[0] * (ABOUT_BYTES - len(listing))) for listing in listings], np.int8)
    return list(map(float, ranking.about_factor(bytes([127, *[0] * (ABOUT_BYTES - 1)]), rows)))


def test_what_a_listing_is_about_counts_from_the_same_to_half_to_unknown_to_another() -> None:
    same, half, unknown, other, opposite = about((127,), (64, 110), (), (0, 127), (-127,))
    assert same == 1.0
    assert half == pytest.approx(math.exp(ranking.ABOUT * (64 / 127 - 1)))
    assert unknown == pytest.approx(math.exp(ranking.ABOUT * (ranking.ABOUT_UNKNOWN - 1)))
    assert other == opposite == pytest.approx(math.exp(-ranking.ABOUT))
    assert same > half > unknown > other > 0


def test_a_place_a_hair_too_long_counts_as_the_same() -> None:
    rows = np.full((1, ABOUT_BYTES), 127, np.int8)
    assert ranking.about_factor(rows.tobytes(), rows).tolist() == [1.0]


def test_no_row_is_no_factor() -> None:
    assert ranking.about_factor(bytes(ABOUT_BYTES), np.empty((0, ABOUT_BYTES), np.int8)).tolist() == []


def test_freshness_steps() -> None:
    assert freshness(5, 11, 20) == 1.0
    assert freshness(5, 10, 20) == ranking.DUE
    assert freshness(5, 8, 10) == ranking.OVERDUE
    assert freshness(ranking.NEVER, ranking.NEVER, ranking.NEVER) == ranking.NOT_VERIFIED


def test_completeness_and_capacity_lower_and_never_remove() -> None:
    complete = np.array([1.0], np.float32)
    empty = np.array([0.0], np.float32)
    assert ranking.quality_factor(complete, NO, NO) == 1.0
    assert ranking.quality_factor(empty, NO, NO) == ranking.INCOMPLETE
    assert ranking.quality_factor(complete, YES, NO) == ranking.LIMITED
    assert ranking.quality_factor(complete, NO, YES) == ranking.FULL


def test_scores_a_hair_apart_stand_on_the_same_step() -> None:
    scores = np.array([10.0, 10.01, 11.0, 0.0])
    steps = ranking.step(scores)
    assert steps[0] == steps[1] > steps[2]
    assert steps[3] == max(steps)


def test_days() -> None:
    assert (ranking.days(None), ranking.days(date(1970, 1, 2))) == (ranking.NEVER, 1)
