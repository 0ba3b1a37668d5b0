"""Clocks and holidays of each part of France."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from directory.resources.zones import clock_jump, is_national_holiday, is_own_holiday, zone_at


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("67482", date(2026, 4, 3)),
        ("57463", date(2026, 12, 26)),
        ("97105", date(2026, 5, 27)),
        ("97209", date(2026, 5, 22)),
        ("97302", date(2026, 6, 10)),
        ("97411", date(2026, 12, 20)),
        ("97608", date(2026, 4, 27)),
        ("98735", date(2026, 4, 3)),
        ("98735", date(2026, 11, 20)),
        ("98818", date(2026, 9, 24)),
    ],
)
def test_a_part_of_france_has_holidays_that_the_rest_has_not(code: str, day: date) -> None:
    assert is_own_holiday(zone_at(code), day)
    assert not is_own_holiday(zone_at("82121"), day)
    assert not is_national_holiday(day)


def test_a_clock_jumps_twice_a_year_or_never() -> None:
    paris = ZoneInfo("Europe/Paris")
    spring, autumn = datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)
    assert clock_jump(paris, datetime(2026, 1, 1, tzinfo=UTC)) == spring
    assert clock_jump(paris, spring) == autumn
    assert clock_jump(paris, autumn) == datetime(2027, 3, 28, 1, tzinfo=UTC)
    assert clock_jump(ZoneInfo("Indian/Reunion"), spring) is None
