"""The shape of what `GET /api/v1/territories` takes and answers."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from directory.territories.gazetteer import Kind


class TerritoriesArguments(Schema):
    """What may be asked."""

    class Meta:
        unknown = RAISE

    error_messages = {"unknown": "Paramètre inconnu. Le seul connu est « q »."}  # noqa: RUF012 - as marshmallow wants it

    q = fields.String(
        load_default="",
        validate=validate.Length(max=100, error="Au plus {max} caractères."),
        metadata={
            "description": "Nom ou début de nom, code postal ou son début, numéro de département",
            "example": "caussa",
        },
    )


class TerritoryAnswer(Schema):
    """A territory found."""

    id = fields.String(required=True, metadata={"description": "Identifiant, tel que `territory` l’attend"})
    kind = fields.String(required=True, validate=validate.OneOf(list(Kind)), metadata={"description": "Nature"})
    code = fields.String(required=True, metadata={"description": "Code INSEE, SIREN d’un EPCI, ou code local"})
    name = fields.String(required=True)
    label = fields.String(required=True, metadata={"description": "Nom à montrer : « Caussade (82300) »"})
    postcodes = fields.List(fields.String(), required=True, metadata={"description": "Pour une commune"})


class TerritoriesAnswer(Schema):
    """At most ten territories, best first."""

    items = fields.List(fields.Nested(TerritoryAnswer), required=True)
