from __future__ import annotations

import pytest

from directory.errors import InvalidInput
from directory.search.params import SearchParams
from directory.search.places import place_at, places_named
from directory.territories.gazetteer import Gazetteer


@pytest.mark.parametrize("typed", ["Caussade", "caussade", "CAUSSADE (82300)", "82300 Caussade", "Caussade 82"])
def test_a_name_that_leaves_no_doubt_is_one_place(gazetteer: Gazetteer, typed: str) -> None:
    assert [territory.code for territory in places_named(typed, gazetteer)] == ["82037"]


def test_a_postcode_of_several_communes_lets_the_person_choose(gazetteer: Gazetteer) -> None:
    found = {territory.name for territory in places_named("82300", gazetteer)}
    assert {"Caussade", "Monteils"} <= found


def test_a_name_borne_by_several_communes_lets_the_person_choose_the_greatest_first(gazetteer: Gazetteer) -> None:
    found = places_named("Saint-Denis", gazetteer)
    assert len(found) > 1
    assert found[0].code in ("93066", "97411")


def test_a_departement_can_be_typed_by_its_number(gazetteer: Gazetteer) -> None:
    assert [territory.id for territory in places_named("82", gazetteer)] == ["departement-82"]


def test_the_form_turns_words_into_a_place(gazetteer: Gazetteer) -> None:
    params, choices = SearchParams.from_form({"q": ["permis"], "place": ["Caussade"]}, gazetteer)
    assert (params, choices) == (SearchParams(q="permis", commune="82037"), [])


def test_words_that_still_name_the_chosen_place_change_nothing(gazetteer: Gazetteer) -> None:
    given = {"place": ["Caussade (82300)"], "commune": ["82037"], "lat": ["44.1"], "lon": ["1.5"]}
    params, _ = SearchParams.from_form(given, gazetteer)
    assert (params.commune, params.point) == ("82037", (44.1, 1.5))


def test_other_words_replace_the_chosen_place_and_emptied_ones_forget_it(gazetteer: Gazetteer) -> None:
    replaced, _ = SearchParams.from_form({"place": ["Montauban"], "commune": ["82037"]}, gazetteer)
    forgotten, _ = SearchParams.from_form({"place": [""], "commune": ["82037"]}, gazetteer)
    assert replaced == SearchParams(commune="82121")
    assert forgotten == SearchParams()


def test_several_places_leave_the_search_without_one(gazetteer: Gazetteer) -> None:
    params, choices = SearchParams.from_form({"q": ["permis"], "place": ["82300"]}, gazetteer)
    assert params == SearchParams(q="permis")
    assert len(choices) > 1


def test_a_place_nobody_knows_is_told_with_the_nearest_name(gazetteer: Gazetteer) -> None:
    with pytest.raises(InvalidInput) as caught:
        SearchParams.from_form({"place": ["Xqzwrt"]}, gazetteer)
    assert "Xqzwrt" in caught.value.errors["place"][0]


def test_the_label_of_a_place_can_be_typed_back(gazetteer: Gazetteer) -> None:
    for territory_id in ("commune-82037", "departement-82", "region-76", "commune-31555", "commune-75112"):
        territory = gazetteer.get(territory_id)
        assert territory is not None
        assert places_named(gazetteer.label(territory), gazetteer) == [territory]


def test_a_departement_holds_what_serves_any_part_of_it(gazetteer: Gazetteer) -> None:
    place = place_at(gazetteer, "", "departement-82", None, None)
    assert place is not None
    assert {"departement-82", "region-76", "france", "commune-82121", "commune-82037"} <= set(place.territories)
    assert place.radius_km is not None
    assert 40 < place.radius_km < 80


def test_all_of_france_is_no_limit(gazetteer: Gazetteer) -> None:
    assert place_at(gazetteer, "", "france", None, None) is None
