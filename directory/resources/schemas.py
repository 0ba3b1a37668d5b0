"""Raw input → clean values of an organisation or a resource, or messages by field. For imports, seeds and the API.

`load(raw)` returns only the keys that `raw` held (and what follows from them), so that a source never empties what it
does not carry. It raises marshmallow's `ValidationError`, whose `messages` map each field to French sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from marshmallow import EXCLUDE, Schema, ValidationError, post_load, validates_schema
from sqlalchemy import String

from directory.resources.closed_lists import Choice, Choices, nearest
from directory.resources.contacts import Email, Phone, Siret, Url
from directory.resources.models import Organisation, Resource
from directory.resources.places import CommuneCode, Coverage, check_point
from directory.resources.schedules import Closures, Hours
from directory.resources.values import Day, Number, Postcode, Text, Texts
from directory.taxonomy.vocabulary import vocabulary

if TYPE_CHECKING:
    from directory.territories.gazetteer import Gazetteer

LONGEST_TEXT = 10_000  # characters
VOCABULARY = vocabulary()


def _line(model: type[Organisation | Resource], column: str, *, required: bool = False) -> Text:
    """One line, as long as its column."""
    kind = model.__table__.c[column].type
    assert isinstance(kind, String)  # noqa: S101  (for the type checker: a mistake in this very file)
    return Text(kind.length or LONGEST_TEXT, required=required)


def _paragraphs() -> Text:
    return Text(LONGEST_TEXT, paragraphs=True)


class _Strict(Schema):
    """Refuses the keys it does not know, naming the nearest one it does."""

    error_messages = {"type": "Un objet (champs et valeurs) est attendu."}  # noqa: RUF012  (marshmallow's declaration)

    class Meta:
        unknown = EXCLUDE  # refused below, with a better message than marshmallow's

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def _refuse_unknown(self, _clean: Any, raw: object, **_: Any) -> None:
        if isinstance(raw, Mapping) and (unknown := raw.keys() - self.fields.keys()):
            raise ValidationError({key: [self._stranger(str(key))] for key in unknown})

    def _stranger(self, key: str) -> str:
        suggestion = nearest(key, self.fields)
        return "Champ inconnu." + (f" Vouliez-vous dire « {suggestion} » ?" if suggestion else "")


class OrganisationSchema(_Strict):
    """An organisation. Field names are those of `models.Organisation`."""

    external_id = _line(Organisation, "external_id", required=True)
    name = _line(Organisation, "name", required=True)
    siret = Siret()
    description = _paragraphs()
    website = Url()
    phone = Phone()
    email = Email()
    networks = Texts(100)


class ResourceSchema(_Strict):
    """A resource. Field names are those of `models.Resource`, with `categories` and `coverage`.

    What a message about the place lands on: `latitude` when the point is far from its commune.
    """

    external_id = _line(Resource, "external_id", required=True)
    name = _line(Resource, "name", required=True)
    summary = _line(Resource, "summary")
    description = _paragraphs()
    categories = Choices(VOCABULARY.categories)
    topics = Choices(VOCABULARY.topics)
    kind = Choice(VOCABULARY.kinds)
    audiences = Choices(VOCABULARY.audiences)
    audiences_details = _paragraphs()
    access_conditions = _paragraphs()
    documents_to_bring = Texts(280)
    cost = Choice(VOCABULARY.costs)
    cost_details = _paragraphs()
    modes = Choices(VOCABULARY.modes)
    callers = Choices(VOCABULARY.callers)
    contact_channels = Choices(VOCABULARY.contact_channels)
    first_step = _line(Resource, "first_step")
    phone = Phone()
    email = Email()
    website = Url()
    booking_url = Url()
    contact_name = _line(Resource, "contact_name")
    opening_hours = Hours()
    opening_hours_note = _paragraphs()
    closures = Closures()
    address = _line(Resource, "address")
    address_details = _line(Resource, "address_details")
    postcode = Postcode()
    commune_code = CommuneCode()
    commune_name = _line(Resource, "commune_name")
    latitude = Number(-90, 90)
    longitude = Number(-180, 180)
    point_source = Choice(dict.fromkeys(("source", "geocoder", "commune", "person")))
    point_score = Number(0, 1)
    coverage = Coverage()
    languages = Choices(VOCABULARY.languages)
    accessibility = _paragraphs()
    capacity = Choice(VOCABULARY.capacities)
    capacity_on = Day()
    adviser_note = _paragraphs()
    source_url = Url()
    source_updated_on = Day()

    def __init__(self, gazetteer: Gazetteer, **options: Any) -> None:
        super().__init__(**options)
        self.gazetteer = gazetteer

    @validates_schema(skip_on_field_errors=False)
    def _check_point(self, clean: Mapping[str, Any], **_: Any) -> None:
        commune = self.gazetteer.commune(clean.get("commune_code") or "")
        check_point(clean.get("latitude"), clean.get("longitude"), commune)

    @post_load
    def _complete(self, clean: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Adds what follows from the values given: categories of topics, name of the commune, origin of the point."""
        if clean.get("topics") and not clean.get("categories"):
            clean["categories"] = list(VOCABULARY.categories_of(clean["topics"]))
        if commune := self.gazetteer.commune(clean.get("commune_code") or ""):
            clean["commune_name"] = commune.name
        if clean.get("latitude") is not None:
            clean.setdefault("point_source", "source")
        return clean
