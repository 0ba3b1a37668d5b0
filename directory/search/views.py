"""The home page and the results page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from directory.database import utc_now
from directory.errors import SearchUnavailable
from directory.resources import browsing
from directory.resources.opening import zone_of
from directory.search import filters
from directory.search.cards import cards_of, pins_of
from directory.search.params import SearchParams
from directory.search.relaxations import relaxations, wider
from directory.search.search_log import is_settled
from directory.services import Services, services
from directory.taxonomy.vocabulary import vocabulary
from directory.territories.gazetteer import Kind, Territory
from directory.territories.landmarks import landmarks

search_pages = Blueprint("search", __name__)


@search_pages.get("/")
def home() -> ResponseReturnValue:
    """One bar, nine categories with what they hold for the place, the state of the base."""
    parts = services()
    params, choices = _asked(parts)
    if choices:
        return _choices(params, choices, "/")
    now = utc_now()
    clock = zone_of("")
    today = now.astimezone(clock).date()
    with parts.database.reading() as session:
        facts = browsing.base_facts(session, today)
        served = browsing.departements_served(session)
    counts: Mapping[str, int]
    try:
        counts, available = {value.value: value.count for value in parts.finder.categories(params, now)}, True
    except SearchUnavailable:
        with parts.database.reading() as session:
            counts, available = browsing.count_by_category(session), False
    return render_template(
        "search/home.html",
        params=params,
        place=_place_label(params, parts),
        territories=_territories(served, parts),
        categories=vocabulary().categories.values(),
        counts=counts,
        facts=facts,
        updated_on=facts.updated_at.astimezone(clock).date() if facts.updated_at else None,
        today=today,
        available=available,
    )


@search_pages.get("/recherche")
def results() -> ResponseReturnValue:
    """The list of what was found; only the part that changes when htmx asks."""
    parts = services()
    params, choices = _asked(parts)
    if choices and _is_fragment():
        return "", {"HX-Redirect": request.full_path}  # a question is a page of its own, not a list to swap in
    if choices:
        return _choices(params, choices, "/recherche")
    if "place" in request.args:
        return redirect(params.url())  # the address says the place by its code: it can be kept and shared
    now = utc_now()
    found = parts.finder.find(params, now)
    if found.total and not found.items:
        return redirect(params.url(page=found.pages))
    if is_settled(request.method, dict(request.headers)):
        parts.search_log.note(found, now)
    page = render_template(
        "search/_answer.html" if _is_fragment() else "search/results.html",
        found=found,
        params=params,
        place=_place_label(params, parts),
        cards=cards_of(found, found.items, now),
        alike=cards_of(found, found.alike, now),
        tags=filters.tags(params),
        understood=filters.understandings(found),
        needs=filters.needs(found),
        as_typed=filters.as_typed(found),
        groups=filters.groups(found, filters.counted_apart(parts.finder, found, now)),
        languages=filters.languages(found),
        sorts=filters.sorts(params),
        hidden=filters.hidden(params),
        wider=wider(params, found.radius_km),
        when=filters.when(params),
        appointment=filters.appointment(params),
        unknown_hours=filters.unknown_hours(parts.finder, found, now),
        relaxations=relaxations(parts.finder, found, now),
        towns=landmarks(pins_of(found), parts.gazetteer),
    )
    # The same address answers a page or a part of it: a cache must not give one for the other.
    return page, {"Vary": "HX-Request, HX-History-Restore-Request"}


@search_pages.errorhandler(SearchUnavailable)
def unavailable(error: SearchUnavailable) -> ResponseReturnValue:
    """The search is down: said as such, with what the record alone can show."""
    current_app.logger.error("search unavailable", exc_info=error)
    parts = services()
    params, _ = _asked(parts)
    place = params.place(parts.gazetteer)
    with parts.database.reading() as session:
        counts = browsing.count_by_category(session)
        category = params.category[0] if params.category else ""
        listed = browsing.in_category(session, category, place.territories if place else (), params.page)
    page = render_template(
        "errors/unavailable.html",
        message=str(error),
        params=params,
        place=_place_label(params, parts),
        hidden=filters.hidden(params),
        categories=vocabulary().categories,
        category=category,
        counts=counts,
        listed=listed,
        page_size=browsing.PAGE_SIZE,
    )
    return page, 503, {"Retry-After": "60", "Cache-Control": "no-store"}


def _asked(parts: Services) -> tuple[SearchParams, list[Territory]]:
    return SearchParams.from_form(request.args.to_dict(flat=False), parts.gazetteer)


def _is_fragment() -> bool:
    """Whether htmx asks for the part to swap; going back in the history needs the whole page."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def _choices(params: SearchParams, choices: list[Territory], path: str) -> ResponseReturnValue:
    """Several places have the name typed: the person chooses."""
    places: list[dict[str, Any]] = []
    gazetteer = services().gazetteer
    for territory in choices:
        is_commune = territory.kind is Kind.COMMUNE
        there = {"commune": territory.code} if is_commune else {"territory": territory.id}
        above = gazetteer.get(f"departement-{_departement(territory)}") if is_commune else None
        label = gazetteer.label(territory)
        places.append({"label": label, "detail": above.name if above else "", "url": params.url(path, **there)})
    return render_template("search/choices.html", params=params, typed=request.args["place"], places=places)


def _departement(commune: Territory) -> str:
    found = services().gazetteer.commune(commune.code)
    return found.departement if found else ""


def _place_label(params: SearchParams, parts: Services) -> str:
    territory = parts.gazetteer.get(params.territory or f"commune-{params.commune}")
    return parts.gazetteer.label(territory) if territory else ""


def _territories(served: list[str], parts: Services) -> list[Territory]:
    """Territories to start from: the départements served, then the local ones."""
    departements = [parts.gazetteer.get(territory_id) for territory_id in served]
    return [territory for territory in departements if territory] + parts.gazetteer.territories(Kind.LOCAL)
