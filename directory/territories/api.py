"""The JSON door of the gazetteer."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError

from directory.errors import InvalidInput
from directory.services import services
from directory.territories.gazetteer import Gazetteer, Territory
from directory.territories.schemas import TerritoriesArguments

MOST = 10

territories_api = Blueprint("territories_api", __name__, url_prefix="/api/v1")


@territories_api.get("/territories")
def find_territories() -> ResponseReturnValue:
    """At most ten territories for what a person has typed so far."""
    try:
        arguments = TerritoriesArguments().load(request.args.to_dict())
    except ValidationError as error:
        raise InvalidInput(f"Paramètres à corriger : {', '.join(error.messages_dict)}.", error.messages_dict) from error
    gazetteer = services().gazetteer
    found = gazetteer.search(arguments["q"], limit=MOST)
    return jsonify({"items": [territory_answer(territory, gazetteer) for territory in found]})


def territory_answer(territory: Territory, gazetteer: Gazetteer) -> dict[str, object]:
    """The JSON of a territory: what `TerritoryAnswer` describes."""
    commune = gazetteer.commune(territory.code)
    return {
        "id": territory.id,
        "kind": territory.kind,
        "code": territory.code,
        "name": territory.name,
        "label": gazetteer.label(territory),
        "postcodes": list(commune.postcodes) if commune else [],
    }
