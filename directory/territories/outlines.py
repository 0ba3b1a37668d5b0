"""Which commune holds a point, from the borders of all communes. Needs numpy only.

`seeds/territories/border_lines.py` writes the file read here: each border once, with the commune on either side.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SCALE = 20_000  # steps a degree in the file: 5.6 m north-south
METRES_PER_STEP = 111_195 / SCALE  # along a meridian
NEARBY_METRES = 500  # a quay or a jetty just outside the outlines still belongs to its commune

Integers = NDArray[np.int32]


class Outlines:
    """Borders of the communes. Answers are row numbers of `communes.csv.gz`."""

    def __init__(self, path: Path) -> None:
        """Reads the file that the build wrote."""
        with np.load(path) as arrays:
            left = np.cumsum(_whole(arrays["left"]), dtype=np.int32)
            self._sides: Integers = np.stack([left, left + _whole(arrays["right"])])
            lengths = _whole(arrays["lengths"])
            heads = np.cumsum(_whole(arrays["heads"]), axis=1, dtype=np.int32)
            steps = _whole(arrays["steps"])
        ends = np.cumsum(lengths)
        self._starts: Integers = (ends - lengths).astype(np.int32)
        moves = np.zeros((2, int(ends[-1])), dtype=np.int32)
        later = np.ones(int(ends[-1]), dtype=bool)
        later[self._starts] = False
        moves[:, later] = steps
        self._points: Integers = np.cumsum(moves, axis=1, dtype=np.int32)
        self._points += np.repeat(heads - self._points[:, self._starts], lengths, axis=1)
        self._ends: Integers = ends.astype(np.int32)
        self._low: Integers = np.minimum.reduceat(self._points, self._starts, axis=1)  # corners of each line's box
        self._high: Integers = np.maximum.reduceat(self._points, self._starts, axis=1)

    def row_at(self, latitude: float, longitude: float) -> int | None:
        """Row of the commune that holds the point (degrees, WGS 84), else of one whose border is less than 500 m away.

        None elsewhere. The first border that a walk eastwards meets tells: the point lies on its western side.
        """
        if not (abs(latitude) <= 90 and abs(longitude) <= 180):
            return None
        x, y = longitude * SCALE, latitude * SCALE
        crossed = (self._low[1] <= y) & (y < self._high[1]) & (x <= self._high[0])
        lines = np.flatnonzero(crossed)
        wholly_east = lines[self._low[0, lines] > x]
        if wholly_east.size:  # nothing beyond the end of one of these can be the first met
            lines = lines[self._low[0, lines] <= self._high[0, wholly_east].min()]
        met: tuple[float, int] = (np.inf, -1)
        for line in lines.tolist():
            met = min(met, self._first_crossing(line, x, y))
        return met[1] if met[1] >= 0 else self._nearest(x, y)

    def _first_crossing(self, line: int, x: float, y: float) -> tuple[float, int]:
        """Where a walk from (x, y) eastwards first meets `line`, and the row on the side it comes from (-1: none)."""
        xs, ys = self._points[:, self._starts[line] : self._ends[line]]
        up = (ys[:-1] <= y) & (y < ys[1:])
        down = (ys[1:] <= y) & (y < ys[:-1])
        edges = np.flatnonzero(up | down)
        at = xs[edges] + (y - ys[edges]) / (ys[edges + 1] - ys[edges]) * (xs[edges + 1] - xs[edges])
        ahead = np.flatnonzero(at > x)
        if not ahead.size:
            return np.inf, -1
        first = ahead[at[ahead].argmin()]
        # Going up, what lies left of the line is west of it.
        return float(at[first]), int(self._sides[0 if up[edges[first]] else 1, line])

    def _nearest(self, x: float, y: float) -> int | None:
        """Row of the commune whose border is nearest to (x, y), if within `NEARBY_METRES`."""
        reach = NEARBY_METRES / METRES_PER_STEP
        shrink = float(np.cos(np.radians(y / SCALE)))  # a step east-west is shorter than one north-south
        near = (self._low[1] - reach <= y) & (y <= self._high[1] + reach)
        near &= (self._low[0] - reach / shrink <= x) & (x <= self._high[0] + reach / shrink)
        best: tuple[float, int] = (reach, -1)
        for line in np.flatnonzero(near).tolist():
            xs, ys = self._points[:, self._starts[line] : self._ends[line]].astype(float)
            east, north = (xs - x) * shrink, ys - y
            length = np.diff(east) ** 2 + np.diff(north) ** 2
            along = np.clip(-(east[:-1] * np.diff(east) + north[:-1] * np.diff(north)) / length, 0, 1)
            away = np.hypot(east[:-1] + along * np.diff(east), north[:-1] + along * np.diff(north)).min()
            best = min(best, (float(away), int(self._sides[:, line].max())))
        return best[1] if best[1] >= 0 else None


def _whole(planes: NDArray[np.uint8]) -> Integers:
    """Signed integers back from their byte planes (see `byte_planes` of the build)."""
    zigzag = np.zeros(planes.shape[1:], dtype=np.int32)
    for place, plane in enumerate(planes):
        zigzag |= plane.astype(np.int32) << (8 * place)
    return (zigzag >> 1) ^ -(zigzag & 1)
