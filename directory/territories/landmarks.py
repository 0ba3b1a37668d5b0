"""Towns to find one's way by on a map that has no tiles."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from directory.territories.gazetteer import Commune, Gazetteer, Kind

MOST = 12
FAR_ENOUGH = 7  # names on the map are at least a seventh of its width apart
SMALLEST_FRAME = 0.15  # degrees: around a single pin, show the towns near it too

Landmark = tuple[str, float, float]


def landmarks(pins: Sequence[tuple[float, float]], gazetteer: Gazetteer) -> list[Landmark]:
    """Name, latitude and longitude of the biggest towns among `pins` (latitude, longitude), spread over the map."""
    if not pins:
        return []
    latitudes, longitudes = zip(*pins, strict=True)
    south, north = min(latitudes) - SMALLEST_FRAME, max(latitudes) + SMALLEST_FRAME
    west, east = min(longitudes) - SMALLEST_FRAME, max(longitudes) + SMALLEST_FRAME
    apart = max(north - south, east - west) / FAR_ENOUGH
    kept: list[Landmark] = []
    for town in _towns(gazetteer):
        if not (south <= town.latitude <= north and west <= town.longitude <= east):
            continue
        if all(max(abs(town.latitude - lat), abs(town.longitude - lon)) >= apart for _, lat, lon in kept):
            kept.append((town.name, round(town.latitude, 4), round(town.longitude, 4)))
        if len(kept) == MOST:
            break
    return kept


@lru_cache(maxsize=1)
def _towns(gazetteer: Gazetteer) -> tuple[Commune, ...]:
    """Every present commune, most populated first."""
    communes = (gazetteer.commune(territory.code) for territory in gazetteer.territories(Kind.COMMUNE))
    return tuple(sorted({c.code: c for c in communes if c and not c.parent}.values(), key=lambda c: -c.population))
