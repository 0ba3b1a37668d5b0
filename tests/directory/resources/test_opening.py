"""Open or closed, until when: regular hours, closures, holidays, clocks, and what is not known."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from directory.resources.models import Resource
from directory.resources.opening import OpeningState, schedule_key, state_at, zone_of

PARIS = ZoneInfo("Europe/Paris")
OFFICE = "Mo-Fr 09:00-12:00,13:30-17:00"
SUMMER = {"from": "2026-08-01", "to": "2026-08-16", "reason": "congés d’été"}
MONTAUBAN, STRASBOURG, SAINT_DENIS = "82121", "67482", "97411"


def key(hours: str, *closures: dict[str, str], commune: str | None = MONTAUBAN, postcode: str = "") -> str:
    return schedule_key(Resource(opening_hours=hours, closures=list(closures), commune_code=commune, postcode=postcode))


def at(moment: str, *arguments: Any, **options: Any) -> tuple[bool | None, str, str]:
    """State of a schedule at a moment of Paris: open, next change, why."""
    state = state_at(key(*arguments, **options), datetime.fromisoformat(moment).replace(tzinfo=PARIS))
    return state.open, state.next.strftime("%Y-%m-%d %H:%M") if state.next else "", state.why


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-24 10:00", (True, "2026-11-24 12:00", "")),
        ("2026-11-24 11:59", (True, "2026-11-24 12:00", "")),
        ("2026-11-24 12:00", (False, "2026-11-24 13:30", "")),
        ("2026-11-24 06:00", (False, "2026-11-24 09:00", "")),
        ("2026-11-24 20:00", (False, "2026-11-25 09:00", "")),
        ("2026-11-27 18:00", (False, "2026-11-30 09:00", "")),
    ],
)
def test_regular_hours_say_open_or_closed_and_until_when(moment: str, expected: tuple[bool, str, str]) -> None:
    assert at(moment, OFFICE) == expected


def test_a_place_open_at_night_is_open_after_midnight() -> None:
    assert at("2026-11-25 01:00", "Mo-Fr 18:00-02:00") == (True, "2026-11-25 02:00", "")


def test_a_place_always_open_never_closes_not_even_on_holidays() -> None:
    assert at("2026-12-25 10:00", "24/7") == (True, "", "")


def test_no_hours_are_unknown_and_cost_nothing() -> None:
    assert key("") == ""
    assert state_at("", datetime(2026, 11, 24, 10, tzinfo=PARIS)) == OpeningState(None)


@pytest.mark.parametrize(
    "hours", ['"sur rendez-vous"', 'Mo-Fr "sur rendez-vous"', 'Sa 09:00-12:00 || "sur rendez-vous"']
)
def test_a_comment_in_the_place_of_hours_is_unknown_and_told(hours: str) -> None:
    assert at("2026-11-24 10:00", hours) == (None, "", "sur rendez-vous")


def test_hours_with_a_comment_are_open_and_the_comment_is_told() -> None:
    assert at("2026-11-24 10:00", 'Mo-Fr 09:00-12:00 "sur rendez-vous"')[::2] == (True, "sur rendez-vous")


def test_a_holiday_takes_the_hours_away_when_they_say_so() -> None:
    assert at("2026-12-25 10:00", f"{OFFICE}; PH off") == (False, "2026-12-28 09:00", "")


def test_hours_that_say_nothing_of_holidays_are_in_doubt_that_day() -> None:
    assert at("2026-12-25 10:00", OFFICE) == (None, "", "jour férié")


def test_a_holiday_opens_no_door_that_would_be_shut_anyway() -> None:
    assert at("2026-12-25 20:00", OFFICE)[0] is False
    assert at("2027-05-01 10:00", OFFICE)[0] is False  # a Saturday


def test_the_next_opening_is_one_that_is_sure() -> None:
    assert at("2026-12-24 18:00", OFFICE)[1] == "2026-12-28 09:00"


@pytest.mark.parametrize(
    ("moment", "hours", "commune", "expected"),
    [
        ("2026-04-03 10:00", OFFICE, MONTAUBAN, True),  # Good Friday is a day like any other…
        ("2026-04-03 10:00", OFFICE, STRASBOURG, None),  # … except in Alsace-Moselle
        ("2026-04-03 10:00", f"{OFFICE}; PH off", STRASBOURG, False),
        ("2026-04-03 10:00", f"{OFFICE}; PH 10:00-12:00", STRASBOURG, None),
        ("2026-12-26 10:00", f"{OFFICE}; PH 10:00-12:00", STRASBOURG, None),  # a Saturday: PH may have its hours
        ("2026-12-26 10:00", f'{OFFICE} "PH : appeler"', STRASBOURG, False),  # a comment is no rule
        ("2028-12-26 10:00", f"{OFFICE}; Su,PH off", STRASBOURG, False),
        ("2028-12-26 10:00", f"{OFFICE}; Su,PH off", MONTAUBAN, True),
        ("2027-12-20 08:00", f"{OFFICE}; PH off", SAINT_DENIS, False),  # end of slavery, 20 December 1848
    ],
)
def test_each_part_of_france_has_its_holidays(moment: str, hours: str, commune: str, expected: bool | None) -> None:
    assert at(moment, hours, commune=commune)[0] is expected


def test_hours_are_those_of_the_clock_of_the_place() -> None:
    assert at("2026-11-24 07:00", OFFICE, commune=SAINT_DENIS) == (True, "2026-11-24 12:00", "")  # 10:00 there
    state = state_at(key(OFFICE, commune=SAINT_DENIS), datetime(2026, 11, 24, 6, tzinfo=UTC))
    assert state.next == datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Indian/Reunion"))


def test_a_postcode_tells_the_clock_when_the_commune_is_unknown() -> None:
    assert at("2026-11-24 07:00", OFFICE, commune=None, postcode="97400")[0] is True
    assert at("2026-11-24 07:00", OFFICE, commune=None)[0] is False


def test_a_closure_shuts_the_place_and_says_why() -> None:
    assert at("2026-08-05 10:00", OFFICE, SUMMER) == (False, "2026-08-17 09:00", "congés d’été")
    assert at("2026-08-16 10:00", "24/7", SUMMER) == (False, "2026-08-17 00:00", "congés d’été")


def test_a_closure_ahead_ends_what_never_ends() -> None:
    assert at("2026-07-30 10:00", "24/7", SUMMER) == (True, "2026-08-01 00:00", "")


def test_a_closure_is_known_even_without_hours() -> None:
    assert at("2026-08-05 10:00", "", SUMMER) == (False, "", "congés d’été")
    assert at("2026-09-05 10:00", "", SUMMER) == (None, "", "")
    assert at("2026-08-05 10:00", "", SUMMER | {"reason": ""})[2] == "fermeture exceptionnelle"


def test_an_opening_far_ahead_is_not_looked_for() -> None:
    assert at("2026-11-25 10:00", "Aug Mo 09:00-10:00") == (False, "", "")


def test_hours_that_follow_school_holidays_are_in_doubt() -> None:
    assert at("2026-11-24 10:00", f"{OFFICE}; SH off") == (
        None,
        "",
        "horaires différents pendant les vacances scolaires",
    )


def test_equal_schedules_have_one_key_wherever_they_are_on_the_mainland() -> None:
    assert key(OFFICE) == key(OFFICE, commune="75056")
    assert key(OFFICE) != key(OFFICE, commune=STRASBOURG)
    assert key(OFFICE) != key(OFFICE, SUMMER)


def test_hours_that_an_older_version_stored_and_nobody_understands_are_unknown() -> None:
    assert at("2026-11-24 10:00", "du lundi au vendredi") == (None, "", "")


def test_the_night_when_the_clocks_change_is_no_trap() -> None:
    assert at("2026-03-29 03:30", "Mo-Su 01:00-04:00") == (True, "2026-03-29 04:00", "")
    assert at("2026-10-25 02:30", "Mo-Su 01:00-04:00") == (True, "2026-10-25 04:00", "")


def test_the_hour_that_comes_twice_is_lived_twice() -> None:
    first = datetime(2026, 10, 25, 0, 15, tzinfo=UTC)  # 2:15, for the first time
    closing = state_at(key("Mo-Su 01:00-02:30"), first).next
    assert closing
    assert closing.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    again = state_at(key("Mo-Su 01:00-02:30"), closing).next
    assert again
    assert again.astimezone(UTC) == datetime(2026, 10, 25, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ("Fr 22:00-03:00; Sa 10:00-12:00", False),  # « ; » replaces all that was said of Saturday
        ("Fr 22:00-03:00, Sa 10:00-12:00", True),
        ("Sa 10:00-12:00; Fr 22:00-03:00", True),
    ],
)
def test_the_end_of_a_night_follows_the_specification(hours: str, expected: bool) -> None:
    assert at("2026-11-28 01:00", hours)[0] is expected


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("82121", "Europe/Paris"),
        ("2A004", "Europe/Paris"),
        ("", "Europe/Paris"),
        ("97105", "America/Guadeloupe"),
        ("972", "America/Martinique"),
        ("97302", "America/Cayenne"),
        ("97411", "Indian/Reunion"),
        ("97608", "Indian/Mayotte"),
        ("98818", "Pacific/Noumea"),
    ],
)
def test_every_part_of_france_has_its_clock(code: str, zone: str) -> None:
    assert zone_of(code).key == zone


def test_every_schedule_of_the_sample_corpus_has_states_that_agree_with_each_other(shared_data: Path) -> None:
    rows = json.loads((shared_data / "dev-corpus" / "services.json").read_text(encoding="utf-8"))
    schedules = {key(row["horaires_accueil"]) for row in rows if row.get("horaires_accueil")}
    assert len(schedules) > 100
    for schedule in schedules:
        for hours in range(0, 7 * 24, 5):
            moment = datetime(2026, 12, 21, tzinfo=PARIS) + timedelta(hours=hours)
            state = state_at(schedule, moment)
            if state.next:
                assert state.next > moment
                assert state_at(schedule, state.next).open is not state.open
