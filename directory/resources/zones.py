"""Clock and public holidays of each part of France."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours


@dataclass(frozen=True, slots=True)
class Zone:
    """`own_holidays` (OpenStreetMap syntax) are those that the rest of France does not have."""

    name: str
    clock: ZoneInfo
    own_holidays: str = ""


# The nation's holidays come with the library. Own ones: Code du travail L3134-13 (Alsace-Moselle, where Good Friday is
# kept in communes that have a Protestant church: here in all of them) and L3422-2 (end of slavery, overseas). The
# territories of the Pacific have labour codes of their own; in Polynesia 20 November took the place of 29 June in 2026.
MAINLAND = Zone("", ZoneInfo("Europe/Paris"))
_ALSACE_MOSELLE = Zone("alsace-moselle", ZoneInfo("Europe/Paris"), "easter -2 days; Dec 26")
_ZONES = {
    **dict.fromkeys(("57", "67", "68"), _ALSACE_MOSELLE),
    "971": Zone("971", ZoneInfo("America/Guadeloupe"), "May 27"),
    "972": Zone("972", ZoneInfo("America/Martinique"), "May 22"),
    "973": Zone("973", ZoneInfo("America/Cayenne"), "Jun 10"),
    "974": Zone("974", ZoneInfo("Indian/Reunion"), "Dec 20"),
    "975": Zone("975", ZoneInfo("America/Miquelon")),
    "976": Zone("976", ZoneInfo("Indian/Mayotte"), "Apr 27"),
    "977": Zone("977", ZoneInfo("America/St_Barthelemy"), "Oct 09"),
    "978": Zone("978", ZoneInfo("America/Marigot"), "May 28"),
    "986": Zone("986", ZoneInfo("Pacific/Wallis"), "Apr 28; Jul 29"),
    "987": Zone("987", ZoneInfo("Pacific/Tahiti"), "Mar 05; easter -2 days; Nov 20"),
    "988": Zone("988", ZoneInfo("Pacific/Noumea"), "Sep 24"),
}
_BY_NAME = {zone.name: zone for zone in (MAINLAND, *_ZONES.values())}
_NATIONAL_HOLIDAYS = OpeningHours("PH", country="FR")


def zone_at(code: str) -> Zone:
    """The zone of a commune, a département or a postcode; the mainland for any other text."""
    return _ZONES.get(code[:3] if code.startswith(("97", "98")) else code[:2], MAINLAND)


def zone_named(name: str) -> Zone:
    """The zone of that `Zone.name`. Raises `KeyError`."""
    return _BY_NAME[name]


@lru_cache(maxsize=4096)
def is_national_holiday(day: date) -> bool:
    """Whether all of France has a holiday that day."""
    return _NATIONAL_HOLIDAYS.is_open(datetime.combine(day, time(12)))


@lru_cache(maxsize=4096)
def is_own_holiday(zone: Zone, day: date) -> bool:
    """Whether that day is a holiday of this zone only."""
    return bool(zone.own_holidays) and OpeningHours(zone.own_holidays).is_open(datetime.combine(day, time(12)))


def clock_jump(clock: ZoneInfo, moment: datetime) -> datetime | None:
    """When `clock` next goes forward or back after `moment` (UTC); None if not before the end of next year."""
    year = moment.astimezone(UTC).year
    return next((jump for jump in (*_jumps(clock, year), *_jumps(clock, year + 1)) if jump > moment), None)


@lru_cache(maxsize=64)
def _jumps(clock: ZoneInfo, year: int) -> tuple[datetime, ...]:
    hours = (datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(366 * 24))
    offsets = ((hour, hour.astimezone(clock).utcoffset()) for hour in hours)
    return tuple(hour for (_, before), (hour, after) in pairwise(offsets) if before != after)
