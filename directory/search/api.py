"""The JSON API of the search: parameters in, plain JSON out."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from directory.database import utc_now
from directory.errors import NotFound
from directory.public_api import public_url
from directory.resources.status import Status
from directory.resources.store import resource_by_id
from directory.search.answers import API, facet_answer, proposal_answer, resource_answer, search_answer
from directory.search.arguments import read_arguments
from directory.search.params import SearchParams
from directory.search.relaxations import relaxations
from directory.search.schemas import CategoriesArguments, SuggestArguments
from directory.search.search_log import is_settled
from directory.services import services

search_api = Blueprint("search_api", __name__, url_prefix=API)


def _given() -> dict[str, list[str]]:
    return request.args.to_dict(flat=False)


@search_api.get("/resources")
def find_resources() -> ResponseReturnValue:
    """A page of the resources a search finds."""
    parts = services()
    params = SearchParams.from_args(_given(), parts.gazetteer)
    now = utc_now()
    found = parts.finder.find(params, now)
    if is_settled(request.method, dict(request.headers)):
        parts.search_log.note(found, now)
    return jsonify(search_answer(found, relaxations(parts.finder, found, now), public_url()))


@search_api.get("/resources/<resource_id>")
def read_resource(resource_id: str) -> ResponseReturnValue:
    """All that is public of one resource."""
    parts = services()
    with parts.database.reading() as session:
        resource = resource_by_id(session, resource_id)
        if resource is None or resource.status != Status.PUBLISHED:
            raise NotFound("Aucune ressource publiée n’a cet identifiant.")
        return jsonify(resource_answer(resource, parts.gazetteer, utc_now(), public_url()))


@search_api.get("/suggest")
def suggest() -> ResponseReturnValue:
    """What a text being typed may become."""
    arguments = read_arguments(SuggestArguments(), _given())
    found = services().finder.suggest(arguments.get("q", ""), arguments.get("limit", 8))
    return jsonify({"items": [proposal_answer(proposal, public_url()) for proposal in found]})


@search_api.get("/categories")
def categories() -> ResponseReturnValue:
    """The nine categories in their order, each with its number of resources (for a place, if one is given)."""
    parts = services()
    given = _given()
    read_arguments(CategoriesArguments(), given)
    found = parts.finder.categories(SearchParams.from_args(given, parts.gazetteer), utc_now())
    return jsonify({"items": [facet_answer(value) for value in found]})
