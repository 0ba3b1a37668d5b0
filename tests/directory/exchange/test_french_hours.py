"""Opening hours in French."""

from __future__ import annotations

import pytest
from opening_hours import validate

from directory.exchange.french_hours import day_of, hours_of, week_of


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("du lundi au vendredi de 9h à 12h et de 14h à 17h30", "Mo-Fr 09:00-12:00,14:00-17:30"),
        ("Lundi, Mardi, Vendredi : 9h00–17h30 et Jeudi : 9h-18h30", "Mo,Tu,Fr 09:00-17:30; Th 09:00-18:30"),
        ("Ouvert les mardi et jeudi de 14h30 à 17h30", "Tu,Th 14:30-17:30"),
        ("De 9h à 17h du lundi au vendredi", "Mo-Fr 09:00-17:00"),
        ("lun-ven 9h-17h, sam fermé", "Mo-Fr 09:00-17:00"),
        (
            "Du lundi au jeudi : 8h30 - 12h / 13h30 - 17h - Vendredi : 8h30 - 12h",
            "Mo-Th 08:30-12:00,13:30-17:00; Fr 08:30-12:00",
        ),
        ("tous les jours de 10h à minuit", "Mo-Su 10:00-24:00"),
        ("mardi 19h-2h", "Tu 19:00-02:00"),
        ("mardi 19h-2h, mercredi 9h-12h", "Tu 19:00-02:00, We 09:00-12:00"),  # « ; » would take the night back
        ("7j/7 24h/24", "24/7"),
        ("Mo-Fr 08:30-12:30; PH off", "Mo-Fr 08:30-12:30; PH off"),
    ],
)
def test_hours_are_read_when_every_word_is_understood(text: str, hours: str) -> None:
    assert hours_of(text) == hours
    assert validate(hours)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("1er mardi du mois 9h-12h", "Tu[1] 09:00-12:00"),
        ("Les 2ème et 4ème jeudis du mois : 9h-12h, 14h-17h", "Th[2,4] 09:00-12:00,14:00-17:00"),
        ("de 14h à 17h le dernier vendredi de chaque mois", "Fr[-1] 14:00-17:00"),
        ("du lundi au vendredi 9h-12h et le premier samedi du mois 9h-12h", "Mo-Fr 09:00-12:00, Sa[1] 09:00-12:00"),
        ("lundi et jeudi 9h-12h (semaines impaires)", "week 01-53/2 Mo,Th 09:00-12:00"),
        (
            "Semaines paires : lundi 9h-12h ; semaines impaires : mardi 14h-17h",
            "week 02-52/2 Mo 09:00-12:00, week 01-53/2 Tu 14:00-17:00",
        ),
    ],
)
def test_hours_that_come_back_every_month_or_every_other_week_are_read(text: str, hours: str) -> None:
    assert hours_of(text) == hours
    assert validate(hours)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "le samedi",
        "9h-12h",  # which days?
        "lundi 9h-12h, sur rendez-vous",
        "lundi 9h et 14h",
        "lundi 14h-9h",
        "vendredi au lundi 9h-12h",
        "lundi 9h-12h / 11h-15h",
        "mardi 25h-26h",
        "1er mardi du mois sur rendez-vous",
        "1er mardi du mois",
        "lundi et 1er mardi du mois 9h-12h",
        "semaines paires",
        "lundi 9h-12h semaines paires sauf août",
        "lundi 9h-12h sauf vacances",
    ],
)
def test_hours_with_one_word_not_understood_are_no_hours(text: str) -> None:
    assert hours_of(text) is None


@pytest.mark.parametrize(
    ("cells", "spans"),
    [
        (["09:00 - 12:00 / 13:30 - 17:00"], [(540, 720), (810, 1020)]),
        (["9h12h", "14h18h"], [(540, 720), (840, 1080)]),
        (["8h30-12h", ""], [(510, 720)]),
        (["-", "18h30-20h"], [(1110, 1200)]),
        (["9h-12h", "12h-17h"], [(540, 1020)]),
        (["fermé"], []),
        (["Fermée", "x"], []),
        (["13h30-16h30", "13h30-16h30"], [(810, 990)]),
        (["9h-12h / 14h-18h / 14h-18h"], [(540, 720), (840, 1080)]),
        (["00:00 - 00:00"], None),
        (["souscondition"], None),
        (["08:30 - 12:00 / 08:30 - 17:00"], None),
    ],
)
def test_a_day_told_in_one_column_or_two(cells: list[str], spans: list[tuple[int, int]] | None) -> None:
    assert day_of(cells) == spans


def test_a_week_groups_days_of_the_same_hours_and_leaves_out_closed_ones() -> None:
    morning, whole = [(540, 720)], [(540, 720), (840, 1020)]
    week = week_of({0: whole, 1: whole, 2: morning, 3: whole, 4: whole, 5: []})
    assert week == "Mo,Tu,Th,Fr 09:00-12:00,14:00-17:00; We 09:00-12:00"
    assert validate(week)


def test_a_week_without_any_span_says_nothing() -> None:
    assert week_of({0: [], 6: []}) == ""
