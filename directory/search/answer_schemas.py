"""The shape of the API's answers. Only described with these, never dumped: `answers` builds them by hand, faster."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from directory.resources.freshness import Freshness
from directory.search.arguments import Known
from directory.search.relaxations import LITTLE
from directory.search.suggesting import KINDS
from directory.taxonomy.vocabulary import vocabulary


def _text(description: str = "", **options: Any) -> fields.String:
    return fields.String(required=True, metadata={"description": description} if description else {}, **options)


def _maybe(description: str = "") -> fields.String:
    return _text(description, allow_none=True)


def _number(description: str = "", *, allow_none: bool = False) -> fields.Float:
    return fields.Float(required=True, allow_none=allow_none, metadata={"description": description})


def _count(description: str = "") -> fields.Integer:
    return fields.Integer(required=True, metadata={"description": description})


def _texts(description: str = "") -> fields.List[str]:
    return fields.List(fields.String(), required=True, metadata={"description": description})


def _slugs(facet: str) -> fields.List[str]:
    return fields.List(fields.String(validate=Known(tuple(vocabulary().labels(facet)))), required=True)


def _open() -> fields.Boolean:
    description = "Ouvert au moment demandé (`open_at`), sinon maintenant ; null : horaires inconnus"
    return fields.Boolean(required=True, allow_none=True, metadata={"description": description})


class NamedAnswer(Schema):
    """Something with an id and a name."""

    id = _text()
    name = _text()


class CommuneAnswer(Schema):
    """A commune."""

    code = _text("Code INSEE")
    name = _text()


class LocationAnswer(Schema):
    """A point, WGS 84."""

    lat = _number("Latitude, en degrés")
    lon = _number("Longitude, en degrés")


class ResourceSummary(Schema):
    """What a list shows of a resource, and one resource too."""

    id = _text("UUID")
    slug = _text()
    name = _text()
    summary = _text()
    organisation = fields.Nested(NamedAnswer, required=True)
    categories = _slugs("category")
    topics = _slugs("topic")
    commune = fields.Nested(CommuneAnswer, required=True, allow_none=True)
    location = fields.Nested(LocationAnswer, required=True, allow_none=True)
    modes = _slugs("mode")
    cost = _maybe()
    phone = _maybe("E.164, ou numéro court")
    first_step = _text("Première démarche")
    verified_on = fields.Date(required=True, allow_none=True, metadata={"description": "Confirmée par une personne"})
    freshness = _text(validate=Known(tuple(Freshness)))
    open = _open()
    source = _text()
    external_id = _text()
    url = _text("Page de la fiche")


class ItemAnswer(ResourceSummary):
    """A resource found."""

    distance_km = _number("Distance du lieu demandé", allow_none=True)
    highlights = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "HTML sûr : mots trouvés entre `<mark>`"},
    )
    matched = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        required=True,
        metadata={
            "description": "Pourquoi cette réponse : mots trouvés, par champ ; `similar` : ce qui complète une liste "
            "courte, par ressemblance avec ces premières réponses"
        },
    )


class OrganisationAnswer(NamedAnswer):
    """A structure."""

    siret = _maybe()
    description = _text()
    website = _maybe()
    phone = _maybe()
    email = _maybe()
    networks = _texts()
    source = _text()
    external_id = _text()


class ClosureAnswer(Schema):
    """A period when the place is shut, both days included."""

    from_ = fields.Date(required=True, data_key="from")
    to = fields.Date(required=True)
    reason = _text()


class ResourceAnswer(ResourceSummary):
    """All that is public of a resource."""

    organisation = fields.Nested(OrganisationAnswer, required=True)
    description = _text("Markdown")
    description_html = _text("La description en HTML assaini")
    kind = _maybe()
    audiences = _slugs("audience")
    audiences_details = _text()
    access_conditions = _text()
    documents_to_bring = _texts("Pièces à apporter")
    cost_details = _text()
    callers = _texts("Qui peut appeler : usagers, professionnels")
    contact_channels = _texts()
    email = _maybe()
    website = _maybe()
    booking_url = _maybe()
    opening_hours = _text("Syntaxe OpenStreetMap")
    opening_hours_note = _text()
    closures = fields.List(fields.Nested(ClosureAnswer), required=True)
    address = _text()
    address_details = _text()
    postcode = _text()
    point_source = _maybe("D’où vient le point : source, geocoder, commune (centre), person")
    coverage = fields.List(
        fields.Nested(NamedAnswer), required=True, metadata={"description": "Territoires couverts ; vide : inconnus"}
    )
    languages = _slugs("language")
    accessibility = _text()
    capacity = _maybe()
    capacity_on = fields.Date(required=True, allow_none=True)
    verified_by = _text()
    verified_how = _text()
    source_url = _maybe()
    source_updated_on = fields.Date(required=True, allow_none=True)
    version = _count("Grandit à chaque changement")
    updated_at = fields.DateTime(required=True)


class FacetAnswer(Schema):
    """A value one may filter by."""

    value = _text()
    label = _text()
    count = _count("Réponses qu’elle donnerait")


class LinksAnswer(Schema):
    """Pages around this one."""

    self_ = _text(data_key="self")
    next = _maybe()
    prev = _maybe()


class UnderstoodAnswer(Schema):
    """What a part of the words was understood as."""

    id = _text("À donner à `literal` pour que ces mots soient pris au mot")
    kind = _text(validate=Known(("topic", "wording", "place", "audience", "mode", "cost", "language")))
    label = _text()
    value = _text("Thématique, territoire ou valeur préférée")
    category = _maybe("Catégorie de la thématique")
    confidence = _number("De 0 à 1")
    without_url = _text("La même recherche, ces mots pris au mot")


class UrgentAnswerShape(Schema):
    """Whom to call at once."""

    phone = _text()
    label = _text()
    text = _text()


class WayOutAnswer(Schema):
    """A search close to this one that finds more."""

    label = _text("Ce qui change, en français")
    count = _count("Réponses qu’elle donne")
    url = _text("Cette recherche, dans l’API")


class SearchAnswer(Schema):
    """One page of a search."""

    total = _count("Nombre exact de réponses, ressources proches comprises")
    page = _count()
    page_size = _count()
    items = fields.List(fields.Nested(ItemAnswer), required=True)
    facets = fields.Dict(keys=fields.String(), values=fields.List(fields.Nested(FacetAnswer)), required=True)
    radius_km = _number("Rayon retenu", allow_none=True)
    did_you_mean = _maybe("Mots plus probables")
    understood = fields.List(
        fields.Nested(UnderstoodAnswer), required=True, metadata={"description": "Ce que les mots veulent dire"}
    )
    urgent = fields.List(
        fields.Nested(UrgentAnswerShape),
        required=True,
        metadata={"description": "Réponses immédiates, s’il y a urgence"},
    )
    links = fields.Nested(LinksAnswer, required=True)
    ways_out = fields.List(
        fields.Nested(WayOutAnswer),
        metadata={
            "description": f"Seulement quand il y a au plus {LITTLE} réponses : recherches proches qui en donnent "
            "davantage, de la moins changée à la plus large"
        },
    )


class ProposalAnswer(Schema):
    """A suggestion."""

    kind = _text(validate=Known(KINDS))
    value = _text("Slug, identifiant ou code")
    label = _text()
    url = _text("Page où elle mène")


class SuggestAnswer(Schema):
    """Suggestions, grouped by kind."""

    items = fields.List(fields.Nested(ProposalAnswer), required=True)


class CategoriesAnswer(Schema):
    """The nine categories in their order."""

    items = fields.List(fields.Nested(FacetAnswer), required=True)


class ProblemAnswer(Schema):
    """What went wrong (RFC 9457)."""

    type = _text()
    title = _text()
    status = _count()
    detail = _text("Une phrase pour la personne, avec la façon d’en sortir")
    errors = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        metadata={"description": "Par paramètre, ses messages"},
    )
