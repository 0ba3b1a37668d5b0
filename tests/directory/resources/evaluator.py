"""Another way to know when a place is open, which shares nothing with the product: it holds a schedule as values, never
reads the text of one, and works out holidays and clocks by itself.

It follows the specification of OpenStreetMap (https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification): a
rule after « ; » replaces, on the days it names, all that was said before, the end of a night begun the day before as
well; a rule after « , » adds to it; a rule that closes takes its hours away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
WHOLE_DAY = (0, 1440)
HORIZON = timedelta(days=60)
OPEN, CLOSED, UNKNOWN = True, False, None
CLOCKS = {
    "01": "Europe/Paris", "2A": "Europe/Paris", "57": "Europe/Paris", "67": "Europe/Paris", "68": "Europe/Paris",
    "971": "Etc/GMT+4", "972": "Etc/GMT+4", "973": "Etc/GMT+3", "974": "Etc/GMT-4", "975": "America/Miquelon",
    "976": "Etc/GMT-3", "977": "Etc/GMT+4", "978": "Etc/GMT+4", "986": "Etc/GMT-12", "987": "Etc/GMT+10",
    "988": "Etc/GMT-11",
}  # fmt: skip
FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
AFTER_EASTER = (1, 39, 50)  # Easter Monday, Ascension, Whit Monday
OWN_FIXED = {
    "57": ((12, 26),), "67": ((12, 26),), "68": ((12, 26),), "971": ((5, 27),), "972": ((5, 22),), "973": ((6, 10),),
    "974": ((12, 20),), "976": ((4, 27),), "977": ((10, 9),), "978": ((5, 28),), "986": ((4, 28), (7, 29)),
    "987": ((3, 5), (11, 20)), "988": ((9, 24),),
}  # fmt: skip
GOOD_FRIDAY = ("57", "67", "68", "987")


@lru_cache
def easter(year: int) -> date:
    """Easter Sunday (Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    rest = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * rest) // 451
    month, day = divmod(h + rest - 7 * m + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=10_000)
def is_holiday(day: date) -> bool:
    return (day.month, day.day) in FIXED or (day - easter(day.year)).days in AFTER_EASTER


@lru_cache(maxsize=100_000)
def is_own_holiday(departement: str, day: date) -> bool:
    own = (day.month, day.day) in OWN_FIXED.get(departement, ())
    return own or (departement in GOOD_FRIDAY and (day - easter(day.year)).days == -2)


@dataclass(frozen=True)
class Days:
    """Which days a rule is about: all conditions given must hold, `holidays` being days beside the weekdays."""

    weekdays: tuple[int, ...] = ()  # 0 = Monday; () = all, unless `holidays`
    nth: tuple[int, ...] = ()  # the first Tuesday: weekdays (1,), nth (1,); -1 = the last of the month
    holidays: bool = False
    months: tuple[int, int] | None = None
    dates: tuple[tuple[int, int], tuple[int, int]] | None = None  # (month, day), both included
    year: int | None = None  # of the first of `dates`
    weeks: tuple[int, int, int] | None = None  # first, last, step

    def hold(self, day: date) -> bool:
        if self.months and not _within(day.month, *self.months):
            return False
        if self.dates and not self._within_dates(day):
            return False
        if self.weeks:
            first, last, step = self.weeks
            week = day.isocalendar().week
            if not first <= week <= last or (week - first) % step:
                return False
        if self.holidays and is_holiday(day):
            return True
        if not self.weekdays:
            return not self.holidays
        return day.weekday() in self.weekdays and (not self.nth or self._is_nth(day))

    def _within_dates(self, day: date) -> bool:
        assert self.dates
        first, last = self.dates
        if self.year is None:
            return _within((day.month, day.day), first, last)
        ends = self.year + (last < first)
        return date(self.year, *first) <= day <= date(ends, *last)

    def _is_nth(self, day: date) -> bool:
        following_month = (day.replace(day=1) + timedelta(days=31)).replace(day=1)
        from_start, from_end = (day.day + 6) // 7, -(((following_month - day).days + 6) // 7)
        return from_start in self.nth or from_end in self.nth


def _within(value: object, first: object, last: object) -> bool:
    if first <= last:  # type: ignore[operator]
        return first <= value <= last  # type: ignore[operator]
    return value >= first or value <= last  # type: ignore[operator]


@dataclass(frozen=True)
class Rule:
    """Hours on some days: spans in minutes of the day, beyond 1440 on the next one; none = the whole day."""

    days: Days
    spans: tuple[tuple[int, int], ...] = ()
    state: bool | None = OPEN
    adds: bool = False  # it comes after « , »
    comment: str = ""


@dataclass(frozen=True)
class Plan:
    """A schedule: `rules` is None when the hours are not known. `on_holidays`: "", "off", "own" hours, or "same"."""

    rules: tuple[Rule, ...] | None
    departement: str
    on_holidays: str = ""
    follows_school: bool = False
    closures: tuple[tuple[date, date], ...] = ()

    @cached_property
    def clock(self) -> ZoneInfo:
        return ZoneInfo(CLOCKS[self.departement])

    @cached_property
    def _days(self) -> dict[date, list[tuple[int, int, bool | None]]]:
        return {}

    def state(self, moment: datetime) -> bool | None:
        local = moment.astimezone(self.clock)
        day = local.date()
        if any(first <= day <= last for first, last in self.closures):
            return CLOSED
        if self.rules is None or self.follows_school:
            return UNKNOWN
        written = self._written(day, local.hour * 60 + local.minute)
        if self.on_holidays == "same":
            return written
        if is_holiday(day):
            return UNKNOWN if written is OPEN and not self.on_holidays else written
        if is_own_holiday(self.departement, day):
            if self.on_holidays == "off":
                return CLOSED
            return CLOSED if written is CLOSED and not self.on_holidays else UNKNOWN
        return written

    def change(self, moment: datetime) -> datetime | None:
        """When an open place stops being open, when a closed one is open: the first moment within the horizon."""
        state = self.state(moment)
        if state is UNKNOWN or self.rules is None or self.follows_school:
            return None
        for candidate in self._candidates(moment):
            if (self.state(candidate) is OPEN) is not state:
                return candidate
        return None

    def _candidates(self, moment: datetime) -> Iterator[datetime]:
        """Moments (UTC) at which something may change, in order."""
        wall = moment.astimezone(self.clock).replace(tzinfo=None)
        for after in range(HORIZON.days + 1):
            day = wall.date() + after * DAY
            minutes = {0, *(minute for start, end, _ in self._painted(day) for minute in (start, end) if minute < 1440)}
            found = {
                datetime.combine(day, time(*divmod(minute, 60)), self.clock).replace(fold=fold).astimezone(UTC)
                for minute in minutes
                for fold in (0, 1)
            }
            midnight = datetime.combine(day, time(0), self.clock)
            if midnight.utcoffset() != datetime.combine(day + DAY, time(0), self.clock).utcoffset():
                found |= {midnight.astimezone(UTC) + timedelta(hours=hour) for hour in range(6)}
            for instant in sorted(found):
                if instant > moment and instant.astimezone(self.clock).replace(tzinfo=None) - wall <= HORIZON:
                    yield instant

    def _written(self, day: date, minute: int) -> bool | None:
        for start, end, state in reversed(self._painted(day)):
            if start <= minute < end:
                return state
        return CLOSED

    def _painted(self, day: date) -> list[tuple[int, int, bool | None]]:
        """What the rules say of `day`, later ones over earlier ones."""
        if (known := self._days.get(day)) is not None:
            return known
        painted: list[tuple[int, int, bool | None]] = []
        for rule in self.rules or ():
            today, night_before = rule.days.hold(day), rule.days.hold(day - DAY)
            if today and not rule.adds and rule.state is not CLOSED:
                painted.clear()
            spans = rule.spans or (WHOLE_DAY,)
            if night_before:
                painted += [(0, end - 1440, rule.state) for _, end in spans if end > 1440]
            if today:
                painted += [(start, min(end, 1440), rule.state) for start, end in spans]
        self._days[day] = painted
        return painted
