"""Reads the files of `seeds/territories/` that the build derived. Local territories: `local.py`."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from sys import intern

from directory.settings import ROOT
from directory.territories.territory import Commune, Kind, Territory

SEEDS = ROOT / "seeds" / "territories"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the derived files hold. `communes` keeps their order, which `outlines.npz` counts on."""

    communes: list[Commune]
    former: list[tuple[str, str, str]]  # old code, its name or "", present code
    usual_names: list[tuple[str, str]]  # name people use, code
    cedex: dict[str, str]  # postcode → commune code
    departements: list[Territory]
    regions: list[Territory]
    epcis: list[Territory]
    former_epcis: dict[str, str]  # vanished code → present one


def read(folder: Path = SEEDS) -> Reading:
    """Reads every derived file of `folder`."""
    region_of = {row[0]: row[2] for row in _rows(folder / "departements.csv")}
    return Reading(
        communes=[_commune(row, region_of) for row in _rows(folder / "communes.csv.gz")],
        former=[(row[0], row[1], row[2]) for row in _rows(folder / "former_communes.csv")],
        usual_names=[(row[0], row[1]) for row in _rows(folder / "usual_names.csv")],
        cedex={row[0]: row[1] for row in _rows(folder / "cedex.csv")},
        departements=_territories(folder / "departements.csv", Kind.DEPARTEMENT),
        regions=_territories(folder / "regions.csv", Kind.REGION),
        epcis=_territories(folder / "epci.csv", Kind.EPCI),
        former_epcis={former: row[0] for row in _rows(folder / "epci.csv") for former in row[2].split()},
    )


def _rows(path: Path) -> Iterator[list[str]]:
    """Rows of a CSV, compressed or not, without its header."""
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode()
    rows = csv.reader(io.StringIO(text, newline=""))
    next(rows)
    return rows


def _territories(path: Path, kind: Kind) -> list[Territory]:
    return [Territory(f"{kind}-{row[0]}", kind, row[0], row[1]) for row in _rows(path)]


def _commune(row: list[str], region_of: dict[str, str]) -> Commune:
    """One row of `communes.csv.gz`. Codes that thousands of communes share are kept once in memory."""
    code, name, parent, population, epci, latitude, longitude, postcodes = row
    departement = intern(code[:3] if code.startswith("97") else code[:2])
    return Commune(
        code=code,
        name=name,
        postcodes=tuple(intern(postcode) for postcode in postcodes.split()),
        population=int(population),
        departement=departement,
        region=region_of[departement],
        epci=intern(epci),
        latitude=float(latitude),
        longitude=float(longitude),
        parent=intern(parent),
    )
