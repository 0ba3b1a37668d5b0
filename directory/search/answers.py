"""The JSON of a search and of one resource, as API and command line give it. `answer_schemas` describes the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from directory.resources.freshness import due_dates, freshness_on
from directory.resources.markdown import to_html
from directory.resources.models import Organisation, Resource
from directory.resources.opening import schedule_key, state_at
from directory.search.finder import FacetValue, Found, Item
from directory.search.params import SearchParams
from directory.search.relaxations import LITTLE, Relaxation
from directory.search.suggesting import Proposal
from directory.search.understanding import Understood
from directory.territories.gazetteer import Gazetteer
from indexing.alike import MODELS

API = "/api/v1"
# Named one by one: a new column is private until somebody decides otherwise.
PUBLIC_OF_ORGANISATION = (
    "id", "name", "siret", "description", "website", "phone", "email", "networks", "source", "external_id",
)  # fmt: skip
PUBLIC_OF_RESOURCE = (
    "id", "slug", "name", "summary", "description", "topics", "kind", "audiences", "audiences_details",
    "access_conditions", "documents_to_bring", "cost", "cost_details", "modes", "callers", "contact_channels",
    "first_step", "phone", "email", "website", "booking_url", "opening_hours", "opening_hours_note", "closures",
    "address", "address_details", "postcode", "point_source", "languages", "accessibility", "capacity", "capacity_on",
    "verified_on", "verified_by", "verified_how", "source", "external_id", "source_url", "source_updated_on",
    "version", "updated_at",
)  # fmt: skip


def search_answer(found: Found, ways_out: Sequence[Relaxation], base_url: str) -> dict[str, Any]:
    """The answer of `GET /api/v1/resources`. `base_url` is the public address of this site, without a final slash."""
    params = found.params
    path = f"{base_url}{API}/resources"
    models = [item.card["name"] for item in found.items[:MODELS]]
    ways = [{"label": way.label, "count": way.count, "url": way.params.url(path)} for way in ways_out]
    return {
        "total": found.total + len(found.alike),
        "page": params.page,
        "page_size": params.page_size,
        "items": [
            *(_item(item, base_url) for item in found.items),
            *({**_item(item, base_url), "matched": {"similar": models}} for item in found.alike),
        ],
        "facets": {name: [facet_answer(value) for value in values] for name, values in found.facets.items()},
        "radius_km": found.radius_km,
        "did_you_mean": found.did_you_mean or found.corrected or None,
        "understood": [_understood(thing, params, path) for thing in found.understood],
        "urgent": [{"phone": answer.phone, "label": answer.label, "text": answer.text} for answer in found.urgent],
        "links": {
            "self": params.url(path),
            "next": params.url(path, page=params.page + 1) if params.page < found.pages else None,
            "prev": params.url(path, page=min(params.page - 1, max(found.pages, 1))) if params.page > 1 else None,
        },
        **({"ways_out": ways} if found.total <= LITTLE else {}),
    }


def facet_answer(value: FacetValue) -> dict[str, Any]:
    """A value one may filter by, with the number of answers it would give."""
    return {"value": value.value, "label": value.label, "count": value.count}


def proposal_answer(proposal: Proposal, base_url: str) -> dict[str, Any]:
    """One suggestion of `GET /api/v1/suggest`."""
    return {
        "kind": proposal.kind,
        "value": proposal.value,
        "label": proposal.label,
        "url": f"{base_url}{proposal.url}",
    }


def resource_answer(resource: Resource, gazetteer: Gazetteer, now: datetime, base_url: str) -> dict[str, Any]:
    """The answer of `GET /api/v1/resources/{id}`: all that is public of one resource, and its state `now`."""
    due_on, overdue_on = due_dates(resource.verified_on, resource.categories, resource.review_every_days)
    territories = [gazetteer.get(territory_id) for territory_id in resource.coverage]
    return {
        **_public(resource, PUBLIC_OF_RESOURCE),
        "url": f"{base_url}/fiches/{resource.slug}",
        "organisation": _public(resource.organisation, PUBLIC_OF_ORGANISATION),
        "description_html": str(to_html(resource.description)),
        "categories": resource.categories,
        "commune": _commune(resource.commune_code, resource.commune_name),
        "location": _location(resource.latitude, resource.longitude),
        "coverage": [{"id": territory.id, "name": territory.name} for territory in territories if territory],
        "freshness": freshness_on(now.date(), due_on, overdue_on, resource.verified_on),
        "open": state_at(schedule_key(resource), now).open,
    }


def _item(item: Item, base_url: str) -> dict[str, Any]:
    card = item.card
    commune = card["commune"]
    return {
        "id": item.id,
        "slug": card["slug"],
        "name": card["name"],
        "summary": card["summary"],
        "organisation": card["organisation"],
        "categories": card["categories"],
        "topics": card["topics"],
        "commune": _commune(commune["code"], commune["name"]) if commune else None,
        "location": card["location"],
        "distance_km": None if item.distance_km is None else round(item.distance_km, 2),
        "modes": card["modes"],
        "cost": card["cost"],
        "phone": card["phone"],
        "first_step": card["first_step"],
        "verified_on": card["verified_on"],
        "freshness": item.freshness,
        "open": item.opening.open,
        "highlights": item.highlights,
        "matched": item.matched,
        "source": card["source"],
        "external_id": card["external_id"],
        "url": f"{base_url}/fiches/{card['slug']}",
    }


def _understood(thing: Understood, params: SearchParams, path: str) -> dict[str, Any]:
    return {
        "id": thing.id,
        "kind": thing.kind,
        "label": thing.label,
        "value": thing.value,
        "category": thing.category or None,
        "confidence": thing.confidence,
        "without_url": params.with_value("literal", thing.id).url(path),
    }


def _public(record: Resource | Organisation, columns: tuple[str, ...]) -> dict[str, Any]:
    """Columns of a record as JSON values."""
    values = {name: getattr(record, name) for name in columns}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _commune(code: str | None, name: str) -> dict[str, str] | None:
    return {"code": code, "name": name} if code else None


def _location(latitude: float | None, longitude: float | None) -> dict[str, float] | None:
    return None if latitude is None or longitude is None else {"lat": latitude, "lon": longitude}
