"""Distances on the globe, and the cells that find what is near without looking at everything."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

EARTH_KM = 6371.0088
CELL = 0.25  # degrees: 28 km from south to north; the smallest radius meets at most six cells in France
KM_PER_DEGREE = math.pi * EARTH_KM / 180.0


def distance_km(
    point: tuple[float, float], latitudes: npt.NDArray[np.float32], longitudes: npt.NDArray[np.float32]
) -> npt.NDArray[np.float64]:
    """Great-circle distances in kilometres from `point` (latitude, longitude in degrees); NaN without a point."""
    latitude, longitude = np.radians(point)
    others = np.radians(latitudes.astype(np.float64))
    a = (
        np.sin((others - latitude) / 2) ** 2
        + math.cos(latitude) * np.cos(others) * np.sin((np.radians(longitudes.astype(np.float64)) - longitude) / 2) ** 2
    )
    distances: npt.NDArray[np.float64] = 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(a, 1.0)))
    return distances


def cell_of(point: tuple[float, float]) -> str:
    """The name of the cell that holds `point`."""
    latitude, longitude = point
    return f"{math.floor(latitude / CELL)}:{math.floor(longitude / CELL)}"


def cells_around(point: tuple[float, float], radius_km: float) -> Iterator[str]:
    """Names of every cell the circle meets (and a few more)."""
    latitude, longitude = point
    north = radius_km / KM_PER_DEGREE
    east = north / max(math.cos(math.radians(min(abs(latitude) + north, 89.0))), 0.01)
    for row in range(math.floor((latitude - north) / CELL), math.floor((latitude + north) / CELL) + 1):
        for column in range(math.floor((longitude - east) / CELL), math.floor((longitude + east) / CELL) + 1):
            yield f"{row}:{column}"
