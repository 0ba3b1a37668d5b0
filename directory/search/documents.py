"""How a published resource becomes a document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from directory.resources.freshness import due_dates
from directory.resources.markdown import to_text
from directory.resources.models import Resource
from directory.resources.opening import schedule_key
from directory.search.need_space import need_space
from directory.search.suggested_topics import suggest_topics
from directory.search.thesaurus import thesaurus
from directory.taxonomy.vocabulary import vocabulary
from directory.territories.gazetteer import Gazetteer
from indexing.document import Document

REMOTE = "a-distance"
TELLING_DESCRIPTION = 80  # characters: below, a description adds little to the name


def document_of(resource: Resource, gazetteer: Gazetteer) -> Document:
    """The document of a published resource, its card included."""
    point = _point(resource)
    due_on, overdue_on = due_dates(resource.verified_on, resource.categories, resource.review_every_days)
    schedule = schedule_key(resource)
    description = to_text(resource.description)
    return Document(
        id=resource.id,
        version=resource.version,
        name=resource.name,
        organisation=resource.organisation.name,
        summary=resource.summary,
        description=description,
        topic_words=_labels_text("topic", tuple(resource.topics), tuple(resource.categories)),
        audience_words=f"{_labels_text('audience', tuple(resource.audiences))} {resource.audiences_details}".strip(),
        commune_name=resource.commune_name,
        categories=tuple(resource.categories),
        topics=tuple(resource.topics),
        suggested_topics=() if resource.topics else _suggested(resource, description),
        audiences=tuple(resource.audiences),
        modes=tuple(resource.modes),
        languages=tuple(resource.languages),
        kind=resource.kind or "",
        cost=resource.cost or "",
        capacity=resource.capacity or "",
        covers=tuple(resource.coverage),
        commune=resource.commune_code or "",
        point=point,
        remote=REMOTE in resource.modes,
        schedule=schedule,
        verified_on=resource.verified_on,
        due_on=due_on,
        overdue_on=overdue_on,
        completeness=completeness(resource),
        about=_about(resource),
        card=_card(resource, gazetteer, point, schedule, due_on, overdue_on),
    )


def _about(resource: Resource) -> bytes:
    """Where the listing stands among needs; b"" until it is read (`listing_vectors`)."""
    read = resource.vector
    space = need_space(read.model) if read else None
    if read is None or space is None:
        return b""
    vector = np.frombuffer(read.vector, "<f2")
    return space.place(vector).tobytes() if vector.shape == space.origin.shape else b""


def _suggested(resource: Resource, description: str) -> tuple[str, ...]:
    return suggest_topics(resource.name, resource.summary, description, resource.categories, thesaurus())


def completeness(resource: Resource) -> float:
    """How much of what an adviser needs is filled in, 0 to 1: the share of these eleven questions that have an answer.

    How to reach it, first step, what it is, in detail, for whom, conditions, documents, cost, when, where, for which
    territory. Each counts the same: it only breaks ties between listings that suit as well.
    """
    answers = (
        resource.phone or resource.email or resource.website or resource.booking_url,
        resource.first_step,
        resource.summary,
        len(resource.description) >= TELLING_DESCRIPTION,
        resource.audiences or resource.audiences_details,
        resource.access_conditions,
        resource.documents_to_bring,
        resource.cost or resource.cost_details,
        resource.opening_hours or resource.opening_hours_note,
        resource.address or REMOTE in resource.modes,
        resource.coverage,
    )
    return round(sum(map(bool, answers)) / len(answers), 3)


def _card(
    resource: Resource,
    gazetteer: Gazetteer,
    point: tuple[float, float] | None,
    schedule: str,
    due_on: date | None,
    overdue_on: date | None,
) -> Mapping[str, Any]:
    """The public fields a result list shows, as JSON values. What is for professionals only is never here."""
    return {
        "slug": resource.slug,
        "name": resource.name,
        "summary": resource.summary,
        "organisation": {"id": resource.organisation_id, "name": resource.organisation.name},
        "categories": resource.categories,
        "topics": resource.topics,
        "audiences": resource.audiences,
        "commune": _commune(resource),
        "location": {"lat": point[0], "lon": point[1]} if point else None,
        "modes": resource.modes,
        "cost": resource.cost,
        "cost_details": resource.cost_details,
        "phone": resource.phone,
        "email": resource.email,
        "website": resource.website,
        "booking_url": resource.booking_url,
        "first_step": resource.first_step,
        "verified_on": _day(resource.verified_on),
        "due_on": _day(due_on),
        "overdue_on": _day(overdue_on),
        "verified_by": resource.verified_by,
        "verified_how": resource.verified_how,
        "capacity": resource.capacity,
        "opening": schedule,
        "opening_hours_note": resource.opening_hours_note,
        "coverage": coverage_labels(resource, gazetteer),
        "languages": resource.languages,
        "source": resource.source,
        "external_id": resource.external_id,
    }


def coverage_labels(resource: Resource, gazetteer: Gazetteer) -> list[str]:
    """Names of the territories served, in the order they are stored."""
    territories = (gazetteer.get(territory_id) for territory_id in resource.coverage)
    return [territory.name for territory in territories if territory]


def _commune(resource: Resource) -> dict[str, str] | None:
    if not resource.commune_code:
        return None
    return {"code": resource.commune_code, "name": resource.commune_name, "postcode": resource.postcode}


def _point(resource: Resource) -> tuple[float, float] | None:
    if resource.latitude is None or resource.longitude is None:
        return None
    return resource.latitude, resource.longitude


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


@lru_cache(maxsize=10_000)
def _labels_text(facet: str, slugs: tuple[str, ...], categories: tuple[str, ...] = ()) -> str:
    """Labels of `slugs`, then of `categories`, as words to search in."""
    labels, named = vocabulary().labels(facet), vocabulary().labels("category")
    found = [labels[slug] for slug in slugs if slug in labels] + [named[slug] for slug in categories if slug in named]
    return " ".join(found)
