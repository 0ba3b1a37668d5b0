"""Values are said in French the way a person would."""

from datetime import UTC, date, datetime, time

import pytest

from directory import french

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)  # a Tuesday


def plain(text: str) -> str:
    """`text` with ordinary spaces, easier to read in a test."""
    return text.replace(french.NO_BREAK, " ").replace(french.THIN_NO_BREAK, " ")


def test_a_day_is_written_in_words() -> None:
    assert plain(french.day(date(2026, 11, 3))) == "3 novembre 2026"
    assert plain(french.day(date(2026, 5, 1))) == "1er mai 2026"
    assert plain(french.weekday(date(2026, 11, 24))) == "mardi 24 novembre"
    assert plain(french.weekday_number(date(2026, 12, 1))) == "mardi 1er"


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (date(2026, 11, 24), "aujourd’hui"),
        (date(2026, 11, 23), "hier"),
        (date(2026, 11, 12), "il y a 12 jours"),
        (date(2026, 11, 3), "il y a 3 semaines"),
        (date(2026, 7, 20), "il y a 4 mois"),
        (date(2025, 11, 20), "il y a 12 mois"),
        (date(2023, 1, 1), "il y a 3 ans"),
        (date(2026, 12, 3), "le 3 décembre 2026"),
    ],
)
def test_a_past_day_is_said_as_the_time_gone_by(when: date, said: str) -> None:
    assert plain(french.since(when, TODAY)) == said


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("+33563000000", "05 63 00 00 00"),
        ("+33800123456", "0 800 12 34 56"),
        ("+262262123456", "0262 12 34 56"),
        ("+3227391234", "+32 2 739 12 34"),
        ("3949", "39 49"),
        ("115", "115"),
        ("15", "15"),
        ("116117", "116 117"),
        ("+33not-a-number", "+33not-a-number"),
    ],
)
def test_a_phone_is_read_in_pairs(stored: str, read: str) -> None:
    assert plain(french.phone(stored)) == read


def test_a_distance_has_no_false_precision() -> None:
    assert [plain(french.distance(km)) for km in (0.0, 0.94, 1.2, 11.6, 99.4, 343.0, 6843.2)] == [
        "moins de 1 km",
        "moins de 1 km",
        "1 km",
        "12 km",
        "99 km",
        "340 km",
        "6 840 km",
    ]


def test_numbers_are_grouped_and_agree_with_their_noun() -> None:
    assert plain(french.number(1243)) == "1 243"
    assert plain(french.counted(0, "ressource")) == "0 ressource"
    assert plain(french.counted(1, "ressource")) == "1 ressource"
    assert plain(french.counted(1243, "ressource")) == "1 243 ressources"
    assert plain(french.counted(2, "lieu", "lieux")) == "2 lieux"


def test_hours_and_coming_moments_are_said_in_words() -> None:
    assert plain(french.clock(time(9, 0))) == "9 h"
    assert plain(french.clock(time(14, 5))) == "14 h 05"
    assert french.clock(time(0, 0)) == "minuit"
    assert plain(french.coming(datetime(2026, 11, 24, 14, 30, tzinfo=UTC), NOW)) == "à 14 h 30"
    assert plain(french.coming(datetime(2026, 11, 25, 9, 0, tzinfo=UTC), NOW)) == "demain à 9 h"
    assert plain(french.coming(datetime(2026, 11, 25, 0, 0, tzinfo=UTC), NOW)) == "à minuit"
    assert plain(french.coming(datetime(2026, 11, 30, 9, 0, tzinfo=UTC), NOW)) == "lundi à 9 h"
    assert plain(french.coming(datetime(2026, 12, 1, 9, 0, tzinfo=UTC), NOW)) == "le 1er décembre à 9 h"


def test_a_list_is_joined_as_in_a_sentence() -> None:
    assert french.joined(["anglais"]) == "anglais"
    assert french.joined(["anglais", "arabe"]) == "anglais et arabe"
    assert french.joined(["a", "b", "c"], "ou") == "a, b ou c"
    assert french.joined([]) == ""
