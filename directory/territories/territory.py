"""What a territory and a commune are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """The kinds of territory. The value is the first word of its ids."""

    COMMUNE = "commune"
    EPCI = "epci"
    DEPARTEMENT = "departement"
    REGION = "region"
    COUNTRY = "france"
    LOCAL = "local"  # an agence, a maison des solidarités, a bassin d'emploi: a list of communes


@dataclass(frozen=True, slots=True)
class Territory:
    """A place that a resource may cover. `id` is `commune-82121`, `departement-2A`, `local-agence-…` or `france`.

    `code` is the official one: INSEE for communes, départements and régions, SIREN for EPCI.
    """

    id: str
    kind: Kind
    code: str
    name: str

    @property
    def label(self) -> str:
        """Name that tells it from its homonyms: « Paris (département 75) », « La Réunion (région) ».

        That of a commune needs its postcodes: `Commune.label`.
        """
        detail = {Kind.DEPARTEMENT: f"département {self.code}", Kind.REGION: "région"}.get(self.kind)
        return f"{self.name} ({detail})" if detail else self.name


FRANCE = Territory("france", Kind.COUNTRY, "france", "France entière")


class Commune(NamedTuple):  # there are 35,000: quicker to make than a frozen dataclass
    """A commune of today, or an arrondissement of Paris, Lyon or Marseille (then `parent` is its commune's code).

    `epci`, `departement` and `region` are codes, "" when there is none. `latitude` and `longitude` (degrees, WGS 84)
    are those of the town hall, or of a point inside the commune. `postcodes` holds the ordinary ones, no CEDEX.
    """

    code: str
    name: str
    postcodes: tuple[str, ...]
    population: int
    departement: str
    region: str
    epci: str
    latitude: float
    longitude: float
    parent: str = ""

    @property
    def label(self) -> str:
        """Name that tells it from its homonyms: « Caussade (82300) »; with several postcodes, « Toulouse (31) »."""
        return f"{self.name} ({self.postcodes[0] if len(self.postcodes) == 1 else self.departement})"

    @property
    def territory(self) -> Territory:
        """This commune as a territory."""
        return Territory(f"{Kind.COMMUNE}-{self.code}", Kind.COMMUNE, self.code, self.name)
