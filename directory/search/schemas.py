"""The parameters a search may take: what checks a request, and what the OpenAPI description is made from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from directory.search.arguments import Known
from directory.taxonomy.vocabulary import vocabulary
from indexing.query import Sort

QUERY_LENGTH = 500
RADIUS_KM = (1, 200)
PAGE_SIZE = 20
LARGEST_PAGE_SIZE = 100
MOST_LITERAL = 20
LAST_PAGE = 1_000_000  # far beyond any base; keeps page × page_size within what every engine counts
OLDEST_VERIFICATION_DAYS = 3650
NOW = "now"
UNKNOWN_HOURS = "unknown"


def _text(description: str, length: int = 100, **metadata: Any) -> fields.String:
    return fields.String(
        validate=validate.Length(max=length, error="Au plus {max} caractères."),
        metadata={"description": description, **metadata},
    )


def _one_of(facet: str, description: str) -> fields.String:
    return fields.String(validate=Known(tuple(vocabulary().labels(facet))), metadata={"description": description})


def _any_of(facet: str, description: str) -> fields.List[str]:
    """A repeatable parameter: its values are alternatives."""
    known = fields.String(validate=Known(tuple(vocabulary().labels(facet))))
    return fields.List(known, metadata={"description": f"{description} (répétable : l’une des valeurs suffit)"})


def _integer(lowest: int, highest: int, description: str, **metadata: Any) -> fields.Integer:
    return fields.Integer(
        validate=validate.Range(lowest, highest, error="Un nombre entier de {min} à {max} est attendu."),
        error_messages={"invalid": f"Un nombre entier de {lowest} à {highest} est attendu."},
        metadata={"description": description, **metadata},
    )


def _number(lowest: float, highest: float, description: str) -> fields.Float:
    message = f"Un nombre de {lowest} à {highest} est attendu, avec un point pour les décimales."
    return fields.Float(
        validate=validate.Range(lowest, highest, error=message),
        error_messages={"invalid": message, "special": message},
        metadata={"description": description},
    )


def _check_moment(value: str) -> None:
    """Accepts `now` or an ISO 8601 date and time; a day alone does not say when the person would come."""
    if value == NOW:
        return
    try:
        datetime.fromisoformat(value)
        timed = len(value) > len("2026-11-25")
    except ValueError:
        timed = False
    if not timed:
        raise ValidationError("« now » ou une date avec son heure est attendu, par exemple 2026-11-25T14:30.")


class PlaceArguments(Schema):
    """Where the person is: a commune, or a territory, or a point."""

    commune = _text("Code INSEE de la commune (un ancien code mène à la commune actuelle)", example="82121")
    territory = _text("Territoire : identifiant (`departement-82`, `epci-248200099`, `france`) ou code", example="82")
    lat = _number(-90, 90, "Latitude du point de départ, avec `lon` (degrés, WGS 84)")
    lon = _number(-180, 180, "Longitude du point de départ, avec `lat` (degrés, WGS 84)")
    radius_km = _number(
        *RADIUS_KM,
        "Rayon, en km, où chercher les ressources dont la zone couverte est inconnue ; sans lui, il grandit jusqu’à "
        "trouver assez de réponses. Sans lieu, il est sans effet",
    )


class SearchArguments(PlaceArguments):
    """Every parameter of a search."""

    class Meta:
        fields = (  # the order in which a search is written as a URL, and documented
            "q", "category", "topic", "commune", "territory", "lat", "lon", "radius_km", "audience", "mode", "cost",
            "language", "open_at", "hours", "verified_within_days", "literal", "sort", "page", "page_size",
        )  # fmt: skip

    q = _text("Les mots cherchés : besoin, sigle, nom d’une structure", QUERY_LENGTH, example="impayé de loyer")
    category = _any_of("category", "Catégorie")
    topic = _any_of("topic", "Thématique data·inclusion v1")
    audience = _any_of("audience", "Public accueilli")
    mode = _any_of("mode", "Mode d’accueil")
    cost = _one_of("cost", "Coût pour la personne")
    language = _one_of("language", "Langue parlée sur place")
    open_at = fields.String(
        validate=_check_moment,
        metadata={
            "description": "Garde les ressources ouvertes à ce moment : `now`, ou une date et heure ISO 8601 "
            "(sans fuseau : heure du lieu demandé). Horaires inconnus : écartés",
            "example": "2026-11-25T14:30",
        },
    )
    hours = fields.String(
        validate=Known((UNKNOWN_HOURS,)),
        metadata={
            "description": "`unknown` : plutôt les ressources dont on ne sait pas si elles sont ouvertes à ce moment "
            "(`open_at`, sinon maintenant)"
        },
    )
    verified_within_days = _integer(
        1, OLDEST_VERIFICATION_DAYS, "Vérifiée par une personne depuis au plus ce nombre de jours"
    )
    literal = fields.List(
        _text("", QUERY_LENGTH),
        validate=validate.Length(max=MOST_LITERAL, error="Au plus {max} valeurs."),
        metadata={
            "description": "Ce qui, dans `q`, est à prendre au mot : l’`id` d’un élément de `understood` (répétable)",
            "example": ["garde-d-enfant"],
        },
    )
    sort = fields.String(
        validate=Known(tuple(Sort)),
        metadata={"description": "Ordre des réponses. `distance` suppose un lieu", "default": Sort.RELEVANCE.value},
    )
    page = _integer(1, LAST_PAGE, "Numéro de la page, à partir de 1", default=1)
    page_size = _integer(1, LARGEST_PAGE_SIZE, "Réponses par page", default=PAGE_SIZE)


class SuggestArguments(Schema):
    """Parameters of `/suggest`."""

    q = _text("Le début de ce que la personne tape", QUERY_LENGTH, example="loge")
    limit = _integer(1, 20, "Nombre de suggestions", default=8)


class CategoriesArguments(PlaceArguments):
    """Parameters of `/categories`: for which place to count."""
