from __future__ import annotations

import pytest

from directory.territories.gazetteer import Gazetteer


def labels(gazetteer: Gazetteer, typed: str, limit: int = 8) -> list[str]:
    return [gazetteer.label(territory) for territory in gazetteer.search(typed, limit)]


@pytest.mark.parametrize(
    ("written", "departement", "code"),
    [
        ("Caussade", "", "82037"),
        ("  caussade ", "", "82037"),
        ("NEGREPELISSE", "", "82134"),
        ("St Etienne de Tulmont", "", "82161"),
        ("Ste-Juliette", "82", "82164"),
        ("La Ville-Dieu-du-Temple", "", "82096"),
        ("Ville Dieu du Temple", "", "82096"),
        ("L’Honor-de-Cos", "", "82076"),
        ("Honor de Cos", "", "82076"),
        ("MONTAUBAN CEDEX", "82", "82121"),
        ("Paris 20e", "", "75120"),
        ("PARIS 20EME ARRONDISSEMENT", "", "75120"),
        ("PARIS 20", "75", "75120"),
        ("Lyon 3e", "", "69383"),
        ("Marseille 1er Arrondissement", "", "13201"),
        ("Paris", "", "75056"),
        ("Valence d'Agen", "82", "82186"),  # what people call Valence
        ("Naizin", "56", "56144"),  # now in Évellys
        ("L'Isle-Jourdain", "86", "86112"),
        ("L'Isle-Jourdain", "32", "32160"),
    ],
)
def test_a_written_name_is_found(gazetteer: Gazetteer, written: str, departement: str, code: str) -> None:
    assert gazetteer.by_name(written, departement)[0].code == code
    assert gazetteer.by_name(written, departement, exact=True)[0].code == code


def test_homonyms_come_most_populated_first(gazetteer: Gazetteer) -> None:
    saint_martin = gazetteer.by_name("Saint-Martin", exact=True)
    populations = [commune.population for commune in saint_martin]
    assert len(saint_martin) >= 4
    assert populations == sorted(populations, reverse=True)


def test_the_homonym_of_the_departement_comes_first(gazetteer: Gazetteer) -> None:
    assert gazetteer.by_name("Montauban", "35")[0].code == "82121"  # an exact name beats the département
    assert gazetteer.by_name("Saint-Martin", "67")[0].departement == "67"
    assert gazetteer.by_name("Saint-Denis", "93")[0].code == "93066"
    assert gazetteer.by_name("Saint-Denis", "974")[0].code == "97411"


def test_an_exact_look_up_takes_no_beginning_for_a_name(gazetteer: Gazetteer) -> None:
    assert gazetteer.by_name("Caussad", exact=True) == []
    assert gazetteer.by_name("Caussad")[0].code == "82037"
    assert gazetteer.by_name("") == []


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("caussa", "Caussade (82300)"),
        ("montau", "Montauban (82000)"),
        ("st anton", "Saint-Antonin-Noble-Val (82140)"),
        ("antonin noble", "Saint-Antonin-Noble-Val (82140)"),
        ("la ville dieu", "La Ville-Dieu-du-Temple (82290)"),
        ("tarn et g", "Tarn-et-Garonne (département 82)"),
        ("82", "Tarn-et-Garonne (département 82)"),
        ("2a", "Corse-du-Sud (département 2A)"),
        ("974", "La Réunion (département 974)"),
        ("82300", "Caussade (82300)"),
        ("8230", "Caussade (82300)"),
        ("82013", "Montauban (82000)"),
        ("occit", "Occitanie (région)"),
        ("quercy caus", "Communauté de communes du Quercy Caussadais"),
        ("grand montauban", "Communauté d'agglomération Grand Montauban"),
        ("agence mont", "Agence France Travail Montauban Nord"),
        ("mds negre", "Maison départementale des solidarités (MDS) de Nègrepelisse"),
        ("france", "France entière"),
        ("paris", "Paris (75)"),
        ("Caussade (82300)", "Caussade (82300)"),
        ("82300 Caussade", "Caussade (82300)"),
        ("saint-denis 974", "Saint-Denis (974)"),
        ("saint-denis 93", "Saint-Denis (93)"),
        ("Paris (département 75)", "Paris (département 75)"),
        ("montaubant", "Montauban (82000)"),
        ("casteljarrasin", "Castelsarrasin (82100)"),
    ],
)
def test_what_a_person_types_gives_first(gazetteer: Gazetteer, typed: str, first: str) -> None:
    assert labels(gazetteer, typed)[0] == first


def test_a_postcode_gives_all_its_communes(gazetteer: Gazetteer) -> None:
    assert {"Caussade (82300)", "Monteils (82300)", "Saint-Cirq (82300)"} <= set(labels(gazetteer, "82300"))


def test_a_number_gives_the_departement_then_the_biggest_towns_of_its_postcodes(gazetteer: Gazetteer) -> None:
    assert labels(gazetteer, "82", limit=3) == [
        "Tarn-et-Garonne (département 82)",
        "Montauban (82000)",
        "Castelsarrasin (82100)",
    ]


def test_a_former_commune_says_what_it_is_today_and_its_label_is_read_back(gazetteer: Gazetteer) -> None:
    naizin = gazetteer.search("naizin")[0]
    assert (naizin.id, naizin.name) == ("commune-56144", "Naizin, aujourd’hui Évellys")
    assert gazetteer.label(naizin) == "Naizin, aujourd’hui Évellys (56500)"
    assert gazetteer.search(gazetteer.label(naizin))[0].id == "commune-56144"


def test_no_territory_comes_twice_and_the_limit_is_kept(gazetteer: Gazetteer) -> None:
    for typed in ("s", "saint", "mont", "82", "8", "paris", "maison"):
        found = [territory.id for territory in gazetteer.search(typed, limit=5)]
        assert len(found) == len(set(found)) == 5


@pytest.mark.parametrize("typed", ["", "   ", "(", "''", "zzzzzzzz", "x" * 500, "\x00", "😀", "99999"])
def test_what_means_nothing_gives_nothing(gazetteer: Gazetteer, typed: str) -> None:
    assert gazetteer.search(typed) == []
