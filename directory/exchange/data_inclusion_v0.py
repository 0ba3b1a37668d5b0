"""Schema v0 of data·inclusion told in the words of v1, where a value maps without doubt (`data_inclusion_v0.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from directory.taxonomy.vocabulary import vocabulary

# What v0 has and v1 has not.
FIELDS = frozenset(
    {
        *("presentation_resume", "presentation_detail", "typologie", "labels_nationaux", "labels_autres", "rna"),
        *("horaires_ouverture", "accessibilite", "antenne", "types", "profils", "profils_precisions", "pre_requis"),
        *("justificatifs", "frais_autres", "recurrence", "prise_rdv", "formulaire_en_ligne", "page_web", "cumulable"),
        *("contact_public", "date_creation", "date_suspension"),
        *("zone_diffusion_type", "zone_diffusion_code", "zone_diffusion_nom"),
        *("modes_orientation_accompagnateur", "modes_orientation_accompagnateur_autres"),
        *("modes_orientation_beneficiaire", "modes_orientation_beneficiaire_autres"),
    }
)
_ZONES = {"commune": "commune-", "epci": "epci-", "departement": "departement-", "region": "region-"}
_VALUES = ("thematiques", "publics", "type", "frais", "reseaux_porteurs")


@dataclass(slots=True)
class Upgraded:
    """Fields of v1, fields of our record that v0 gives directly, and whether the source has ended the service."""

    values: dict[str, Any]
    ours: dict[str, Any] = field(default_factory=dict)
    over: bool = False


def upgrade(kind: str, values: Mapping[str, Any], today: date) -> Upgraded:
    """A record (`kind` is "structure" or "service", lists already read as lists) in the words of v1.

    A record of v1 stays as it is. Values without a sure mapping stay too: the check of the form leaves them out and
    says so.
    """
    mapping = _mapping()
    upgraded = Upgraded({name: value for name, value in values.items() if name not in FIELDS})
    for old, new in mapping[f"{kind}_fields"].items():
        if values.get(old) and not upgraded.values.get(new):
            upgraded.values[new] = _as_text(values[old]) if new not in _VALUES else values[old]
    if kind == "structure":
        _upgrade_structure(values, upgraded)
    else:
        _upgrade_service(values, upgraded, today)
    for name in _VALUES:
        if upgraded.values.get(name):
            upgraded.values[name] = _translated(upgraded.values[name], mapping[name])
    if upgraded.ours.get("categories"):
        categories = [*upgraded.ours["categories"], *vocabulary().categories_of(upgraded.values["thematiques"])]
        upgraded.ours["categories"] = list(dict.fromkeys(categories))
    return upgraded


def _upgrade_structure(values: Mapping[str, Any], upgraded: Upgraded) -> None:
    network = _mapping()["typologie"].get(str(values.get("typologie", "")))
    if network:
        upgraded.values["reseaux_porteurs"] = [*upgraded.values.get("reseaux_porteurs", ()), network]


def _upgrade_service(values: Mapping[str, Any], upgraded: Upgraded, today: date) -> None:
    mapping, new, ours = _mapping(), upgraded.values, upgraded.ours
    if values.get("types"):
        new["type"] = _first_known(values["types"], mapping["type"])
    if isinstance(new.get("frais"), list):
        new["frais"] = _first_known(new["frais"], mapping["frais"])
    channels, callers = [], []
    for caller, old in (
        ("usagers", "modes_orientation_beneficiaire"),
        ("professionnels", "modes_orientation_accompagnateur"),
    ):
        if values.get(old):
            callers.append(caller)
            channels += [mapping["modes_mobilisation"].get(mode, "") for mode in values[old]]
    if callers:
        new["mobilisable_par"] = callers
        new["modes_mobilisation"] = [channel for channel in dict.fromkeys(channels) if channel]
    zone, code = str(values.get("zone_diffusion_type", "")), str(values.get("zone_diffusion_code", ""))
    if zone == "pays":
        ours["coverage"] = ["france"]
    elif zone in _ZONES and code:
        ours["coverage"] = [_ZONES[zone] + code]
    if values.get("presentation_resume") and values.get("presentation_detail"):
        ours["summary"] = values["presentation_resume"]
    if values.get("justificatifs"):
        ours["documents_to_bring"] = list(values["justificatifs"])
    if values.get("page_web"):
        ours["website"] = values["page_web"]
    bare = [topic for topic in new.get("thematiques", ()) if topic in mapping["categories"]]
    if bare:
        ours["categories"] = [mapping["categories"][topic] for topic in bare]
        new["thematiques"] = [topic for topic in new["thematiques"] if topic not in bare]
    end = str(values.get("date_suspension", ""))[:10]
    upgraded.over = bool(end) and end < today.isoformat()


def _translated(value: Any, mapping: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return list(dict.fromkeys(mapping.get(item, item) for item in value))
    return mapping.get(value, value)


def _first_known(values: Iterable[str], mapping: Mapping[str, str]) -> str:
    """v1 holds one value where v0 held several: the first that v1 knows, else the first, to be told as unknown."""
    known = vocabulary().kinds.keys() | vocabulary().costs.keys()
    translated = [mapping.get(value, value) for value in values]
    return next((value for value in translated if value in known), translated[0] if translated else "")


def _as_text(value: Any) -> str:
    """Lists of sentences (`pre_requis`) are one text in v1."""
    return "\n".join(f"- {line}" for line in value) if isinstance(value, list) else str(value)


@cache
def _mapping() -> dict[str, dict[str, str]]:
    with (Path(__file__).parent / "data_inclusion_v0.toml").open("rb") as file:
        return tomllib.load(file)
