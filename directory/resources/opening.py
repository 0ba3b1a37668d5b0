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
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import opening_hours
from opening_hours import OpeningHours, State

from directory.resources.models import Resource
from directory.resources.zones import Zone, is_national_holiday, is_own_holiday, zone_at, zone_named

FAR = timedelta(days=60)  # nobody plans a visit beyond that: later openings are not looked for
HOLIDAY = "jour férié"
SCHOOL_HOLIDAYS = "horaires différents pendant les vacances scolaires"

_OFF_ON_HOLIDAYS = re.compile(r"\bPH\b[^;]*\b(?:off|closed)\b")
_RULE_WITH_COMMENT = re.compile(r'(?P<days>[^;|"]*)(?P<comment>"[^"]*")')
_HOURS_OR_STATE = re.compile(r"\d:\d|24/7|sun|dusk|dawn|open|off|closed|unknown")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OpeningState:
    """`open` is None when it is not known. `next` is when that changes: it closes, or it opens (None: not known).

    `why` says, in French, what is special: the reason of a closure, a holiday.
    """

    open: bool | None
    next: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A schedule ready to be asked. `hours` is None when unknown; a closure is its first day, last day and reason."""

    zone: Zone
    written: str
    hours: OpeningHours | None
    closures: tuple[tuple[str, str, str], ...]

    def exception(self, day: date) -> OpeningState | None:
        """What overrules the hours on `day`: closed (a closure, a day off), or in doubt (`open` is None)."""
        iso = day.isoformat()
        for first, last, reason in self.closures:
            if first <= iso <= last:
                return OpeningState(False, why=reason or "fermeture exceptionnelle")
        if self.hours is None or self.written == "24/7":
            return None
        if is_national_holiday(day) and not re.search(r"\bPH\b", self.written):
            return OpeningState(None, why=HOLIDAY)
        if is_own_holiday(self.zone, day):
            return OpeningState(False if _OFF_ON_HOLIDAYS.search(self.written) else None, why=HOLIDAY)
        return None

    @property
    def follows_school(self) -> bool:
        """Whether the hours change with school holidays."""
        return re.search(r"\bSH\b", self.written) is not None

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
    zone = zone_named(name)
    return Schedule(zone, written, _hours(written, zone), tuple(map(tuple, closures)))


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
    state, comment = schedule.hours.state(local)
    if state == State.CLOSED:
        return OpeningState(False, _opening_after(schedule, local), comment)
    if exception or state == State.UNKNOWN:
        return exception or OpeningState(None, why=comment)
    return OpeningState(True, _closing_after(schedule, schedule.hours, local), comment)


def zone_of(code: str) -> ZoneInfo:
    """The clock of a commune, a département or a postcode (by default, that of the mainland)."""
    return zone_at(code).clock


def _hours(written: str, zone: Zone) -> OpeningHours | None:
    if not written:
        return None
    try:
        return OpeningHours(
            _RULE_WITH_COMMENT.sub(_spell_out, written), timezone=zone.clock, country="FR", max_interval_days=366
        )
    except opening_hours.ParserError:  # type: ignore[attr-defined]  # an index may be older than the rules on hours
        return None


def _spell_out(rule: re.Match[str]) -> str:
    """The specification says that days with a comment and no hours are unknown; the library would say open all day."""
    return rule[0] if _HOURS_OR_STATE.search(rule["days"]) else f"{rule['days'].rstrip()} unknown {rule['comment']}"


def _closing_after(schedule: Schedule, hours: OpeningHours, local: datetime) -> datetime | None:
    """When a place open at `local` closes; an exceptional day begins by closing it."""
    change = hours.next_change(local)
    last = change.date() if change else (local + FAR).date()
    day = local.date() + _ONE_DAY
    while day <= last:
        if schedule.exception(day):
            return schedule.midnight(day)
        day += _ONE_DAY
    return change


def _opening_after(schedule: Schedule, local: datetime) -> datetime | None:
    """The first moment after `local` when the place is known to be open, within `FAR`."""
    if schedule.hours is None or schedule.follows_school:
        return None
    moment: datetime | None = local
    while moment and moment - local < FAR:
        if schedule.exception(moment.date()):
            moment = schedule.midnight(moment.date() + _ONE_DAY)
        elif schedule.hours.is_open(moment):
            return moment
        else:
            moment = schedule.hours.next_change(moment)
    return None
