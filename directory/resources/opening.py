"""Whether a place is open: OpenStreetMap hours, closures, public holidays, on the clock of the place.

What is not known is said to be unknown, never guessed:
- no hours, or a comment in their place (« sur rendez-vous »);
- the hours of a public holiday, when they say nothing of holidays (`PH`) and are not `24/7`: a holiday may take hours
  away, it adds none. A holiday that only one part of France has is a day off where the hours say `PH off`, and in doubt
  where `PH` has hours of its own;
- hours that change with school holidays (`SH`): their calendar is not known here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum, auto
from functools import lru_cache
from zoneinfo import ZoneInfo

import opening_hours
from opening_hours import OpeningHours, State

from directory.resources.models import Resource
from directory.resources.rules import holidays_named, holidays_off, ready, school_named
from directory.resources.zones import Zone, clock_jump, is_national_holiday, is_own_holiday, zone_at, zone_named

FAR = timedelta(days=60)  # nobody plans a visit beyond that: later changes are not looked for
HOLIDAY = "jour férié"
SCHOOL_HOLIDAYS = "horaires différents pendant les vacances scolaires"

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OpeningState:
    """`open` is None when it is not known. `next` is when that changes: it closes, or it opens (None: not known).

    `why` says, in French, what is special: the reason of a closure, a holiday.
    """

    open: bool | None
    next: datetime | None = None
    why: str = ""


class OnHolidays(Enum):
    """What written hours say of public holidays."""

    NOTHING = auto()
    OFF = auto()  # closed
    OWN_HOURS = auto()
    SAME = auto()  # open all the time, holidays as well


@dataclass(frozen=True, slots=True)
class Schedule:
    """A schedule ready to be asked. `hours` is None when unknown; a closure is its first day, last day and reason.

    `hours` know no clock: they are asked about, and answer, what the clock on the wall of the place shows.
    """

    zone: Zone
    hours: OpeningHours | None
    closures: tuple[tuple[str, str, str], ...]
    on_holidays: OnHolidays
    follows_school: bool

    def exception(self, day: date) -> OpeningState | None:
        """What overrules the hours on `day`: closed (a closure, a day off), or in doubt (`open` is None)."""
        iso = day.isoformat()
        for first, last, reason in self.closures:
            if first <= iso <= last:
                return OpeningState(False, why=reason or "fermeture exceptionnelle")
        if self.hours is None or self.on_holidays is OnHolidays.SAME or self.follows_school:
            return None
        if is_national_holiday(day):
            return OpeningState(None, why=HOLIDAY) if self.on_holidays is OnHolidays.NOTHING else None
        if is_own_holiday(self.zone, day):
            return OpeningState(False if self.on_holidays is OnHolidays.OFF else None, why=HOLIDAY)
        return None

    def midnight(self, day: date) -> datetime:
        """When `day` begins at the place."""
        return datetime.combine(day, time(0), self.zone.clock)


def schedule_key(resource: Resource) -> str:
    """A text that holds all it takes to know when `resource` is open; equal for equal schedules, "" when unknown."""
    if not resource.opening_hours and not resource.closures:
        return ""
    zone = zone_at(resource.commune_code or resource.postcode)
    closures = [[closure["from"], closure["to"], closure["reason"]] for closure in resource.closures]
    return json.dumps([zone.name, resource.opening_hours, closures], ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=20_000)
def parsed(schedule_key: str) -> Schedule:
    """The schedule of a `schedule_key` that is not ""."""
    name, written, closures = json.loads(schedule_key)
    return Schedule(
        zone_named(name), _hours(written), tuple(map(tuple, closures)), _on_holidays(written), school_named(written)
    )


def state_at(schedule_key: str, moment: datetime) -> OpeningState:
    """Whether the place is open at `moment` (with a time zone), and until when; times are on the clock of the place."""
    if not schedule_key:
        return OpeningState(None)
    schedule = parsed(schedule_key)
    local = moment.astimezone(schedule.zone.clock)
    exception = schedule.exception(local.date())
    if exception and exception.open is False:
        return OpeningState(False, _opening_after(schedule, local), exception.why)
    if schedule.hours is None:
        return OpeningState(None)
    if schedule.follows_school:
        return OpeningState(None, why=SCHOOL_HOLIDAYS)
    state, comment = schedule.hours.state(_wall(local))
    if exception and (state != State.CLOSED or schedule.on_holidays is OnHolidays.OWN_HOURS):
        return exception
    if state == State.CLOSED:
        return OpeningState(False, _opening_after(schedule, local), comment)
    if state == State.UNKNOWN:
        return OpeningState(None, why=comment)
    return OpeningState(True, _closing_after(schedule, schedule.hours, local), comment)


def zone_of(code: str) -> ZoneInfo:
    """The clock of a commune, a département or a postcode (by default, that of the mainland)."""
    return zone_at(code).clock


def _hours(written: str) -> OpeningHours | None:
    if not written:
        return None
    try:
        return OpeningHours(ready(written), country="FR", max_interval_days=366)
    except opening_hours.ParserError:  # type: ignore[attr-defined]  # an index may be older than the rules on hours
        return None


def _on_holidays(written: str) -> OnHolidays:
    if written == "24/7":
        return OnHolidays.SAME
    if holidays_off(written):
        return OnHolidays.OFF
    return OnHolidays.OWN_HOURS if holidays_named(written) else OnHolidays.NOTHING


def _wall(moment: datetime) -> datetime:
    """What the clock on the wall shows at `moment`."""
    return moment.replace(tzinfo=None, fold=0)


def _changes(schedule: Schedule, hours: OpeningHours, local: datetime) -> Iterator[tuple[datetime, State]]:
    """Moments after `local`, in order, from which the hours may be in another state, with that state.

    Between two jumps of the clock, time on the wall and time that passes are the same; where it jumps, the hour that
    is skipped is nobody's, and the hour that comes twice is lived twice.
    """
    moment = local
    while change := hours.next_change(_wall(moment)):
        passed = moment.astimezone(UTC) + (change - _wall(moment))
        jump = clock_jump(schedule.zone.clock, moment)
        moment = min(passed, jump or passed).astimezone(schedule.zone.clock)
        if moment - local > FAR:
            return
        yield moment, hours.state(_wall(moment))[0]


def _closing_after(schedule: Schedule, hours: OpeningHours, local: datetime) -> datetime | None:
    """When a place open at `local` closes, within `FAR`; an exceptional day begins by closing it."""
    closing = next((moment for moment, state in _changes(schedule, hours, local) if state != State.OPEN), None)
    last = (closing or local + FAR).date()
    day = local.date() + _ONE_DAY
    while day <= last:
        if schedule.exception(day):
            return schedule.midnight(day)
        day += _ONE_DAY
    return closing


def _opening_after(schedule: Schedule, local: datetime) -> datetime | None:
    """The first moment after `local` when the place is known to be open, within `FAR`."""
    if schedule.hours is None or schedule.follows_school:
        return None
    moment = local
    while moment - local <= FAR:
        if schedule.exception(moment.date()):
            moment = schedule.midnight(moment.date() + _ONE_DAY)
            state = schedule.hours.state(_wall(moment))[0]
        elif following := next(_changes(schedule, schedule.hours, moment), None):
            moment, state = following
        else:
            return None
        if state == State.OPEN and not schedule.exception(moment.date()) and moment - local <= FAR:
            return moment
    return None
