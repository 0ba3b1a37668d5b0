from __future__ import annotations

import json
from pathlib import Path

import pytest

from directory.territories.gazetteer import Gazetteer


def names(gazetteer: Gazetteer, postcode: str) -> list[str]:
    return [commune.name for commune in gazetteer.by_postcode(postcode)]


def test_a_postcode_may_have_several_communes_most_populated_first(gazetteer: Gazetteer) -> None:
    assert names(gazetteer, "82300") == ["Caussade", "Monteils", "Saint-Cirq", "Saint-Vincent-d'Autéjac"]


def test_a_commune_may_have_several_postcodes(gazetteer: Gazetteer) -> None:
    assert names(gazetteer, "31000") == names(gazetteer, "31500") == ["Toulouse"]


def test_a_postcode_of_paris_is_an_arrondissement(gazetteer: Gazetteer) -> None:
    assert [commune.code for commune in gazetteer.by_postcode("75020")] == ["75120"]
    assert [commune.code for commune in gazetteer.by_postcode("75116")] == ["75116"]


@pytest.mark.parametrize(
    ("cedex", "name"),
    [
        ("82013", "Montauban"),
        ("82103", "Castelsarrasin"),  # the one of its town hall
        ("82101", "Castelsarrasin"),
        ("31076", "Toulouse"),
        ("75270", "Paris"),
        ("69423", "Lyon 3e Arrondissement"),
        ("97491", "Saint-Denis"),
    ],
)
def test_a_cedex_gives_first_the_commune_it_most_likely_belongs_to(gazetteer: Gazetteer, cedex: str, name: str) -> None:
    first = gazetteer.by_postcode(cedex)[0]
    assert first.name == name
    assert cedex not in first.postcodes


def test_the_right_commune_of_a_doubtful_cedex_is_among_the_next_ones(gazetteer: Gazetteer) -> None:
    assert "Marseille" in names(gazetteer, "13284")


@pytest.mark.parametrize("postcode", ["", "8230", "823000", "abcde", "99999", "²²²²²"])
def test_what_is_no_postcode_gives_nothing(gazetteer: Gazetteer, postcode: str) -> None:
    assert gazetteer.by_postcode(postcode) == []


def test_the_cedex_of_the_sample_files_give_their_commune(gazetteer: Gazetteer, shared_data: Path) -> None:
    communes: dict[str, str] = {}
    for name in ("structures", "services"):
        for record in json.loads((shared_data / "dev-corpus" / f"{name}.json").read_text(encoding="utf-8")):
            postcode, code = record.get("code_postal", ""), record.get("code_insee", "")
            found = gazetteer.by_postcode(postcode)
            if found and code and all(postcode not in commune.postcodes for commune in found):
                communes[postcode] = code
    right = [postcode for postcode, code in communes.items() if gazetteer.by_postcode(postcode)[0].code == code]
    assert len(communes) >= 40
    assert len(right) >= len(communes) - 1
