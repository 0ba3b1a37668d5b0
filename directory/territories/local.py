"""Local territories (agences, maisons des solidarités, bassins): two CSV files that anyone may edit in a spreadsheet.

`local.csv` names them; `local_communes.csv` has one line a commune and, in a column for each nature of territory, the
code of the one that the commune belongs to (several: separated by commas).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from directory.errors import InvalidInput
from directory.territories.names import place_key
from directory.territories.territory import Commune, Kind, Territory

DESCRIPTIVE = ("code_commune", "commune", "origine")  # every other column of local_communes.csv holds territories


class LocalTerritories:
    """The local territories of an installation, and their communes both ways."""

    def __init__(self, folder: Path, commune: Callable[[str], Commune | None]) -> None:
        """Reads both files of `folder`. Raises `InvalidInput` naming every faulty line, in French."""
        self.faults: list[str] = []
        self.territories: dict[str, Territory] = {}
        self.communes: dict[str, list[str]] = {}  # territory id → commune codes
        self.ids_by_commune: dict[str, list[str]] = {}
        for line, row in self._rows(folder / "local.csv", ("code", "nom")):
            self._add_territory(line, row)
        for line, row in self._rows(folder / "local_communes.csv", ("code_commune", "commune")):
            self._add_commune(line, row, commune)
        if self.faults:
            raise InvalidInput("Territoires locaux à corriger :\n" + "\n".join(f"  - {fault}" for fault in self.faults))

    def _rows(self, path: Path, required: tuple[str, ...]) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Where each line stands (« local.csv, ligne 3 ») and its cells; `;` or `,` between cells, BOM or not."""
        text = path.read_text(encoding="utf-8-sig")
        header = text.partition("\n")[0]
        rows = csv.DictReader(text.splitlines(), delimiter=";" if ";" in header else ",", restval="", restkey="")
        if missing := [name for name in required if name not in (rows.fieldnames or ())]:
            self.faults.append(f"{path.name} : il manque la colonne « {' », « '.join(missing)} ».")
            return
        for row in rows:
            cells = {name: cell.strip() for name, cell in row.items() if name and isinstance(cell, str)}
            if any(cells.values()):
                yield f"{path.name}, ligne {rows.line_num}", cells

    def _add_territory(self, line: str, row: Mapping[str, str]) -> None:
        code = row["code"]
        territory = Territory(f"{Kind.LOCAL}-{code}", Kind.LOCAL, code, row["nom"])
        if not code or not row["nom"]:
            self.faults.append(f"{line} : il faut un code et un nom.")
        elif territory.id in self.territories:
            self.faults.append(f"{line} : le code « {code} » est déjà pris par une ligne plus haut.")
        else:
            self.territories[territory.id] = territory
            self.communes[territory.id] = []

    def _add_commune(self, line: str, row: Mapping[str, str], find: Callable[[str], Commune | None]) -> None:
        code = row["code_commune"]
        commune = find(code)
        if commune is None:
            self.faults.append(f"{line} : aucune commune n’a le code INSEE « {code} ».")
            return
        if place_key(row["commune"]) != place_key(commune.name):
            self.faults.append(
                f"{line} : le code INSEE {code} est celui de {commune.name}, alors que la ligne dit "
                f"« {row['commune']} ». Corrigez l’un ou l’autre."
            )
            return
        if commune.code in self.ids_by_commune:
            self.faults.append(f"{line} : la commune {commune.name} ({code}) a déjà une ligne plus haut.")
            return
        ids = self.ids_by_commune[commune.code] = []
        for column, cell in row.items():
            for name in cell.split(",") if column not in DESCRIPTIVE else ():
                if (territory_id := f"{Kind.LOCAL}-{name.strip()}") in self.territories:
                    ids.append(territory_id)
                    self.communes[territory_id].append(commune.code)
                elif name.strip():
                    self.faults.append(
                        f"{line}, colonne « {column} » : le territoire « {name.strip()} » n’est pas dans local.csv."
                    )
