"""Places as tables tell them."""

from __future__ import annotations

import pytest

from directory.exchange.table_places import commune_of, departement_of, insee_of, postcode_of, read_place, split_address
from directory.territories.gazetteer import Gazetteer, load_gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.mark.parametrize(
    ("cell", "address", "postcode", "commune"),
    [
        ("7, rue de la Parcheminerie 35000 Rennes", "7, rue de la Parcheminerie", "35000", "Rennes"),
        ("4 rue Claude Bonnier, 33000 Bordeaux", "4 rue Claude Bonnier", "33000", "Bordeaux"),
        (
            "Le Petit Caleuvre\nRoute de Saint-Sulpice\n35830 Betton",
            "Le Petit Caleuvre, Route de Saint-Sulpice",
            "35830",
            "Betton",
        ),
        ("80-92 rue du Tonnellé 37540 St Cyr sur Loire", "80-92 rue du Tonnellé", "37540", "St Cyr sur Loire"),
        ("4, Rue de la Sauvaie, 3500 Rennes", "4, Rue de la Sauvaie", "3500", "Rennes"),
        ("23 rue Simon Vauquier, 377520 La Riche", "23 rue Simon Vauquier", "377520", "La Riche"),
        ("1 place du Coq, 82013 Montauban CEDEX 9", "1 place du Coq", "82013", "Montauban"),
        ("12 rue X 75020 PARIS 20EME", "12 rue X", "75020", "PARIS 20EME"),
        ("82000 Montauban", "", "82000", "Montauban"),
    ],
)
def test_an_address_in_one_cell_is_cut(cell: str, address: str, postcode: str, commune: str) -> None:
    assert split_address(cell) == {"address": address, "postcode": postcode, "commune_name": commune}


@pytest.mark.parametrize("cell", ["Rue Michelet", "Place du 8 mai 1945 Sud", "12 ter, avenue de Pologne bâtiment 3"])
def test_an_address_without_postcode_is_left_whole(cell: str) -> None:
    assert split_address(cell) == {"address": cell}


@pytest.mark.parametrize(
    ("text", "name", "postcode"),
    [
        ("PARIS 20EME ARRONDISSEMENT", "Paris 20e Arrondissement", ""),
        ("Lyon 01", "Lyon 1er Arrondissement", ""),
        ("Marseille 3e", "Marseille 3e Arrondissement", ""),
        ("MONTAUBAN CEDEX 9", "MONTAUBAN", ""),
        ("82000 Montauban", "Montauban", "82000"),
        ("Paris", "Paris", ""),
    ],
)
def test_names_of_communes(text: str, name: str, postcode: str) -> None:
    assert commune_of(text) == (name, postcode)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("001", "01"),
        ("1", "01"),
        ("82", "82"),
        ("82.0", "82"),
        ("2a", "2A"),
        ("02B", "2B"),
        ("974", "974"),
        ("Ariège", ""),
    ],
)
def test_departements(text: str, code: str) -> None:
    assert departement_of(text) == code


def test_an_insee_code_that_lost_its_zero() -> None:
    assert insee_of("9032") == ("09032", "zéro du début rétabli")
    assert insee_of("9032.0")[0] == "09032"
    assert insee_of("2a004") == ("2A004", "")


@pytest.mark.parametrize(
    ("typed", "commune", "departement", "postcode"),
    [
        ("82000", "Montauban", "", "82000"),
        ("45200.0", "Montargis", "", "45200"),
        ("82013 CEDEX", "Montauban", "", "82013"),
        ("35 000", "Rennes", "", "35000"),
        ("9110", "Ax-les-Thermes", "", "09110"),
        ("3500", "Rennes", "", "35000"),
        ("1000", "", "01", "01000"),
        ("1000", "", "", "01000"),
        ("4500", "Nulle-Part", "45", "45000"),
        ("9110", "", "82", ""),
        ("377520", "La Riche", "", ""),
        ("Rennes", "Rennes", "", ""),
    ],
)
def test_postcodes(typed: str, commune: str, departement: str, postcode: str, gazetteer: Gazetteer) -> None:
    read, remark = postcode_of(typed, commune, departement, gazetteer)
    assert read == postcode
    changed = typed.replace(" ", "").removesuffix(".0").removesuffix("CEDEX") != postcode
    assert bool(remark) == changed


def test_a_place_told_in_five_columns(gazetteer: Gazetteer) -> None:
    told = {
        "address": "2 VOIE BOSSUET",
        "address_details": "BATIMENT 6, CS 30278",
        "postcode": "62005",
        "commune_name": "ARRAS",
        "departement": "62",
    }
    place, remarks = read_place(told, gazetteer)
    assert place == {
        "address": "2 VOIE BOSSUET",
        "address_details": "BATIMENT 6, CS 30278",
        "postcode": "62005",
        "commune_name": "ARRAS",
    }
    assert remarks == []


def test_columns_of_their_own_prevail_over_the_whole_address(gazetteer: Gazetteer) -> None:
    place, _ = read_place({"full_address": "1 rue X 35000 Rennes", "commune_name": "Cesson-Sévigné"}, gazetteer)
    assert place["commune_name"] == "Cesson-Sévigné"
