"""Cells of a table → values."""

from __future__ import annotations

import pytest

from directory.exchange import table_values
from directory.exchange.table_values import is_nothing, labels


@pytest.mark.parametrize(
    "text", ["", "NULL", "NA", "N/A", "n/a", "None", "X", "x", "-", "—", "Néant", "Non renseigné", "#N/A"]
)
def test_ways_of_saying_nothing(text: str) -> None:
    assert is_nothing(text)


@pytest.mark.parametrize("text", ["0", "Nantes", "Non", "XIV", "à préciser", "X rue des Lices"])
def test_what_says_something(text: str) -> None:
    assert not is_nothing(text)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("05 63 20 57 21", "05 63 20 57 21"),
        ("0321718393", "0321718393"),
        ("561681302", "0561681302"),
        ("561681302.0", "0561681302"),
        ("3646", "3646"),
        ("36 46", "36 46"),
        ("+33 5 63 21 82 00", "+33 5 63 21 82 00"),
        ("0 810 25 35 10 (service 0,06€/min)", "0 810 25 35 10"),
        ("999999", "999999"),  # for the schema to refuse
    ],
)
def test_the_phone_of_a_cell(cell: str, number: str) -> None:
    assert table_values.phone(cell).value == number


def test_a_zero_given_back_is_told() -> None:
    assert table_values.phone("561681302").remark == "zéro du début rétabli"


@pytest.mark.parametrize(
    ("cell", "number", "kept"),
    [
        ("0601234567, 0712345670", "0601234567", "Téléphone : 0601234567 · 0712345670"),
        (
            "CCAS : 02 23 62 26 00\nCDAS : 02 23 30 10 10",
            "02 23 62 26 00",
            "Téléphone : CCAS : 02 23 62 26 00\nCDAS : 02 23 30 10 10",
        ),
        ("Voir description", None, "Téléphone : Voir description"),
    ],
)
def test_nothing_of_a_phone_cell_is_lost(cell: str, number: str | None, kept: str) -> None:
    reading = table_values.phone(cell)
    assert (reading.value, reading.words) == (number, kept)
    assert reading.remark


@pytest.mark.parametrize(
    ("cell", "address", "kept"),
    [
        ("x@y.fr", "x@y.fr", ""),
        ("x@y.fr / z@y.fr", "x@y.fr", "Courriel : x@y.fr · z@y.fr"),
        ("x@y.fr ou sur place", "x@y.fr", "Courriel : x@y.fr ou sur place"),
        ("epn@blanzy71 fr", "epn@blanzy71 fr", ""),  # for the schema to refuse
        ("sur demande", None, "Courriel : sur demande"),
    ],
)
def test_the_address_of_a_mail_cell(cell: str, address: str | None, kept: str) -> None:
    reading = table_values.email(cell)
    assert (reading.value, reading.words) == (address, kept)


@pytest.mark.parametrize(
    ("cell", "address", "kept"),
    [
        ("https://x.fr/a?b=c", "https://x.fr/a?b=c", ""),
        ("https://x.fr/pole-accueil 1", "https://x.fr/pole-accueil", ""),
        ("missionlocale-nevers.fr", "missionlocale-nevers.fr", ""),
        ("www.x.fr.", "www.x.fr", ""),
        ("https://x.fr http://y.fr", "https://x.fr", "Site web : https://x.fr · http://y.fr"),
        ("Site de l'asso : http://sp35.org/", "http://sp35.org/", "Site web : Site de l'asso : http://sp35.org/"),
        ("javascript:alert(1)", "javascript:alert(1)", ""),  # for the schema to refuse
        ("page en construction", None, "Site web : page en construction"),
    ],
)
def test_the_address_of_a_web_cell(cell: str, address: str | None, kept: str) -> None:
    reading = table_values.url(cell)
    assert (reading.value, reading.words) == (address, kept)


@pytest.mark.parametrize(
    ("cell", "month_first", "day"),
    [
        ("1/14/2021", True, "2021-01-14"),
        ("22/01/2021", True, "2021-01-22"),
        ("1/6/2021", True, "2021-01-06"),
        ("1/6/2021", False, "2021-06-01"),
        ("1/14/2021", False, "2021-01-14"),
        ("22.01.21", False, "2021-01-22"),
        ("22/01/2021 10:30", False, "2021-01-22"),
        ("2021-01-22", False, "2021-01-22"),
        ("31/02/2021", False, "31/02/2021"),  # for the schema to refuse
        ("printemps", False, "printemps"),
    ],
)
def test_dates(cell: str, month_first: bool, day: str) -> None:
    assert table_values.day(cell, month_first=month_first).value == day


@pytest.mark.parametrize(
    ("cell", "value"), [("42,98346", 42.98346), ("-1.5", -1.5), ("1 234,5", 1234.5), ("nord", "nord")]
)
def test_numbers(cell: str, value: float | str) -> None:
    assert table_values.number(cell).value == value


@pytest.mark.parametrize("cell", ["44.01, 1.35", "44,01; 1,35", "[44.01,1.35]"])
def test_a_point_in_one_cell(cell: str) -> None:
    assert table_values.point(cell).value == (44.01, 1.35)


@pytest.mark.parametrize(
    ("cell", "value"), [("45200.0", "45200"), ("temp_148", "temp_148"), ("1743+ 1745", "1743+ 1745"), ("1.50", "1.50")]
)
def test_identifiers(cell: str, value: str) -> None:
    assert table_values.code(cell).value == value


def test_labels_are_known_whole_or_in_parts_and_strangers_are_named() -> None:
    known = {"se soigner": ("se-soigner",), "vetements materiel": ("habillement",), "divers": ()}
    assert labels("Vêtements, matériel", known) == (["habillement"], [])
    assert labels("Se soigner / Inconnu ; divers", known) == (["se-soigner"], ["Inconnu"])
