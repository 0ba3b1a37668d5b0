"""The coming days of a schedule, in French."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from opening_hours import OpeningHours, State

from directory.french import clock
from directory.resources.opening import HOLIDAY, SCHOOL_HOLIDAYS, OnHolidays, Schedule, parsed
from directory.resources.zones import is_national_holiday

TO_CONFIRM = "à confirmer"
ALL_DAY = "24\u00a0h/24"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayHours:
    """`hours` are words (« 9 h – 12 h, 13 h 30 – 17 h », « à confirmer »), "" when closed; `note` says why, or how."""

    day: date
    hours: str
    note: str = ""


def week(schedule_key: str, now: datetime, days: int = 7) -> list[DayHours]:
    """Today and the days after it at the place; empty when the hours are unknown."""
    if not schedule_key or (schedule := parsed(schedule_key)).hours is None:
        return []
    today = now.astimezone(schedule.zone.clock).date()
    return [_day(schedule, schedule.hours, today + timedelta(days=after)) for after in range(days)]


def _day(schedule: Schedule, hours: OpeningHours, day: date) -> DayHours:
    exception = schedule.exception(day)
    if exception and exception.open is False:
        return DayHours(day, "", exception.why)
    spans, notes = [], []
    for start, end, state, comment in _intervals(hours, day):
        if state != State.CLOSED:
            spans.append(_span(start, end, state))
            notes.append(comment)
    if exception:
        may_open = spans or schedule.on_holidays is OnHolidays.OWN_HOURS
        return DayHours(day, TO_CONFIRM if may_open else "", exception.why)
    if not spans and is_national_holiday(day):
        notes.append(HOLIDAY)
    if schedule.follows_school:
        notes.append(SCHOOL_HOLIDAYS)
    return DayHours(day, ", ".join(spans), ", ".join(dict.fromkeys(filter(None, notes))))


def _span(start: datetime, end: datetime, state: State) -> str:
    if end - start >= ONE_DAY:
        return ALL_DAY if state == State.OPEN else TO_CONFIRM
    words = f"{clock(start)} – {clock(end)}"
    return words if state == State.OPEN else f"{words} ({TO_CONFIRM})"


def _intervals(hours: OpeningHours, day: date) -> list[tuple[datetime, datetime, State, str]]:
    """What begins on `day`, by the clock on the wall: a night that began the day before is part of that day before."""
    midnight = datetime.combine(day, time(0))
    next_midnight = midnight + ONE_DAY
    until_noon = hours.intervals(midnight, next_midnight + timedelta(hours=12))
    begun = [interval for interval in until_noon if interval[0] < next_midnight]
    is_a_tail = begun and begun[0][1] < next_midnight and hours.is_open(midnight - timedelta(minutes=1))
    return begun[1:] if is_a_tail else begun
