"""Opening hours and closures as they come in."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from marshmallow import ValidationError

from directory.resources.schedules import Closures, Hours


@pytest.mark.parametrize(
    "hours",
    [
        "Mo-Fr 09:00-12:00,13:30-17:00; Sa 09:00-12:00; PH off",
        "24/7",
        "Fr[3] 14:00-17:00",
        'Mo-Fr 09:00-12:00 "sur rendez-vous"',
        "Mo-Fr 18:00-02:00",
        "2026 Aug 01-2026 Aug 15 off",
    ],
)
def test_hours_in_openstreetmap_syntax_are_kept_as_written(hours: str) -> None:
    assert Hours().deserialize(hours) == hours


def test_hours_are_put_on_one_line_and_lose_a_last_semicolon() -> None:
    assert Hours().deserialize("Mo-Fr 09:00-12:00;\n Sa 09:00-12:00 ; ") == "Mo-Fr 09:00-12:00; Sa 09:00-12:00"


@pytest.mark.parametrize(
    ("hours", "not_understood"),
    [
        ("Mo-Fr 9h-12h", "« 9h-12h »"),
        ("Lu-Ve 09:00-12:00", "« Lu-Ve 09:00-12:00 »"),
        ("Mo-Fr 09:00-12:00,Sa 14:00-17:00", "« Sa 14:00-17:00 »"),
        ("du lundi au vendredi", "« du lundi au vendredi »"),
        ("Mo-Fr 09:00-12:00 et", "« et »"),
    ],
)
def test_hours_not_understood_say_where_that_begins(hours: str, not_understood: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        Hours().deserialize(hours)
    (message,) = refusal.value.messages
    assert not_understood in message
    assert "Mo-Fr 09:00-12:00,14:00-17:00" in message


def test_closures_are_completed_and_sorted() -> None:
    raw = [{"from": "2026-12-24", "reason": " Fêtes "}, {"from": date(2026, 8, 1), "to": date(2026, 8, 16)}]
    assert Closures().deserialize(raw) == [
        {"from": "2026-08-01", "to": "2026-08-16", "reason": ""},
        {"from": "2026-12-24", "to": "2026-12-24", "reason": "Fêtes"},
    ]
    assert Closures().deserialize(None) == []


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ([{"from": "2026-08-16", "to": "2026-08-01"}], "finit le 2026-08-01 avant de commencer"),
        ([{"from": "août"}], "n’est pas une date"),
        ([{"to": "2026-08-16"}], "s’écrit avec « from », « to » et « reason »"),
        ([{"from": "2026-08-01", "until": "2026-08-16"}], "s’écrit avec"),
        (["2026-08-01"], "s’écrit avec"),
        ([{"from": "2026-08-01", "reason": "x" * 200}], "Motif de fermeture trop long"),
        ({"from": "2026-08-01"}, "une liste de fermetures est attendue"),
    ],
)
def test_a_closure_that_makes_no_sense_is_refused(raw: Any, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Closures().deserialize(raw)
