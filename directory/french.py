"""How values are said in French on a page: dates, durations, phones, distances, numbers, lists.

Pure functions of their arguments; `directory.web` makes them filters of the templates. Spaces that must not break a
line are no-break ones (U+00A0), thin between thousands (U+202F), as French typography has it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import phonenumbers

MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
NO_BREAK = "\u00a0"
THIN_NO_BREAK = "\u202f"
FRENCH_PLAN = {33, 262, 590, 594, 596}  # country codes whose numbers are dialled from France as 0x xx xx xx xx


def day(value: date) -> str:
    """« 3 novembre 2026 », « 1er mai 2026 »."""
    number = "1er" if value.day == 1 else str(value.day)
    return f"{number}{NO_BREAK}{MONTHS[value.month - 1]} {value.year}"


def weekday(value: date) -> str:
    """« mardi 3 novembre »."""
    number = "1er" if value.day == 1 else str(value.day)
    return f"{WEEKDAYS[value.weekday()]} {number}{NO_BREAK}{MONTHS[value.month - 1]}"


def weekday_number(value: date) -> str:
    """« mardi 3 »: for the days around today, whose month goes without saying."""
    return weekday(value).rsplit(NO_BREAK, 1)[0]


def since(value: date, today: date) -> str:
    """How long ago: « aujourd’hui », « hier », « il y a 3 semaines », « il y a 2 ans ». A coming day is a date."""
    days = (today - value).days
    if days < 0:
        return f"le {day(value)}"
    if days < 2:
        return ("aujourd’hui", "hier")[days]
    if days < 14:
        return _ago(days, "jours")
    if days < 61:
        return _ago(days // 7, "semaines")
    if days < 730:
        return _ago(int(days / 30.44), "mois")
    return _ago(int(days / 365.25), "ans")


def clock(value: time | datetime) -> str:
    """« 9 h », « 14 h 30 », « minuit » for 00:00 (and 24:00, which Python writes the same)."""
    if (value.hour, value.minute) == (0, 0):
        return "minuit"
    minutes = f"{NO_BREAK}{value.minute:02}" if value.minute else ""
    return f"{value.hour}{NO_BREAK}h{minutes}"


def coming(value: datetime, now: datetime) -> str:
    """When a moment comes: « à 14 h » today, « demain à 9 h », « lundi à 9 h » in a week, « le 3 novembre à 9 h »."""
    # Midnight ends a day, as one says it: 00:00 tomorrow is « à minuit » today.
    days = ((value - timedelta(minutes=1)).date() - now.date()).days
    hour = f"à {clock(value)}"
    if days <= 0:
        return hour
    if days == 1:
        return f"demain {hour}"
    if days < 7:
        return f"{WEEKDAYS[(now.weekday() + days) % 7]} {hour}"
    return f"le {weekday(value).split(' ', 1)[1]} {hour}"


@lru_cache(maxsize=10_000)
def phone(value: str) -> str:
    """A stored number as it is read aloud: +33563000000 → « 05 63 00 00 00 », 3949 → « 39 49 », 115 → « 115 »."""
    if not value.startswith("+"):
        size = 2 if len(value) == 4 else 3
        return NO_BREAK.join(value[start : start + size] for start in range(0, len(value), size))
    try:
        parsed = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    forms = phonenumbers.PhoneNumberFormat
    form = forms.NATIONAL if parsed.country_code in FRENCH_PLAN else forms.INTERNATIONAL
    return phonenumbers.format_number(parsed, form).replace(" ", NO_BREAK)


def distance(kilometres: float) -> str:
    """« moins de 1 km », « 12 km », « 340 km »: no more precision than a traveller needs."""
    if kilometres < 1:
        return f"moins de 1{NO_BREAK}km"
    rounded = round(kilometres) if kilometres < 100 else round(kilometres / 10) * 10
    return f"{number(rounded)}{NO_BREAK}km"


def number(value: int) -> str:
    """« 1 243 »."""
    return f"{value:,}".replace(",", THIN_NO_BREAK)


def counted(value: int, one: str, many: str = "") -> str:
    """« 1 ressource », « 1 243 ressources ». `many` is needed when it is not `one` + s. Zero is singular in French."""
    return f"{number(value)}{NO_BREAK}{one if value < 2 else many or one + 's'}"


def joined(items: Iterable[str], last: str = "et") -> str:
    """« a », « a et b », « a, b et c »."""
    *first, final = [*items] or [""]
    return f"{', '.join(first)} {last} {final}" if first else final


def _ago(amount: int, unit: str) -> str:
    return f"il y a {amount}{NO_BREAK}{unit}"
