from __future__ import annotations

from typing import Any

import pytest

from directory.exchange.settling import locate, settle
from directory.resources.models import Resource
from directory.territories.gazetteer import Gazetteer
from directory.territories.geocoding import Geocoder

CLOSED = Geocoder("http://127.0.0.1:9")  # nobody listens there: every answer is the centre of the commune


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"commune_code": "82121"}, "82121"),
        ({"commune_name": "Montauban", "postcode": "82000"}, "82121"),
        ({"commune_name": "MONTAUBAN CEDEX", "postcode": "82013"}, "82121"),
        ({"commune_name": "Caussade"}, "82037"),
        ({"postcode": "82300", "commune_name": "St Cirq"}, "82159"),
        ({"latitude": 44.018, "longitude": 1.355}, "82121"),
        ({"latitude": "44.018", "longitude": "1.355"}, "82121"),
    ],
)
def test_the_commune_is_found_by_code_by_name_and_postcode_or_by_point(
    gazetteer: Gazetteer, given: dict[str, Any], code: str
) -> None:
    settled = settle(given, gazetteer)
    assert settled.raw["commune_code"] == code
    assert settled.remark is None


def test_a_code_that_does_not_exist_is_told_and_the_name_decides(gazetteer: Gazetteer) -> None:
    settled = settle({"commune_code": "82999", "commune_name": "Montauban", "postcode": "82000"}, gazetteer)
    assert settled.raw["commune_code"] == "82121"
    assert settled.remark is not None
    assert settled.remark[:2] == ("commune_code", "82999")
    assert "Montauban" in settled.remark[2]


def test_a_name_borne_by_several_communes_is_not_guessed(gazetteer: Gazetteer) -> None:
    settled = settle({"commune_name": "Saint-Denis"}, gazetteer)
    assert "commune_code" not in settled.raw
    assert settled.remark is not None
    assert settled.remark[0] == "commune_name"


def test_nothing_given_is_nothing_to_tell(gazetteer: Gazetteer) -> None:
    assert settle({"address": "1 rue de la Paix"}, gazetteer).remark is None


def test_a_resource_without_point_gets_the_centre_of_its_commune_when_the_geocoder_is_silent(
    gazetteer: Gazetteer,
) -> None:
    clean: dict[str, Any] = {"address": "1 rue de la Paix", "commune_code": "82121"}
    assert locate(clean, None, gazetteer, CLOSED) == "commune"
    assert clean["point_source"] == "commune"
    assert clean["latitude"] == pytest.approx(44.02, abs=0.05)


def test_a_point_given_is_kept(gazetteer: Gazetteer) -> None:
    clean: dict[str, Any] = {"latitude": 44.0, "longitude": 1.3, "commune_code": "82121"}
    assert locate(clean, None, gazetteer, CLOSED) == ""
    assert clean["latitude"] == 44.0


def test_a_stored_point_of_the_same_address_is_used_again(gazetteer: Gazetteer) -> None:
    stored = Resource(
        address="1 rue de la Paix",
        postcode="",
        commune_code="82121",
        latitude=44.01,
        longitude=1.31,
        point_source="geocoder",
        point_score=0.9,
    )
    same: dict[str, Any] = {"address": "1 rue de la Paix", "commune_code": "82121"}
    assert locate(same, stored, gazetteer, CLOSED) == "stored"
    assert (same["latitude"], same["point_source"], same["point_score"]) == (44.01, "geocoder", 0.9)
    moved: dict[str, Any] = {"address": "2 rue de la Paix", "commune_code": "82121"}
    assert locate(moved, stored, gazetteer, CLOSED) == "commune"
