"""Texts, lists, days, numbers, postcodes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from marshmallow import ValidationError

from directory.resources.values import Day, Number, Postcode, Text, Texts


def test_a_line_loses_what_cannot_be_read_and_its_extra_spaces() -> None:
    assert Text(50).deserialize("  Aide\x00 \n alimentaire\ufeff\t! ") == "Aide alimentaire !"


def test_accents_written_in_two_signs_become_one() -> None:
    assert Text(50).deserialize("Re\u0301sidence") == "Résidence"


def test_half_a_character_is_left_out_because_no_database_can_store_it() -> None:
    assert Text(50).deserialize("bonjour \ud800") == "bonjour"


def test_paragraphs_keep_their_lines() -> None:
    assert Text(50, paragraphs=True).deserialize("Un\r\n\r\nDeux  \rTrois ") == "Un\n\nDeux  \nTrois"


def test_a_text_too_long_says_by_how_much() -> None:
    assert Text(5).deserialize("12345") == "12345"
    with pytest.raises(ValidationError, match="6 caractères, 5 au plus"):
        Text(5).deserialize("123456")


@pytest.mark.parametrize("nothing", [None, "", " \n", "\x00"])
def test_nothing_is_an_empty_text_unless_it_is_required(nothing: str | None) -> None:
    assert Text(5).deserialize(nothing) == ""
    with pytest.raises(ValidationError, match="obligatoire"):
        Text(5, required=True).deserialize(nothing)


@pytest.mark.parametrize("wrong", [12, True, ["a"], {"a": 1}, b"a"])
def test_what_is_no_text_is_refused(wrong: Any) -> None:
    with pytest.raises(ValidationError, match="un texte est attendu"):
        Text(50).deserialize(wrong)


def test_texts_are_kept_once_in_their_order_without_the_empty_ones() -> None:
    assert Texts(20).deserialize(["RIB", " CNI ", "", "RIB"]) == ["RIB", "CNI"]
    assert Texts(20).deserialize(None) == []


def test_one_text_is_not_a_list() -> None:
    with pytest.raises(ValidationError, match="une liste est attendue"):
        Texts(20).deserialize("RIB")


@pytest.mark.parametrize(
    ("written", "stored"), [("82000", "82000"), ("82 000", "82000"), ("01000", "01000"), ("97400", "97400"), (None, "")]
)
def test_a_postcode_has_five_digits(written: str | None, stored: str) -> None:
    assert Postcode().deserialize(written) == stored


@pytest.mark.parametrize("wrong", ["1000", "820000", "8200A", "99000", "00100", "٨٢٠٠٠"])
def test_what_is_no_postcode_is_refused(wrong: str) -> None:
    with pytest.raises(ValidationError, match="n’est pas un code postal"):
        Postcode().deserialize(wrong)


@pytest.mark.parametrize(
    "written",
    ["2026-03-15", date(2026, 3, 15), datetime(2026, 3, 15, 10, tzinfo=UTC), "2026-03-15T10:00:00+02:00"],
)
def test_a_day_is_read_from_a_date_a_moment_or_their_text(written: object) -> None:
    assert Day().deserialize(written) == date(2026, 3, 15)


@pytest.mark.parametrize("wrong", ["15/03/2026", "2026-02-30", "20260315", "2026-W11-7", "hier", 2026])
def test_a_day_that_no_calendar_holds_is_refused(wrong: object) -> None:
    with pytest.raises(ValidationError, match="n’est pas une date"):
        Day().deserialize(wrong)


@pytest.mark.parametrize(("written", "stored"), [(44, 44.0), ("44.5", 44.5), (-90, -90.0), ("", None), (None, None)])
def test_a_number_within_its_bounds_is_kept(written: object, stored: float | None) -> None:
    assert Number(-90, 90).deserialize(written) == stored


@pytest.mark.parametrize("wrong", [91, "NaN", float("inf"), "44,5", True, "a", [1]])
def test_a_number_out_of_its_bounds_or_no_number_is_refused(wrong: object) -> None:
    with pytest.raises(ValidationError, match="un nombre entre -90 et 90"):
        Number(-90, 90).deserialize(wrong)


def test_marks_that_would_turn_the_page_round_are_left_out_of_texts() -> None:
    assert Text(50).clean("\u202eEntraide\u2066 82") == "Entraide 82"
