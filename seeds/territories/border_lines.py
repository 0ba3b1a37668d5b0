"""Turns polygons that share their borders into lines stored once, each knowing the commune on either side.

`directory/territories/outlines.py` reads the result.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

SCALE = 20_000  # steps a degree: 5.6 m north-south, 3.5 to 5.6 m east-west
OUTSIDE = -1
GAP_DEGREES = 0.001  # a hundred metres: a narrower void between communes is a flaw of the source

Point = tuple[int, int]


def border_lines(polygons: Sequence[shapely.Geometry | None]) -> dict[str, NDArray[np.uint8]]:
    """Every border between two polygons (or one and the outside), in whole steps of 1/SCALE degree.

    For n lines of p points in all: `left` (n) is the index in `polygons` of what lies left of each line, less that of
    the line before; `right` (n) the same of what lies right (OUTSIDE for nothing), less `left`; `lengths` (n) its
    points; `heads` (2, n) longitude and latitude of its first point, less those of the line before; `steps` (2, p - n)
    the way from each point to the next. Every array is split by `byte_planes`: the whole compresses to half.
    """
    lines = [(sides, line) for sides, edges in sorted(_edges_by_sides(polygons).items()) for line in _chains(edges)]
    left, right = np.array([sides for sides, _ in lines]).T
    heads = np.array([line[0] for _, line in lines]).T
    steps = np.concatenate([np.diff(np.array(line), axis=0) for _, line in lines]).T
    values = {
        "left": np.diff(left, prepend=0),
        "right": right - left,
        "lengths": np.array([len(line) for _, line in lines]),
        "heads": np.diff(heads, prepend=0),
        "steps": steps,
    }
    return {name: byte_planes(array) for name, array in values.items()}


def byte_planes(values: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Signed integers as zigzag numbers (0, -1, 1, -2… become 0, 1, 2, 3…), their lowest bytes first, then the next."""
    zigzag = (values << 1) ^ (values >> 63)
    width = (int(zigzag.max()).bit_length() + 7) // 8
    return np.stack([(zigzag >> (8 * place)).astype(np.uint8) for place in range(width)])


def _edges_by_sides(polygons: Sequence[shapely.Geometry | None]) -> dict[Point, list[tuple[Point, Point]]]:
    """Edges grouped by (left, right). One that two polygons share stands once, with the lower index on its left.

    Some 200 neighbours of the source overlap or gape by a few metres: that is mended first, so that every border inside
    the country has a polygon on both sides.
    """
    present = [index for index, polygon in enumerate(polygons) if polygon is not None]
    whole = shapely.coverage_clean([polygons[index] for index in present], gap_width=GAP_DEGREES)
    parts, part_of = shapely.get_parts(whole, return_index=True)
    rings, ring_of = shapely.get_rings(shapely.orient_polygons(parts), return_index=True)
    coordinates, point_of = shapely.get_coordinates(rings, return_index=True)
    steps = np.round(coordinates * SCALE).astype(np.int64)
    owner = np.array(present)[part_of[ring_of[point_of]]]
    follows = (point_of[1:] == point_of[:-1]) & (steps[1:] != steps[:-1]).any(axis=1)
    starts, ends = map(tuple, steps[:-1][follows].tolist()), map(tuple, steps[1:][follows].tolist())
    left_of = dict(zip(zip(starts, ends, strict=True), owner[:-1][follows].tolist(), strict=True))
    groups: dict[Point, list[tuple[Point, Point]]] = defaultdict(list)
    for (start, end), left in left_of.items():
        right = left_of.get((end, start), OUTSIDE)
        if right == OUTSIDE or left < right:
            groups[left, right].append((start, end))
    return groups


def _chains(edges: list[tuple[Point, Point]]) -> list[list[Point]]:
    """Edges end to end, as few lines as a walk finds."""
    after: dict[Point, list[Point]] = defaultdict(list)
    for start, end in edges:
        after[start].append(end)
    arrived = {end for _, end in edges}
    lines = []
    for start in [point for point in after if point not in arrived] + list(after):
        while after[start]:
            line = [start]
            while after[line[-1]]:
                line.append(after[line[-1]].pop())
            lines.append(line)
    return lines
