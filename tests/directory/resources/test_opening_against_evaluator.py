"""Thousands of schedules drawn at random: the product and an independent evaluator say the same of each."""

from __future__ import annotations

from datetime import UTC, date, datetime
from random import Random

import pytest

from directory.resources.models import Resource
from directory.resources.opening import schedule_key, state_at
from tests.directory.resources.evaluator import Plan, easter, is_holiday
from tests.directory.resources.generated_plans import draw_moment, draw_plan

SCHEDULES = 5_000
MOMENTS = 4
PARTS = 5  # so that a failure tells soon


def key_of(plan: Plan, written: str) -> str:
    closures = [{"from": f"{first}", "to": f"{last}", "reason": ""} for first, last in plan.closures]
    commune = plan.departement.ljust(5, "0")
    return schedule_key(Resource(opening_hours=written, closures=closures, commune_code=commune, postcode=""))


@pytest.mark.parametrize("part", range(PARTS))
def test_generated_schedules_agree_with_the_evaluator(part: int) -> None:
    random = Random(20261124 + part)
    mismatches = []
    for _ in range(SCHEDULES // PARTS):
        plan, written = draw_plan(random)
        key = key_of(plan, written)
        for _ in range(MOMENTS):
            moment = draw_moment(random, plan).astimezone(UTC)
            found, state, change = state_at(key, moment), plan.state(moment), plan.change(moment)
            if found.open is not state or (found.next and found.next.astimezone(UTC)) != change:
                local = moment.astimezone(plan.clock)
                mismatches.append(f"{key} {local:%a %F %H:%M %z}: {found.open} {found.next}, not {state} {change}")
    assert not mismatches, f"{len(mismatches)} mismatches\n" + "\n".join(mismatches[:20])


def test_the_evaluator_knows_its_calendar() -> None:
    assert [easter(year) for year in (2024, 2025, 2026, 2027)] == [
        date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28),
    ]  # fmt: skip
    assert [day for day in range(1, 32) if is_holiday(date(2026, 5, day))] == [1, 8, 14, 25]


def test_generated_schedules_are_of_every_kind() -> None:
    random = Random(1)
    drawn = [draw_plan(random) for _ in range(1_000)]
    states = {plan.state(draw_moment(random, plan)) for plan, _ in drawn}
    assert states == {True, False, None}
    for part in ("[1]", "[-1]", "week 01-53/2", "PH off", ",PH ", "Dec", "24/7", "unknown", "SH", ", ", '"', " off"):
        assert any(part in written for _, written in drawn), part
    assert {plan.departement for plan, _ in drawn} >= {"01", "67", "57", "971", "974", "975", "976", "988"}
    assert any(end > 1440 for plan, _ in drawn for rule in plan.rules or () for _, end in rule.spans)
    assert datetime(2026, 10, 25).date() in {draw_moment(random, plan).date() for plan, _ in drawn}  # noqa: DTZ001
