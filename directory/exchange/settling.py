"""Where a listing stands: its commune found from what the source gives, its point found when the source gives none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from directory.resources.models import Resource
from directory.territories.gazetteer import Commune, Gazetteer, fold
from directory.territories.geocoding import Geocoder

_ADDRESS = ("address", "postcode", "commune_code")
_POINT = ("latitude", "longitude", "point_source", "point_score")


@dataclass(frozen=True, slots=True)
class Settled:
    """Raw values with the commune they mean, and what to tell about it: (field, value, reason), "" when nothing."""

    raw: dict[str, Any]
    remark: tuple[str, str, str] | None = None


def settle(raw: Mapping[str, Any], gazetteer: Gazetteer) -> Settled:
    """Gives `raw` the `commune_code` that its code, else its postcode and name, else its point mean.

    A code that means nothing, or a name that no commune bears, is told; the listing is kept.
    """
    settled = dict(raw)
    code = str(settled.get("commune_code") or "").strip()
    if code and (known := gazetteer.commune(code)):
        return Settled({**settled, "commune_code": known.code})
    settled.pop("commune_code", None)
    name, postcode = str(settled.get("commune_name") or ""), str(settled.get("postcode") or "").strip()
    found = _named(name, postcode, gazetteer) or _at_point(settled, gazetteer)
    if found:
        settled["commune_code"] = found.code
    if not code and (found or not (name or postcode)):
        return Settled(settled)
    outcome = f"commune retrouvée : {found.name} ({found.code})" if found else "la commune reste inconnue"
    if code:
        return Settled(settled, ("commune_code", code, f"code de commune inconnu ; {outcome}"))
    return Settled(settled, ("commune_name", f"{postcode} {name}".strip(), f"commune non reconnue ; {outcome}"))


def _named(name: str, postcode: str, gazetteer: Gazetteer) -> Commune | None:
    """The commune of that name and postcode; else the only one of the postcode; else the only one of the name, in its
    département when a postcode tells it."""
    departement = _departement(postcode)
    named = gazetteer.by_name(name, departement, exact=True) if name else []
    here = {commune.code: commune for commune in gazetteer.by_postcode(postcode)} if postcode else {}
    both = [commune for commune in named if commune.code in here]
    begun = [commune for commune in here.values() if name and fold(commune.name).startswith(f"{fold(name)} ")]
    only = [commune for commune in here.values() if postcode in commune.postcodes]
    near = [commune for commune in named if not departement or departement == commune.departement]
    if both:
        return both[0]
    return next((found[0] for found in (begun, only, near) if len(found) == 1), None)


def _departement(postcode: str) -> str:
    """The département a postcode begins with; "" without postcode, and for Corsica, whose two share theirs."""
    if not postcode or postcode.startswith("20"):
        return ""
    return postcode[:3] if postcode.startswith(("97", "98")) else postcode[:2]


def _at_point(raw: Mapping[str, Any], gazetteer: Gazetteer) -> Commune | None:
    try:
        return gazetteer.at(float(raw["latitude"]), float(raw["longitude"]))
    except (KeyError, TypeError, ValueError):
        return None


def locate(clean: dict[str, Any], stored: Resource | None, gazetteer: Gazetteer, geocoder: Geocoder) -> str:
    """Gives `clean` (values of the schema) a point when it has none, and says how it was found.

    A stored point of the same address is used again, so that a second import asks the geocoder nothing.
    Returns where the point comes from: `stored`, `geocoder`, `commune`; "" when the source gave it, or nothing can.
    """
    if clean.get("latitude") is not None or not clean.get("commune_code"):
        return ""
    address, postcode, commune = (clean.get(name) or "" for name in _ADDRESS)
    if (
        stored
        and stored.latitude is not None
        and [address, postcode, commune] == [getattr(stored, name) or "" for name in _ADDRESS]
    ):
        clean.update({name: getattr(stored, name) for name in _POINT})
        return "stored"
    point = geocoder.locate(address, postcode, commune, gazetteer)
    if point is None:
        return ""
    found = (point.latitude, point.longitude, point.source, point.score)
    clean.update(zip(_POINT, found, strict=True))
    return point.source
