"""The page of a resource."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from geopy.distance import great_circle

from directory.database import utc_now
from directory.resources.badges import freshness_badge, opening_words
from directory.resources.closing import coming_closures
from directory.resources.freshness import due_dates, freshness_on
from directory.resources.markdown import to_html
from directory.resources.models import Resource
from directory.resources.opening import schedule_key, state_at, zone_of
from directory.resources.store import other_offers, resource_by_id, resource_by_slug
from directory.resources.suitability import answers
from directory.resources.week import week
from directory.services import services
from directory.taxonomy.vocabulary import vocabulary
from directory.territories.landmarks import landmarks

resource_pages = Blueprint("resources", __name__)


@resource_pages.get("/fiches/<slug>")
def resource(slug: str) -> ResponseReturnValue:
    """All that is public of a resource. The query string is that of the search one comes from: see `suitability`."""
    parts = services()
    now = utc_now()
    context = request.query_string.decode("ascii", "ignore")
    with parts.database.reading() as session:
        if resource_id := _id_in(slug):
            found = resource_by_id(session, resource_id)
            address = url_for(".resource", slug=found.slug)
            return redirect(f"{address}?{context}" if context else address, 301)
        found = resource_by_slug(session, slug)
        others = other_offers(session, found)
    clock = zone_of(found.commune_code or "")
    today = now.astimezone(clock).date()
    due_on, overdue_on = due_dates(found.verified_on, found.categories, found.review_every_days)
    freshness = freshness_on(today, due_on, overdue_on, found.verified_on)
    schedule = schedule_key(found)
    state = state_at(schedule, now)
    point = _point(found)
    closures = coming_closures(found.closures, today)
    return render_template(
        "resources/resource.html",
        resource=found,
        others=others,
        terms=vocabulary(),
        coverage=[territory.name for territory in map(parts.gazetteer.get, found.coverage) if territory],
        freshness=freshness_badge(freshness, found.verified_on, today),
        closures=closures,
        is_unavailable=found.capacity == "full" or any(closure.holds_on(today) for closure in closures),
        opening=opening_words(state, now) if schedule else "",
        is_open=state.open,
        week=week(schedule, now),
        answers=answers(found, request.args.to_dict(flat=False)),
        distance_km=_distance(point),
        point=point,
        towns=landmarks([point], parts.gazetteer) if point else [],
        description=to_html(found.description),
        context=context,
        updated_on=found.updated_at.astimezone(clock).date(),
        today=today,
    )


def _id_in(slug: str) -> str:
    """The id of a resource when an address holds it in the place of its slug, else ""."""
    with suppress(ValueError):
        return str(UUID(slug))
    return ""


def _point(found: Resource) -> tuple[float, float] | None:
    return None if found.latitude is None or found.longitude is None else (found.latitude, found.longitude)


def _distance(point: tuple[float, float] | None) -> float | None:
    """Kilometres from the place of the search one comes from."""
    gazetteer = services().gazetteer
    place = gazetteer.resolve(request.args.get("territory") or request.args.get("commune", ""))
    centre = gazetteer.centre(place.id) if place else None
    return float(great_circle(centre, point).km) if centre and point else None
