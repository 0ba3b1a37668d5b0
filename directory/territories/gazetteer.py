"""The gazetteer: every commune of France and what holds it, found by code, name, postcode or point.

Its files are in `seeds/territories/`, whose README says where they come from and how right they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path

import numpy as np

from directory.territories.local import LocalTerritories
from directory.territories.lookup import Lookup
from directory.territories.names import fold
from directory.territories.outlines import Outlines
from directory.territories.postcodes import Postcodes
from directory.territories.reading import SEEDS, read
from directory.territories.territory import FRANCE, Commune, Kind, Territory

__all__ = ["Commune", "Gazetteer", "Kind", "Territory", "fold", "load_gazetteer"]

BARE_CODES = {2: Kind.DEPARTEMENT, 3: Kind.DEPARTEMENT, 5: Kind.COMMUNE, 9: Kind.EPCI}  # by length


class Gazetteer:
    """All territories, in memory. `load_gazetteer` reads them once a process."""

    def __init__(self, folder: Path = SEEDS) -> None:
        """Reads the files of `folder`. Raises `InvalidInput` when the files of local territories hold a fault."""
        reading = read(folder)
        self._folder = folder
        self._communes = reading.communes
        self._by_code = {commune.code: commune for commune in reading.communes}
        for old, _, present in reading.former:
            self._by_code.setdefault(old, self._by_code[present])
        self._former_epcis = reading.former_epcis
        self._local = LocalTerritories(folder, self.commune)
        local = list(self._local.territories.values())
        holders = [*reading.departements, *reading.regions, *local, *reading.epcis, FRANCE]
        self._holders = {territory.id: territory for territory in holders}
        self._postcodes = Postcodes(reading.communes, reading.cedex)
        self._lookup = Lookup(
            reading.communes,
            former=[(name, self._by_code[present]) for _, name, present in reading.former if name],
            usual_names=[(name, self._by_code[code]) for name, code in reading.usual_names],
            holders=holders,
            postcodes=self._postcodes,
        )

    def commune(self, code: str) -> Commune | None:
        """The commune or arrondissement of that INSEE code; an old code leads to the commune of today."""
        return self._by_code.get(code.upper())

    def get(self, territory_id: str) -> Territory | None:
        """The territory of that id; old codes of communes and EPCI lead to those of today."""
        kind, _, code = territory_id.partition("-")
        if kind == Kind.COMMUNE:
            commune = self.commune(code)
            return commune.territory if commune else None
        if kind == Kind.EPCI:
            territory_id = f"{kind}-{self._former_epcis.get(code, code)}"
        return self._holders.get(territory_id)

    def resolve(self, code: str) -> Territory | None:
        """The territory that `code` means: an id, or a bare code as data·inclusion writes it.

        Five characters are a commune, nine an EPCI, two or three a département; or the word "france".
        """
        code = code.strip()
        bare = self.get(f"{BARE_CODES[len(code)]}-{code.upper()}") if len(code) in BARE_CODES else None
        return bare or self.get(code) or (FRANCE if code.lower() == FRANCE.id else None)

    def territories(self, kind: Kind) -> list[Territory]:
        """All territories of one kind, by code; local ones in the order of their file."""
        if kind is Kind.COMMUNE:
            return [commune.territory for commune in self._communes]
        return [territory for territory in self._holders.values() if territory.kind is kind]

    def label(self, territory: Territory) -> str:
        """How a choice is shown: « Caussade (82300) », « Toulouse (31) », « Tarn-et-Garonne (département 82) ».

        A former commune keeps the name it was found by. `search` reads labels back.
        """
        if territory.kind is not Kind.COMMUNE:
            return territory.label
        commune = self._by_code[territory.code]
        return commune.label.replace(commune.name, territory.name, 1)

    def above(self, commune_code: str) -> tuple[str, ...]:
        """Ids of the commune and of everything that holds it, nearest first. Empty for an unknown code.

        The commune of an arrondissement, local territories, EPCI, département, région, France.
        """
        commune = self.commune(commune_code)
        if commune is None:
            return ()
        codes = [code for code in (commune.code, commune.parent) if code]
        ids = [f"{Kind.COMMUNE}-{code}" for code in codes]
        ids += [territory_id for code in codes for territory_id in self._local.ids_by_commune.get(code, ())]
        if commune.epci:
            ids.append(f"{Kind.EPCI}-{commune.epci}")
        return (*ids, f"{Kind.DEPARTEMENT}-{commune.departement}", f"{Kind.REGION}-{commune.region}", FRANCE.id)

    def around(self, territory_id: str) -> tuple[str, ...]:
        """Ids of the territory and of everything that holds the whole of it. Empty for an unknown id."""
        territory = self.get(territory_id)
        if territory is None or territory is FRANCE:
            return (FRANCE.id,) if territory else ()
        first, *others = [self.above(commune.code) for commune in self._members(territory)] or [(FRANCE.id,)]
        shared = set(first).intersection(*others) - {territory.id}
        return (territory.id, *(holder for holder in first if holder in shared))

    def communes_in(self, territory_id: str) -> Sequence[Commune]:
        """The communes of a territory other than France, without arrondissements. Empty for an unknown id."""
        territory = self.get(territory_id)
        return self._members(territory) if territory and territory is not FRANCE else ()

    def centre(self, territory_id: str) -> tuple[float, float] | None:
        """Latitude and longitude of a commune's centre, or the mean over the inhabitants of a larger territory.

        None for an unknown id, an empty local territory, and France, which has no middle worth a distance.
        """
        territory = self.get(territory_id)
        members = self._members(territory) if territory and territory is not FRANCE else []
        if not members:
            return None
        points = [(commune.latitude, commune.longitude) for commune in members]
        people = [commune.population + 1 for commune in members]  # six villages have stood empty since 1916
        latitude, longitude = np.average(points, axis=0, weights=people).round(4).tolist()
        return latitude, longitude

    def is_name(self, text: str) -> bool:
        """Whether a territory is named `text`, exactly but for case, accents and article. Costs a few microseconds."""
        return self._lookup.is_name(text)

    def by_name(self, text: str, departement: str = "", limit: int = 8, *, exact: bool = False) -> list[Commune]:
        """Communes named `text`, then (unless `exact`) those whose name starts so, then those with words that start so.

        Most populated first; those of `departement` (a code) before the others. Accents, hyphens, case, CEDEX, « St »
        and a missing article make no difference. A former name gives the commune of today; "Paris 20e" the
        arrondissement.
        """
        codes = self._lookup.communes_named(text, departement, limit, exact=exact)
        return [self._by_code[code] for code in codes]

    def by_postcode(self, postcode: str) -> list[Commune]:
        """Communes of that postcode, most populated first; arrondissements rather than the whole of Paris.

        For a CEDEX or any other unlisted postcode, the communes it may belong to, likeliest first; none of them has it
        among its own `postcodes`, so a name given with it should decide. Empty when even the département is unknown.
        """
        return [self._communes[row] for row in self._postcodes.rows(postcode)]

    def at(self, latitude: float, longitude: float) -> Commune | None:
        """The commune (in Paris, Lyon and Marseille the arrondissement) that holds the point, or lies within 500 m."""
        row = self._outlines.row_at(latitude, longitude)
        return None if row is None else self._communes[row]

    def search(self, text: str, limit: int = 8) -> list[Territory]:
        """Territories for what a person types, best first: a name or its start, "82", a postcode, "agence mont…".

        Reads its own labels back ("Caussade (82300)"). A name that nothing bears or starts with is taken as misspelt.
        A former commune comes as the one of today, named « Naizin, aujourd’hui Évellys ».
        """
        return self._lookup.territories(text, limit)

    @cached_property
    def _outlines(self) -> Outlines:
        """Read at the first question about a point: most processes never ask one."""
        return Outlines(self._folder / "outlines.npz")

    def _members(self, territory: Territory) -> list[Commune]:
        """The communes of a territory other than France; arrondissements only when it is one itself."""
        if territory.kind is Kind.COMMUNE:
            return [self._by_code[territory.code]]
        if territory.kind is Kind.LOCAL:
            return [self._by_code[code] for code in self._local.communes[territory.id]]
        return self._members_by_holder[territory.id]

    @cached_property
    def _members_by_holder(self) -> dict[str, list[Commune]]:
        """The communes of each EPCI, département and région, without arrondissements."""
        members: dict[str, list[Commune]] = defaultdict(list)
        for commune in self._communes:
            if not commune.parent:
                members[f"{Kind.EPCI}-{commune.epci}"].append(commune)
                members[f"{Kind.DEPARTEMENT}-{commune.departement}"].append(commune)
                members[f"{Kind.REGION}-{commune.region}"].append(commune)
        return members


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer of this installation, read once a process."""
    return Gazetteer()
