"""Fields of a place: its commune, the territories served, and whether its point can be believed.

A schema that uses them has a `gazetteer`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geopy.distance import great_circle
from marshmallow import ValidationError, fields

from directory.resources.values import Several, Value, quoted

if TYPE_CHECKING:
    from directory.territories.gazetteer import Commune, Gazetteer

FARTHEST_KM = 100  # no commune of France is that wide: beyond, the point or the commune is wrong


def _gazetteer_of(field: fields.Field[Any]) -> Gazetteer:
    gazetteer: Gazetteer = field.root.gazetteer  # type: ignore[union-attr]  # the schema that holds the field
    return gazetteer


class CommuneCode(Value[str]):
    """The INSEE code of a commune; an old code gives the present one."""

    def clean(self, value: Any) -> str:
        """The present code."""
        commune = _gazetteer_of(self).commune(str(value).strip())
        if commune is None:
            raise ValidationError(
                f"{quoted(value)} n’est pas le code d’une commune : cinq caractères donnés par l’INSEE, "
                "par exemple 82121 pour Montauban (ce n’est pas le code postal)."
            )
        return commune.code


class Coverage(Several):
    """Territories served, named by their ids or by bare codes (commune, EPCI, département, `france`)."""

    def clean(self, value: Any) -> list[str]:
        """Ids, sorted as they are stored."""
        return sorted(super().clean(value))

    def clean_each(self, values: list[Any] | tuple[Any, ...]) -> list[str]:
        """The ids; every unknown code among them is told."""
        gazetteer = _gazetteer_of(self)
        found = [(code, gazetteer.resolve(str(code).strip())) for code in values]
        if unknown := [code for code, territory in found if territory is None]:
            raise ValidationError(
                [
                    f"{quoted(code)} n’est pas un territoire connu : donnez le code d’une commune, d’un EPCI, "
                    "d’un département, ou « france »."
                    for code in unknown
                ]
            )
        return [territory.id for _, territory in found if territory]


def check_point(latitude: float | None, longitude: float | None, commune: Commune | None) -> None:
    """Raises `ValidationError` when a point is halved, or too far from its commune to be believed.

    The message lands on `latitude`, except for a longitude that stands alone.
    """
    if latitude is None and longitude is None:
        return
    if latitude is None or longitude is None:
        given = "longitude" if latitude is None else "latitude"
        raise ValidationError("Latitude et longitude vont ensemble : donnez les deux, ou aucune.", given)
    if latitude == longitude == 0:
        raise ValidationError("Le point 0, 0 est au large de l’Afrique : donnez le vrai point, ou aucun.", "latitude")
    if commune is None:
        return
    far = great_circle((latitude, longitude), (commune.latitude, commune.longitude)).km
    if far > FARTHEST_KM:
        raise ValidationError(
            f"Le point ({latitude}, {longitude}) est à {far:.0f} km de {commune.name} : "
            "corrigez le point ou la commune.",
            "latitude",
        )
