from __future__ import annotations

from typing import Any

import pytest

from directory.exchange.listings import Listing, Origin
from directory.exchange.validating import Unacceptable, Validator
from directory.territories.gazetteer import Gazetteer


@pytest.fixture
def validator(gazetteer: Gazetteer) -> Validator:
    return Validator(gazetteer)


def a_listing(**resource: Any) -> Listing:
    return Listing(
        source="essai",
        origins=(Origin("a.csv", 7),),
        organisation={"external_id": "o1", "name": "Association"},
        resource={"external_id": "r1", "name": "Aide aux devoirs", "commune_code": "82121"} | resource,
        columns={"phone": "Téléphone", "name": "Nom", "organisation": "Structure"},
    )


def told(validator: Validator) -> list[tuple[str, str]]:
    return [(notice.field, notice.value) for notice in validator.notices]


def test_a_fault_on_an_optional_value_costs_that_value_only(validator: Validator) -> None:
    clean = validator.resource(a_listing(phone="douze", opening_hours="le matin", email="a@b.fr"))
    assert "phone" not in clean
    assert "opening_hours" not in clean
    assert clean["email"] == "a@b.fr"
    assert told(validator) == [("Téléphone", "douze"), ("opening_hours", "le matin")]
    assert all(notice.line == 7 and "laissée de côté" in notice.reason for notice in validator.notices)


def test_only_the_faulty_items_of_a_list_are_left_out(validator: Validator) -> None:
    clean = validator.resource(a_listing(coverage=["82", "commune-99999", "france"], audiences=["jeunes", "elfes"]))
    assert clean["coverage"] == ["departement-82", "france"]
    assert clean["audiences"] == ["jeunes"]
    assert sorted(value for _, value in told(validator)) == ["commune-99999", "elfes"]


def test_a_point_far_from_its_commune_is_left_out_whole(validator: Validator) -> None:
    clean = validator.resource(a_listing(latitude=4.61, longitude=2.03))
    assert "latitude" not in clean
    assert "longitude" not in clean
    (notice,) = validator.notices
    assert "km de Montauban" in notice.reason


def test_two_bad_coordinates_do_not_cost_the_listing(validator: Validator) -> None:
    clean = validator.resource(a_listing(latitude="nord", longitude="est"))
    assert clean["commune_code"] == "82121"
    assert {field for field, _ in told(validator)} == {"latitude", "longitude"}


def test_a_listing_without_name_is_refused_in_the_words_of_its_file(validator: Validator) -> None:
    with pytest.raises(Unacceptable) as refused:
        validator.resource(a_listing(name=" "))
    assert refused.value.notice.field == "Nom"


def test_a_structure_without_name_names_its_column(validator: Validator) -> None:
    listing = Listing(
        "essai", (Origin("a.csv", 7),), {"external_id": "o1", "name": ""}, {}, {"organisation": "Structure"}
    )
    with pytest.raises(Unacceptable) as refused:
        validator.organisation(listing)
    assert refused.value.notice.field == "Structure"


@pytest.mark.parametrize(
    "somewhere", [{"coverage": ["82"]}, {"modes": ["a-distance"]}, {"postcode": "82300", "commune_name": "Caussade"}]
)
def test_a_place_a_territory_or_a_distance_is_enough(validator: Validator, somewhere: dict[str, Any]) -> None:
    assert validator.resource(a_listing(commune_code=None, **somewhere))["name"] == "Aide aux devoirs"


def test_a_listing_that_is_nowhere_is_refused(validator: Validator) -> None:
    with pytest.raises(Unacceptable, match="aucun lieu"):
        validator.resource(a_listing(commune_code=None))


def test_a_summary_is_made_of_the_description_unless_it_repeats_the_name(validator: Validator) -> None:
    assert validator.resource(a_listing(description="Chaque soir de classe. Gratuit."))["summary"] == (
        "Chaque soir de classe. Gratuit."
    )
    assert "summary" not in validator.resource(a_listing(description="Aide aux devoirs."))
    assert validator.resource(a_listing(summary="Court.", description="Long."))["summary"] == "Court."


def test_categories_come_from_topics_then_from_words() -> None:
    organisation = {"name": "Mission locale", "networks": ["mission-locale"]}
    assert Validator.suggestion({"name": "x", "categories": ["se-loger"]}, organisation) is None
    suggestion = Validator.suggestion({"name": "Accueil", "description": ""}, organisation)
    assert suggestion is not None
    assert suggestion.categories == ("services-pole-emploi",)
