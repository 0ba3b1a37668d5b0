"""Where the person is: what was typed or asked for becomes the `Place` the engines understand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import ceil

from geopy.distance import great_circle

from directory.errors import InvalidInput
from directory.territories.gazetteer import Gazetteer, Kind, Territory, fold
from indexing.query import Place

PLACE_NAMES = ("commune", "territory", "lat", "lon")
CHOICES = 12


@lru_cache(maxsize=256)
def place_at(
    gazetteer: Gazetteer, commune: str, territory: str, point: tuple[float, float] | None, radius_km: float | None
) -> Place | None:
    """The place of a search, None for all of France. `commune` and `territory` exist; a `point` (latitude, longitude)
    refines them, and alone names the commune it falls in (abroad: distances only)."""
    if point and not commune and not territory:
        found = gazetteer.at(*point)
        return Place(gazetteer.above(found.code) if found else (), found.code if found else "", point, radius_km)
    if commune:
        arrondissements = _arrondissements(gazetteer).get(commune, ())
        territories = (*gazetteer.above(commune), *arrondissements)
        return Place(territories, commune, point or gazetteer.centre(f"commune-{commune}"), radius_km)
    if territory and territory != "france":
        inside, reach_km = _inside(gazetteer, territory)
        territories = tuple(dict.fromkeys((*gazetteer.around(territory), *inside)))
        return Place(territories, "", point or gazetteer.centre(territory), radius_km or reach_km)
    return None


@lru_cache(maxsize=256)
def _inside(gazetteer: Gazetteer, territory_id: str) -> tuple[tuple[str, ...], float | None]:
    """Ids of the communes inside a territory and of all that holds them: what serves a part of it belongs to it too.

    With them, the km from its centre to its farthest commune: resources of unknown coverage are sought in all of it.
    """
    centre = gazetteer.centre(territory_id)
    inside: dict[str, None] = {}
    reach_km = 0.0
    for commune in gazetteer.communes_in(territory_id):
        arrondissements = _arrondissements(gazetteer).get(commune.code, ())
        inside.update(dict.fromkeys((*gazetteer.above(commune.code), *arrondissements)))
        if centre:
            reach_km = max(reach_km, great_circle(centre, (commune.latitude, commune.longitude)).km)
    return tuple(inside), float(ceil(reach_km)) if centre else None


@lru_cache(maxsize=4)
def _arrondissements(gazetteer: Gazetteer) -> dict[str, list[str]]:
    """Ids of the arrondissements of Paris, Lyon and Marseille, by the code of the city."""
    found: dict[str, list[str]] = {}
    for territory in gazetteer.territories(Kind.COMMUNE):
        commune = gazetteer.commune(territory.code)
        if commune and commune.parent:
            found.setdefault(commune.parent, []).append(territory.id)
    return found


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
    if territory and fold(text) in (fold(gazetteer.label(territory)), fold(territory.name)):
        return rest, []
    rest = {name: values for name, values in rest.items() if name not in PLACE_NAMES}
    if not text:
        return rest, []
    found = places_named(text, gazetteer)
    if not found:
        way_out = "Écrivez le nom d’une commune, d’un département, ou un code postal."
        raise InvalidInput("Ce lieu n’est pas connu.", {"place": [f"Nous ne trouvons pas « {text[:60]} ». {way_out}"]})
    if len(found) > 1:
        return rest, found
    name, value = ("commune", found[0].code) if found[0].kind is Kind.COMMUNE else ("territory", found[0].id)
    return {**rest, name: [value]}, []


def places_named(text: str, gazetteer: Gazetteer) -> list[Territory]:
    """The places a person means by `text`: a postcode, a name, « Caussade (82300) », « 82300 Caussade ».

    One territory when there is no doubt, several when a person must choose, none when nothing has such a name.
    """
    words = fold(text).split()
    name = " ".join(word for word in words if not word.isdecimal())
    numbers = {word for word in words if word.isdecimal()}
    found = gazetteer.search(text, limit=CHOICES) or gazetteer.search(name, limit=CHOICES)
    exact = [
        territory
        for territory in found
        if name == fold(territory.name) or fold(text) in (fold(territory.code), fold(gazetteer.label(territory)))
    ]
    numbered = [territory for territory in exact if numbers & _numbers(territory, gazetteer)]
    return numbered or exact or found


def _numbers(territory: Territory, gazetteer: Gazetteer) -> set[str]:
    """The numbers a person may add to the name of a place: its postcodes, its code, that of its département."""
    commune = gazetteer.commune(territory.code) if territory.kind is Kind.COMMUNE else None
    return {territory.code, *((*commune.postcodes, commune.departement) if commune else ())}
