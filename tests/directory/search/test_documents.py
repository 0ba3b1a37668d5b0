from __future__ import annotations

from datetime import date

import pytest

from directory.resources.models import Organisation, Resource, ResourceCategory, ResourceCoverage
from directory.search.documents import completeness, document_of
from directory.territories.gazetteer import Gazetteer

FULL = {
    "summary": "Un entretien pour faire le point.",
    "description": "**Ouvert** à tous, [en savoir plus](https://example.org). " + "Nous écoutons. " * 10,
    "topics": ["logement-hebergement--louer-un-logement"],
    "audiences": ["familles"],
    "audiences_details": "dès la grossesse",
    "access_conditions": "Habiter le département",
    "documents_to_bring": ["Pièce d’identité"],
    "cost": "gratuit",
    "modes": ["a-distance"],
    "languages": ["fr"],
    "first_step": "Appeler",
    "phone": "+33563000000",
    "contact_name": "Mme Secrète",
    "adviser_note": "ligne directe 05 63 00 00 01",
    "opening_hours": "Mo-Fr 09:00-12:00",
    "address": "1 rue du Lac",
    "commune_code": "82037",
    "commune_name": "Caussade",
    "postcode": "82300",
    "latitude": 44.16,
    "longitude": 1.53,
    "capacity": "limited",
    "verified_on": date(2026, 11, 1),
}


LISTS = ("topics", "audiences", "modes", "languages", "documents_to_bring", "closures")


def resource(**values: object) -> Resource:
    empty = {
        column.key: [] if column.key in LISTS else ""
        for column in Resource.__table__.columns
        if not column.nullable and column.key not in ("version", "created_at", "updated_at")
    }
    made = Resource(**{**empty, "id": "r1", "slug": "aide", "name": "Aide", "version": 3, **values})
    made.organisation = Organisation(id="o1", name="Maison des solidarités")
    made.category_rows = [ResourceCategory(category="se-loger", position=0)]
    made.coverage_rows = [ResourceCoverage(territory_id="departement-82")]
    return made


def test_a_document_holds_what_the_engines_need(gazetteer: Gazetteer) -> None:
    document = document_of(resource(**FULL), gazetteer)
    assert (document.id, document.version, document.organisation) == ("r1", 3, "Maison des solidarités")
    assert document.covers == ("departement-82",)
    assert document.point == (44.16, 1.53)
    assert document.remote
    assert document.schedule
    assert (document.due_on, document.overdue_on) == (date(2027, 3, 26), date(2027, 5, 1))


def test_words_of_topics_categories_and_audiences_can_be_searched(gazetteer: Gazetteer) -> None:
    document = document_of(resource(**FULL), gazetteer)
    assert "Se loger" in document.topic_words
    assert "logement" in document.topic_words.lower()
    assert "dès la grossesse" in document.audience_words


def test_the_description_is_searched_without_its_markdown(gazetteer: Gazetteer) -> None:
    description = document_of(resource(**FULL), gazetteer).description
    assert description.startswith("Ouvert à tous, en savoir plus")
    assert "https://example.org" not in description


def test_what_is_for_professionals_only_is_nowhere_in_a_document(gazetteer: Gazetteer) -> None:
    document = document_of(resource(**FULL), gazetteer)
    assert "Secrète" not in repr(document)
    assert "ligne directe" not in repr(document)


def test_a_bare_listing_becomes_a_document_too(gazetteer: Gazetteer) -> None:
    bare = resource()
    bare.category_rows, bare.coverage_rows = [], []
    document = document_of(bare, gazetteer)
    assert (document.commune, document.point, document.schedule, document.covers) == ("", None, "", ())
    assert document.card["commune"] is None
    assert document.card["location"] is None
    assert document.due_on is None


def test_the_card_names_the_territories_covered(gazetteer: Gazetteer) -> None:
    assert document_of(resource(**FULL), gazetteer).card["coverage"] == ["Tarn-et-Garonne"]


@pytest.mark.parametrize(
    ("missing", "expected"),
    [((), 1.0), (("phone",), 10 / 11), (("summary", "first_step", "cost"), 8 / 11)],
)
def test_completeness_is_the_share_of_questions_answered(missing: tuple[str, ...], expected: float) -> None:
    values = {name: value for name, value in FULL.items() if name not in missing}
    assert completeness(resource(**values)) == pytest.approx(expected, abs=0.001)
