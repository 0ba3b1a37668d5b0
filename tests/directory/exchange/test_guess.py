"""What the columns of a table are, when nobody says."""

from __future__ import annotations

import pytest

from directory.exchange.guess import FROM_CONTENT, LIKELY, SURE, guess
from directory.exchange.mapping import TableMapping
from directory.exchange.rows import Row, UnusableFile
from directory.exchange.table_fields import plain, table_fields


def _guess(columns: dict[str, list[str]]) -> TableMapping:
    height = max(len(cells) for cells in columns.values())
    rows = [
        Row("t.csv", n + 2, {name: (cells + [""] * height)[n] for name, cells in columns.items()})
        for n in range(height)
    ]
    return guess(list(columns), rows, "t.csv")


def _fields(mapping: TableMapping) -> dict[str, str]:
    return {column: name for name, rule in mapping.fields.items() for column in rule.columns}


def test_french_and_english_names_are_known_whatever_their_writing() -> None:
    columns = [
        "NOM",
        "Adresse",
        "CODE POSTAL",
        "ville",
        "Téléphone",
        "e-mail",
        "Site_web",
        "Longitude",
        "lat",
        "Horaires d'ouverture",
    ]
    mapping = _guess({column: [] for column in columns})
    assert list(_fields(mapping).items()) == [
        *(("NOM", "name"), ("Téléphone", "phone"), ("e-mail", "email"), ("Site_web", "website")),
        *(("Horaires d'ouverture", "opening_hours"), ("Adresse", "address"), ("CODE POSTAL", "postcode")),
        *(("ville", "commune_name"), ("lat", "latitude"), ("Longitude", "longitude")),
    ]
    assert set(mapping.confidence.values()) == {SURE}


def test_a_name_nearly_right_is_likely() -> None:
    mapping = _guess({"Nom": ["A"], "Telephonne": ["05 63 00 00 00"]})
    assert _fields(mapping)["Telephonne"] == "phone"
    assert mapping.confidence["Telephonne"] == LIKELY


@pytest.mark.parametrize(
    ("cell", "field"),
    [
        ("accueil@exemple.org", "email"),
        ("https://exemple.org/page", "website"),
        ("05 63 00 00 00", "phone"),
        ("82000", "postcode"),
        ("130 025 265 00013", "organisation_siret"),
    ],
)
def test_cells_tell_what_an_unknown_name_does_not(cell: str, field: str) -> None:
    mapping = _guess({"Nom": ["A", "B", "C", "D"], "Zorglub": [cell] * 4})
    assert _fields(mapping)["Zorglub"] == field
    assert mapping.confidence["Zorglub"] == FROM_CONTENT


def test_cells_that_belie_a_name_are_believed() -> None:
    mapping = _guess({"Nom": ["A"] * 3, "Site": ["Antenne de Moissac"] * 3})
    assert mapping.ignored["Site"] == "son contenu ne va pas avec son nom"


def test_a_table_without_a_name_is_unusable() -> None:
    with pytest.raises(UnusableFile, match="aucune colonne ne ressemble au nom"):
        _guess({"Ville": ["Montauban"], "Téléphone": ["3949"]})


def test_a_structure_alone_is_the_name_and_with_a_service_the_organisation() -> None:
    assert _fields(_guess({"Structure": ["A"], "Ville": ["X"]}))["Structure"] == "name"
    assert _fields(_guess({"Structure": ["A"], "Service": ["B"]})) == {
        "Structure": "organisation_name",
        "Service": "name",
    }


@pytest.mark.parametrize(
    "column",
    ["Prénom responsable", "Nom responsable", "Téléphones responsable", "Directrice", "Nom du contact", "contact_nom"],
)
def test_columns_about_a_person_are_left_out_on_purpose(column: str) -> None:
    mapping = _guess({"Nom": ["A"], column: ["Dupont"]})
    assert mapping.ignored[column] == "donnée personnelle, écartée exprès"


def test_an_identifier_must_be_there_and_its_own() -> None:
    assert _fields(_guess({"id": ["1", "2"], "Nom": ["A", "B"]}))["id"] == "external_id"
    assert "répétés" in _guess({"id": ["1", "1"], "Nom": ["A", "B"]}).ignored["id"]
    assert "absents" in _guess({"id": ["", ""], "Nom": ["A", "B"]}).ignored["id"]


def test_codes_without_their_meaning_are_no_category() -> None:
    mapping = _guess({"Nom": ["A", "B"], "Catégorie": ["5", "12"]})
    assert "donnez-le avec « values »" in mapping.ignored["Catégorie"]


def test_labels_of_categories_are_shown_with_their_meaning_and_strangers_to_complete() -> None:
    rule = _guess({"Nom": ["A", "B", "C"], "Catégorie 1": ["Se soigner", "Se nourrir", "Bagageries"]}).fields[
        "categories"
    ]
    assert rule.values == {"Se soigner": ("se-soigner",), "Se nourrir": ("equipement-et-alimentation--alimentation",)}
    assert rule.strangers == ("Bagageries",)


def test_numbered_columns_and_days_are_put_together_in_order() -> None:
    mapping = _guess(
        {"Nom": ["A"], "Catégorie1": [], "Catégorie 2": [], "lundi matin": [], "lundi après-midi": [], "h_mardi": []}
    )
    assert mapping.fields["categories"].columns == ("Catégorie1", "Catégorie 2")
    assert mapping.fields["monday"].columns == ("lundi matin", "lundi après-midi")
    assert mapping.fields["tuesday"].columns == ("h_mardi",)


def test_an_address_alone_is_a_whole_address() -> None:
    assert _fields(_guess({"Nom": ["A"], "Adresse": ["1 rue X 82000 Montauban"]}))["Adresse"] == "full_address"
    assert _fields(_guess({"Nom": ["A"], "Adresse": ["1 rue X"], "CP": ["82000"]}))["Adresse"] == "address"


def test_of_two_columns_for_one_value_the_best_named_is_read() -> None:
    mapping = _guess({"Nom": ["A"], "Lieu": ["B"], "cp": ["82000"], "code postal": ["82000"]})
    assert mapping.ignored == {"Lieu": "« Nom » en tient lieu", "cp": "« code postal » en tient lieu"}


def test_the_order_of_days_and_months_is_that_of_most_dates() -> None:
    dates = ["1/14/2021", "1/19/2021", "22/01/2021", "1/6/2021"]
    assert _guess({"Nom": ["A"] * 4, "Mise à jour": dates}).month_first
    assert not _guess({"Nom": ["A"] * 4, "Mise à jour": dates[2:]}).month_first


def test_names_of_columns_lead_to_one_field_each() -> None:
    headers = [header for field in table_fields().values() for header in field.headers]
    assert [header for header in headers if headers.count(header) > 1] == []
    assert [header for header in headers if plain(header) != header] == []
