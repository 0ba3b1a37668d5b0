"""Which field of data·inclusion v1 fills which field of the record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ORGANISATION: Mapping[str, str] = {
    "external_id": "id",
    "name": "nom",
    "siret": "siret",
    "description": "description",
    "website": "site_web",
    "phone": "telephone",
    "email": "courriel",
    "networks": "reseaux_porteurs",
}

RESOURCE: Mapping[str, str] = {
    "external_id": "id",
    "name": "nom",
    "description": "description",
    "topics": "thematiques",
    "kind": "type",
    "audiences": "publics",
    "audiences_details": "publics_precisions",
    "access_conditions": "conditions_acces",
    "cost": "frais",
    "cost_details": "frais_precisions",
    "modes": "modes_accueil",
    "callers": "mobilisable_par",
    "contact_channels": "modes_mobilisation",
    "first_step": "mobilisation_precisions",
    "phone": "telephone",
    "email": "courriel",
    "booking_url": "lien_mobilisation",
    "contact_name": "contact_nom_prenom",
    "opening_hours": "horaires_accueil",
    "address": "adresse",
    "address_details": "complement_adresse",
    "postcode": "code_postal",
    "commune_code": "code_insee",
    "commune_name": "commune",
    "latitude": "latitude",
    "longitude": "longitude",
    "coverage": "zone_eligibilite",
    "source_url": "lien_source",
    "source_updated_on": "date_maj",
}

# What a service does not tell is its structure's: the schema says so of phone, mail, hours and address.
_FROM_STRUCTURE: Mapping[str, str] = {
    "phone": "telephone",
    "email": "courriel",
    "website": "site_web",
    "opening_hours": "horaires_accueil",
    "accessibility": "accessibilite_lieu",
}
_PLACE = ("address", "address_details", "postcode", "commune_code", "commune_name", "latitude", "longitude")
_FRANCE = {"99100": "france"}  # the code of the country, which the schema accepts for « france »


def organisation_of(structure: Mapping[str, Any]) -> dict[str, Any]:
    """The organisation that `structure` (v1 fields, checked) describes; only what it tells."""
    return _filled(structure, ORGANISATION)


def resource_of(service: Mapping[str, Any], structure: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The resource that `service` describes, completed by its `structure` ({} when only the record knows it).

    Also returns the column each field came from. A service without any place takes its structure's, unless it is remote
    or says which territories it serves.
    """
    resource = _filled(service, RESOURCE)
    columns = dict(RESOURCE)
    if "coverage" in resource:
        resource["coverage"] = [_FRANCE.get(code, code) for code in resource["coverage"]]
    borrowed = {name: field for name, field in _FROM_STRUCTURE.items() if name not in resource}
    if not any(name in resource for name in (*_PLACE, "coverage")) and resource.get("modes") != ["a-distance"]:
        borrowed |= {name: RESOURCE[name] for name in _PLACE}
    for name, field in borrowed.items():
        if field in structure:
            resource[name] = structure[field]
            columns[name] = f"{field} (de la structure)"
    return resource, columns


def _filled(values: Mapping[str, Any], mapping: Mapping[str, str]) -> dict[str, Any]:
    return {name: values[field] for name, field in mapping.items() if field in values}
