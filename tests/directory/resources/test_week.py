"""The coming days, as they are said."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from directory.resources.models import Resource
from directory.resources.opening import schedule_key
from directory.resources.week import DayHours, week

CHRISTMAS_EVE = datetime(2026, 12, 24, 10, tzinfo=ZoneInfo("Europe/Paris"))  # a Thursday


def said(hours: str, *closures: dict[str, str], days: int = 3, commune: str = "82121") -> list[tuple[str, str]]:
    """Hours and note of each day, with plain spaces."""
    resource = Resource(opening_hours=hours, closures=list(closures), commune_code=commune, postcode="")
    lines = week(schedule_key(resource), CHRISTMAS_EVE, days)
    return [(line.hours.replace("\u00a0", " "), line.note) for line in lines]


def test_the_week_starts_today_at_the_place() -> None:
    resource = Resource(opening_hours="Mo-Su 09:00-12:00", closures=[], commune_code="98818", postcode="")
    evening = CHRISTMAS_EVE.replace(hour=20)  # already Friday in Nouméa
    lines = week(schedule_key(resource), evening)
    assert [line.day for line in lines] == [date(2026, 12, day) for day in range(25, 32)]


def test_hours_are_said_in_french() -> None:
    assert said("Mo-Fr 09:00-12:00,13:30-17:00; PH off") == [
        ("9 h – 12 h, 13 h 30 – 17 h", ""),
        ("", "jour férié"),
        ("", ""),
    ]


def test_a_holiday_that_the_hours_forget_is_to_confirm_only_where_there_are_hours() -> None:
    assert said("Mo-Th 09:00-12:00", days=2) == [("9 h – 12 h", ""), ("", "jour férié")]
    assert said("Mo-Fr 09:00-12:00", days=2) == [("9 h – 12 h", ""), ("à confirmer", "jour férié")]


def test_a_night_belongs_to_the_day_it_begins() -> None:
    assert said("Mo-Su 18:00-02:00") == [("18 h – 2 h", ""), ("à confirmer", "jour férié"), ("18 h – 2 h", "")]
    assert said("Mo-Su 22:00-24:00", days=1) == [("22 h – minuit", "")]


def test_a_place_always_open_is_said_in_one_word() -> None:
    assert said("24/7", days=2) == [("24 h/24", ""), ("24 h/24", "")]


def test_a_comment_is_told_once_a_day() -> None:
    hours = 'Mo-Fr 09:00-12:00,14:00-17:00 "sur rendez-vous"; PH off'
    assert said(hours, days=1) == [("9 h – 12 h, 14 h – 17 h", "sur rendez-vous")]


def test_what_is_unknown_is_to_confirm() -> None:
    assert said('Mo-Fr 09:00-12:00 unknown "selon les bénévoles"', days=1) == [
        ("9 h – 12 h (à confirmer)", "selon les bénévoles")
    ]
    assert said('"sur rendez-vous"', days=1) == [("à confirmer", "sur rendez-vous")]


def test_a_closure_empties_its_days_and_says_why() -> None:
    closure = {"from": "2026-12-24", "to": "2026-12-25", "reason": "congés"}
    assert said("24/7", closure) == [("", "congés"), ("", "congés"), ("24 h/24", "")]


def test_school_holidays_are_mentioned_beside_the_hours() -> None:
    assert said("Mo-Fr 09:00-12:00; SH off", days=1) == [
        ("9 h – 12 h", "horaires différents pendant les vacances scolaires")
    ]


def test_nothing_is_said_of_unknown_hours() -> None:
    assert week("", CHRISTMAS_EVE) == []
    assert said("", {"from": "2026-12-24", "to": "2026-12-25", "reason": ""}) == []


def test_a_line_is_a_plain_value() -> None:
    assert week('["","24/7",[]]', CHRISTMAS_EVE, 1) == [DayHours(date(2026, 12, 24), "24\u00a0h/24")]
