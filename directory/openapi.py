"""The description of the API (OpenAPI 3.1), made from the schemas that check requests; and its page for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from directory.public_api import public_url
from directory.search import answer_schemas as answers
from directory.search.answers import API
from directory.search.schemas import CategoriesArguments, SearchArguments, SuggestArguments
from directory.territories.schemas import TerritoriesAnswer, TerritoriesArguments

openapi = Blueprint("openapi", __name__, url_prefix=API)

PROBLEMS = {
    404: "Introuvable",
    422: "Paramètre inconnu ou à corriger",
    429: "Trop de demandes",
    503: "Recherche arrêtée",
}
INTRODUCTION = (
    "Les ressources sociales et professionnelles publiées. Lecture seule, sans clé, depuis n’importe quel site. "
    "Un paramètre inconnu ou mal écrit est refusé (422) et nommé. Les erreurs sont des `application/problem+json`."
)


@dataclass(frozen=True, slots=True)
class Operation:
    """One address: what it takes, what it answers, and the problems it may tell of."""

    path: str
    name: str
    summary: str
    answer: type[Schema] | None
    arguments: type[Schema] | None = None
    problems: tuple[int, ...] = (422, 429)


SEARCHES = (422, 429, 503)
OPERATIONS = (
    Operation("/resources", "findResources", "Chercher", answers.SearchAnswer, SearchArguments, SEARCHES),
    Operation("/resources/{resource_id}", "readResource", "Lire une fiche", answers.ResourceAnswer, None, (404, 429)),
    Operation("/suggest", "suggest", "Compléter ce qui est tapé", answers.SuggestAnswer, SuggestArguments),
    Operation("/categories", "listCategories", "Lister les neuf catégories", answers.CategoriesAnswer,
              CategoriesArguments, SEARCHES),
    Operation("/territories", "findTerritories", "Chercher un territoire", TerritoriesAnswer, TerritoriesArguments),
    Operation("/openapi.json", "readDescription", "Lire cette description", None, None, (429,)),
)  # fmt: skip


@openapi.get("/openapi.json")
def description_json() -> ResponseReturnValue:
    """The description, for programs."""
    return jsonify({**describe(), "servers": [{"url": public_url()}]})


@openapi.get("/docs")
def docs() -> ResponseReturnValue:
    """The description, for people."""
    return render_template("api/docs.html", description=describe(), server=public_url(), type_words=type_words)


def type_words(shape: Mapping[str, Any]) -> str:
    """A JSON schema in a few words: `string ou null`, `liste de Facet`."""
    if "$ref" in shape:
        return str(shape["$ref"]).rsplit("/", 1)[1]
    if "anyOf" in shape:
        return " ou ".join(type_words(inner) for inner in shape["anyOf"])
    kinds = shape["type"] if isinstance(shape["type"], list) else [shape["type"]]
    if "array" in kinds:
        return f"liste de {type_words(shape['items'])}"
    if "object" in kinds and "additionalProperties" in shape:
        return f"objet : nom → {type_words(shape['additionalProperties'])}"
    return " ou ".join([*kinds, *([shape["format"]] if "format" in shape else [])])


@cache
def describe() -> Mapping[str, Any]:
    """The OpenAPI document, without the address of the server."""
    spec = APISpec(
        title="Base de Ressources Partenariale",
        version="1",
        openapi_version="3.1.0",
        info={"description": INTRODUCTION},
        plugins=[MarshmallowPlugin(schema_name_resolver=_schema_name)],
    )
    spec.components.schema("Problem", schema=answers.ProblemAnswer)
    for operation in OPERATIONS:
        spec.path(path=f"{API}{operation.path}", operations={"get": _described(operation)})
    return spec.to_dict()


def _schema_name(schema: type[Schema] | Schema) -> str:
    name = (schema if isinstance(schema, type) else type(schema)).__name__
    return name.removesuffix("Answer").removesuffix("Summary")


def _described(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {"operationId": operation.name, "summary": operation.summary}
    if operation.arguments:
        described["parameters"] = [{"in": "query", "schema": operation.arguments}]
    if "{resource_id}" in operation.path:
        identifier = {"type": "string", "format": "uuid"}
        described["parameters"] = [{"in": "path", "name": "resource_id", "required": True, "schema": identifier}]
    body = operation.answer or {"type": "object"}
    problem = {"application/problem+json": {"schema": answers.ProblemAnswer}}
    described["responses"] = {
        "200": {"description": operation.summary, "content": {"application/json": {"schema": body}}},
        **{str(status): {"description": PROBLEMS[status], "content": problem} for status in operation.problems},
    }
    return described
