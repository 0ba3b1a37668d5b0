"""Distances and cells."""

from __future__ import annotations

import random

import numpy as np
import pytest

from indexing.distances import CELL, cell_of, cells_around, distance_km


def one_distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres between two points."""
    return float(distance_km(one, np.array([other[0]], np.float32), np.array([other[1]], np.float32))[0])


def test_distances_are_great_circles() -> None:
    assert one_distance((44.0176, 1.3550), (43.6045, 1.4440)) == pytest.approx(46.5, abs=0.1)
    assert one_distance((48.8566, 2.3522), (-21.1151, 55.5364)) == pytest.approx(9_400, abs=60)
    assert one_distance((44.0, 1.0), (44.0, 1.0)) == pytest.approx(0.0, abs=0.001)


def test_without_a_point_there_is_no_distance() -> None:
    assert np.isnan(one_distance((44.0, 1.0), (np.nan, np.nan)))


@pytest.mark.parametrize("radius", [10.0, 25.0, 100.0, 400.0])
def test_cells_around_miss_nothing_in_the_radius(radius: float) -> None:
    chance = random.Random(82)
    for _ in range(300):
        point = (chance.uniform(-50, 60), chance.uniform(-60, 60))
        near = (point[0] + chance.uniform(-4, 4), point[1] + chance.uniform(-8, 8))
        if one_distance(point, near) <= radius:
            assert cell_of(near) in set(cells_around(point, radius))


def test_the_smallest_radius_meets_few_cells() -> None:
    assert CELL == 0.25
    assert len(list(cells_around((44.01, 1.35), 10.0))) <= 6
