"""Where the person is: what was typed or asked for becomes the `Place` the engines understand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import ceil

from geopy.distance import great_circle

from directory.errors import InvalidInput
from directory.resources.closed_lists import nearest
from directory.territories.gazetteer import Commune, Gazetteer, Kind, Territory, fold
from indexing.query import Place

PLACE_NAMES = ("commune", "territory", "lat", "lon")
CHOICES = 12
NUMBER = re.compile(r"\(?\b(\d{5}|\d\d|2[AaBb]|97\d)\b\)?")  # a postcode or a département beside a name


def place_at(
    gazetteer: Gazetteer, commune: str, territory: str, point: tuple[float, float] | None, radius_km: float | None
) -> Place | None:
    """The place of a search, None for all of France. `commune` and `territory` exist; a `point` (latitude, longitude)
    refines them, and alone names the commune it falls in (abroad: distances only)."""
    if point and not commune and not territory:
        found = gazetteer.at(*point)
        return Place(gazetteer.above(found.code) if found else (), found.code if found else "", point, radius_km)
    if commune:
        return Place(
            gazetteer.above(commune), commune, point or gazetteer.centre(f"commune-{commune}"), radius_km=radius_km
        )
    if territory and territory != "france":
        inside, reach_km = _inside(gazetteer, territory)
        territories = tuple(dict.fromkeys((*gazetteer.around(territory), *inside)))
        return Place(territories, "", point or gazetteer.centre(territory), radius_km or reach_km)
    return None


@lru_cache(maxsize=256)
def _inside(gazetteer: Gazetteer, territory_id: str) -> tuple[tuple[str, ...], float | None]:
    """Ids of the territories inside one (what serves only a part of it belongs to it too), and the km from its centre
    to its farthest commune, so that resources of unknown coverage are sought in all of it."""
    centre = gazetteer.centre(territory_id)
    inside: dict[str, None] = {}
    reach_km = 0.0
    for territory in gazetteer.territories(Kind.COMMUNE):
        above = gazetteer.above(territory.code)
        if territory_id not in above:
            continue
        inside[territory.id] = None
        here = gazetteer.centre(territory.id)
        if centre and here:
            reach_km = max(reach_km, great_circle(centre, here).km)
    return tuple(inside), float(ceil(reach_km)) if centre else None


def place_label(territory: Territory, gazetteer: Gazetteer) -> str:
    """How a place is named on the screen and in the place field: `Caussade (82300)`, `Tarn-et-Garonne`."""
    commune = gazetteer.commune(territory.code) if territory.kind is Kind.COMMUNE else None
    if commune is None:
        return territory.name
    return f"{commune.name} ({commune.postcodes[0] if commune.postcodes else commune.code})"


def read_place(
    given: Mapping[str, Sequence[str]], gazetteer: Gazetteer
) -> tuple[dict[str, Sequence[str]], list[Territory]]:
    """Turns the free text `place` of a form into a `commune` or a `territory`.

    Returns the arguments without `place`, and, when it names several places, those to choose from (most likely first).
    A text that is still the label of the place already chosen changes nothing; an emptied one forgets that place.
    Raises `InvalidInput` on `place` when nothing has that name.
    """
    if "place" not in given:
        return dict(given), []
    text = " ".join(" ".join(given["place"]).split())
    rest = {name: values for name, values in given.items() if name != "place"}
    chosen = next((value for name in ("commune", "territory") for value in given.get(name, ()) if value), "")
    territory = gazetteer.resolve(chosen) if chosen else None
    if territory and fold(text) in (fold(place_label(territory, gazetteer)), fold(territory.name)):
        return rest, []
    rest = {name: values for name, values in rest.items() if name not in PLACE_NAMES}
    if not text:
        return rest, []
    found = places_named(text, gazetteer)
    if not found:
        raise InvalidInput("Ce lieu n’est pas connu.", {"place": [_unknown(text, gazetteer)]})
    if len(found) > 1:
        return rest, found
    name, value = ("commune", found[0].code) if found[0].kind is Kind.COMMUNE else ("territory", found[0].id)
    return {**rest, name: [value]}, []


def places_named(text: str, gazetteer: Gazetteer) -> list[Territory]:
    """The places a person means by `text`: a postcode, a name, « Caussade (82300) », « 82300 Caussade ».

    One territory when there is no doubt, several when a person must choose, none when nothing has that name.
    """
    number = NUMBER.search(text)
    name = fold(NUMBER.sub(" ", text)) if number else fold(text)
    if number and name:
        near = [commune for commune in gazetteer.by_name(name, limit=200) if _has_number(commune, number[1].upper())]
        exact = [commune for commune in near if fold(commune.name) == name]
        return _territories((exact or near)[:CHOICES], gazetteer)
    if number and len(number[1]) == 5:
        return _territories(gazetteer.by_postcode(number[1])[:CHOICES], gazetteer)
    found = gazetteer.search(text, limit=CHOICES)
    exact_names = [territory for territory in found if fold(territory.name) == name or territory.code == text.upper()]
    return exact_names or found


def _has_number(commune: Commune, number: str) -> bool:
    return number in commune.postcodes or number in (commune.departement, commune.code)


def _territories(communes: Sequence[Commune], gazetteer: Gazetteer) -> list[Territory]:
    found = (gazetteer.get(f"commune-{commune.code}") for commune in communes)
    return [territory for territory in found if territory is not None]


def _unknown(text: str, gazetteer: Gazetteer) -> str:
    names = {fold(territory.name): territory for kind in Kind for territory in gazetteer.territories(kind)}
    like = nearest(fold(text), names)
    if like is None:
        return f"Aucun lieu ne s’appelle « {text[:60]} ». Écrivez le nom d’une commune ou son code postal."
    return f"Aucun lieu ne s’appelle « {text[:60]} ». Vouliez-vous dire {place_label(names[like], gazetteer)} ?"
