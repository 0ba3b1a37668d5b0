from __future__ import annotations

from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest

from directory.errors import InvalidInput
from directory.search.params import SearchParams
from directory.territories.gazetteer import Gazetteer
from indexing.query import Sort

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
EVERYTHING = {
    "q": ["impayé  de loyer"],
    "category": ["se-loger", "difficultes-financieres"],
    "topic": ["logement-hebergement--louer-un-logement"],
    "commune": ["82121"],
    "lat": ["44.0217"],
    "lon": ["1.355"],
    "radius_km": ["25"],
    "audience": ["familles"],
    "mode": ["en-presentiel", "a-distance"],
    "cost": ["gratuit"],
    "language": ["es"],
    "open_at": ["2026-11-25T14:30"],
    "hours": ["unknown"],
    "verified_within_days": ["90"],
    "sort": ["distance"],
    "page": ["3"],
    "page_size": ["50"],
}


def errors_of(given: dict[str, list[str]], gazetteer: Gazetteer) -> dict[str, list[str]]:
    with pytest.raises(InvalidInput) as caught:
        SearchParams.from_args(given, gazetteer)
    return caught.value.errors


def test_a_search_written_as_a_url_reads_back_as_the_same_search(gazetteer: Gazetteer) -> None:
    params = SearchParams.from_args(EVERYTHING, gazetteer)
    again = SearchParams.from_args(parse_qs(urlsplit(params.url()).query), gazetteer)
    assert again == params
    assert params.q == "impayé de loyer"
    assert params.url().startswith(
        "/recherche?q=impay%C3%A9+de+loyer&category=se-loger&category=difficultes-financieres"
    )


def test_an_empty_search_has_a_bare_url(gazetteer: Gazetteer) -> None:
    assert SearchParams.from_args({"q": [""], "cost": [" "]}, gazetteer).url() == "/recherche"


def test_any_change_but_of_the_page_goes_back_to_page_one() -> None:
    params = SearchParams(q="permis", page=4)
    assert params.url(page=5) == "/recherche?q=permis&page=5"
    assert params.with_value("cost", "gratuit").url() == "/recherche?q=permis&cost=gratuit"


def test_values_of_a_repeatable_parameter_are_added_and_removed_one_by_one() -> None:
    params = (
        SearchParams()
        .with_value("mode", "a-distance")
        .with_value("mode", "a-domicile")
        .with_value("mode", "a-distance")
    )
    assert params.mode == ("a-distance", "a-domicile")
    assert params.without("mode", "a-distance").mode == ("a-domicile",)
    assert params.without("mode").mode == ()


def test_leaving_the_place_leaves_its_point_and_radius_too() -> None:
    params = SearchParams(q="permis", commune="82121", lat=44.0, lon=1.3, radius_km=25)
    assert params.without("commune") == SearchParams(q="permis")
    assert params.without("radius_km") == SearchParams(q="permis", commune="82121", lat=44.0, lon=1.3)


def test_an_unknown_parameter_is_named_with_the_nearest_known_one(gazetteer: Gazetteer) -> None:
    assert "« category »" in errors_of({"categorie": ["se-loger"]}, gazetteer)["categorie"][0]


def test_an_unknown_value_is_named_with_the_nearest_known_one(gazetteer: Gazetteer) -> None:
    assert "« se-loger »" in errors_of({"category": ["se-logr"]}, gazetteer)["category"][0]
    assert "« relevance »" in errors_of({"sort": ["relevence"]}, gazetteer)["sort"][0]


def test_all_faults_are_told_at_once(gazetteer: Gazetteer) -> None:
    given = {
        "q": ["x" * 501],
        "page": ["0"],
        "page_size": ["101"],
        "radius_km": ["500"],
        "lat": ["44"],
        "commune": ["99999"],
        "cost": ["gratuit", "payant"],
        "open_at": ["demain"],
        "verified_within_days": ["peu"],
        "couleur": ["bleu"],
    }
    assert set(errors_of(given, gazetteer)) == set(given)


@pytest.mark.parametrize("value", ["nan", "inf", "91", "quarante"])
def test_a_latitude_is_a_number_of_degrees(gazetteer: Gazetteer, value: str) -> None:
    assert "lat" in errors_of({"lat": [value], "lon": ["1.3"]}, gazetteer)


def test_a_postcode_is_not_a_commune_code(gazetteer: Gazetteer) -> None:
    assert "pas le code postal" in errors_of({"commune": ["82300"]}, gazetteer)["commune"][0]


def test_a_commune_and_a_territory_exclude_each_other(gazetteer: Gazetteer) -> None:
    assert "territory" in errors_of({"commune": ["82121"], "territory": ["departement-82"]}, gazetteer)


def test_a_bare_territory_code_becomes_its_id(gazetteer: Gazetteer) -> None:
    assert SearchParams.from_args({"territory": ["82"]}, gazetteer).territory == "departement-82"


def test_deep_pages_can_be_asked_for(gazetteer: Gazetteer) -> None:
    params = SearchParams.from_args({"page": ["90000"], "page_size": ["100"]}, gazetteer)
    assert params.to_query(gazetteer, NOW).offset == 8_999_900


def test_the_query_holds_the_place_with_all_that_is_above_it(gazetteer: Gazetteer) -> None:
    query = SearchParams(q="permis", commune="82121", cost="gratuit", verified_within_days=30).to_query(gazetteer, NOW)
    assert query.place is not None
    assert {"commune-82121", "departement-82", "france"} <= set(query.place.territories)
    assert query.place.point == gazetteer.centre("commune-82121")
    assert query.filters == {"cost": ("gratuit",)}
    assert query.verified_since == date(2026, 10, 26)
    assert query.sort is Sort.RELEVANCE


def test_a_point_alone_is_in_the_commune_it_falls_in(gazetteer: Gazetteer) -> None:
    place = SearchParams(lat=44.0177, lon=1.3549).place(gazetteer)
    assert place is not None
    assert (place.commune, place.point) == ("82121", (44.0177, 1.3549))


def test_a_moment_without_a_zone_is_on_the_clock_of_the_place() -> None:
    moment = SearchParams(open_at="2026-07-14T10:00").moment(NOW, PARIS)
    assert moment == datetime(2026, 7, 14, 8, 0, tzinfo=UTC)
    assert SearchParams(open_at="now").moment(NOW, PARIS) == NOW
    assert SearchParams().moment(NOW, PARIS) is None


def test_a_plus_sign_left_bare_in_a_moment_is_understood(gazetteer: Gazetteer) -> None:
    params = SearchParams.from_args({"open_at": ["2026-11-25T10:00:00 01:00"]}, gazetteer)
    assert params.moment(NOW, PARIS) == datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def test_a_page_passes_over_names_that_are_not_its_own(gazetteer: Gazetteer) -> None:
    params, choices = SearchParams.from_form({"q": ["permis"], "utm_source": ["lettre"]}, gazetteer)
    assert (params, choices) == (SearchParams(q="permis"), [])


def test_an_appointment_typed_beside_the_box_now_is_what_counts(gazetteer: Gazetteer) -> None:
    params, _ = SearchParams.from_form({"open_at": ["now", "2026-11-27T14:30"]}, gazetteer)
    assert params.open_at == "2026-11-27T14:30"
    params, _ = SearchParams.from_form({"open_at": ["now", ""]}, gazetteer)
    assert params.open_at == "now"
