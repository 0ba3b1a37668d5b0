"""Towns to find one's way by on a map that has no tiles."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from directory.territories.gazetteer import Commune, Gazetteer, Kind

MOST = 12
FAR_ENOUGH = 7  # names on the map are at least a seventh of its width apart
SMALLEST_FRAME = 0.15  # degrees: around a single pin, show the towns near it too

Landmark = tuple[str, float, float]
Degrees = npt.NDArray[np.float64]


def landmarks(pins: Sequence[tuple[float, float]], gazetteer: Gazetteer) -> list[Landmark]:
    """Name, latitude and longitude of the biggest towns among `pins` (latitude, longitude), spread over the map."""
    if not pins:
        return []
    latitudes, longitudes = zip(*pins, strict=True)
    south, north = min(latitudes) - SMALLEST_FRAME, max(latitudes) + SMALLEST_FRAME
    west, east = min(longitudes) - SMALLEST_FRAME, max(longitudes) + SMALLEST_FRAME
    apart = max(north - south, east - west) / FAR_ENOUGH
    towns, lats, lons = _towns(gazetteer)
    left = np.flatnonzero((lats >= south) & (lats <= north) & (lons >= west) & (lons <= east))
    kept: list[Landmark] = []
    while len(left) and len(kept) < MOST:
        town = towns[left[0]]
        lat, lon = round(town.latitude, 4), round(town.longitude, 4)
        kept.append((town.name, lat, lon))
        left = left[np.maximum(np.abs(lats[left] - lat), np.abs(lons[left] - lon)) >= apart]
    return kept


@lru_cache(maxsize=1)
def _towns(gazetteer: Gazetteer) -> tuple[list[Commune], Degrees, Degrees]:
    """Every present commune, most populated first, and beside them their latitudes and longitudes."""
    communes = (gazetteer.commune(territory.code) for territory in gazetteer.territories(Kind.COMMUNE))
    present = {commune.code: commune for commune in communes if commune and not commune.parent}
    towns = sorted(present.values(), key=lambda commune: -commune.population)
    return towns, np.array([town.latitude for town in towns]), np.array([town.longitude for town in towns])
