"""Opening hours read as a list of rules."""

from __future__ import annotations

import pytest

from directory.resources.rules import holidays_named, holidays_off, ready, school_named


@pytest.mark.parametrize(
    ("written", "named", "off"),
    [
        ("Mo-Fr 09:00-12:00", False, False),
        ("Mo-Fr 09:00-12:00; PH off", True, True),
        ("Mo-Fr 09:00-12:00; Su,PH closed", True, True),
        ("Mo-Fr,PH 09:00-12:00; Su off", True, False),
        ("PH 09:00-12:00, Su off", True, False),
        ('Mo-Fr 09:00-12:00 "PH off : appeler"', False, False),
    ],
)
def test_what_is_said_of_holidays_is_read_outside_comments(written: str, named: bool, off: bool) -> None:
    assert (holidays_named(written), holidays_off(written)) == (named, off)


def test_school_holidays_in_a_comment_change_no_hours() -> None:
    assert school_named("Mo-Fr 09:00-12:00; SH off")
    assert not school_named('Mo-Fr 09:00-12:00 "SH : appeler"')


@pytest.mark.parametrize(
    ("written", "given"),
    [
        ("Mo-Fr 09:00-12:00; PH off", "Mo-Fr 09:00-12:00; PH off"),
        ('We "sur rendez-vous"', 'We unknown "sur rendez-vous"'),
        ('Mo 09:00-12:00, We "fermé; parfois"', 'Mo 09:00-12:00, We unknown "fermé; parfois"'),
        ("Fr 22:00-03:00; Sa 10:00-12:00", "Fr 22:00-03:00; Sa 10:00-12:00"),
        ("Sa 10:00-12:00; Fr 22:00-03:00", "Sa 10:00-12:00; Fr 22:00-03:00, Fr 22:00-03:00"),
        ("Sa 10:00-12:00; Fr 22:00-26:00", "Sa 10:00-12:00; Fr 22:00-26:00, Fr 22:00-26:00"),
    ],
)
def test_the_library_is_told_what_it_misses(written: str, given: str) -> None:
    assert ready(written) == given
