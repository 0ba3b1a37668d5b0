"""Opening hours as French tables write them → OpenStreetMap syntax, only when every word is understood."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby

from opening_hours import validate

from directory.exchange.table_values import is_nothing

Span = tuple[int, int]  # minutes since midnight; an end beyond 24:00 is on the next day

_FRENCH_DAYS = ("lu", "ma", "me", "je", "ve", "sa", "di")
_OSM_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_WEEK = range(7)
_LATEST_CLOSING = 6 * 60  # an end before its beginning is on the next day, at 6:00 at the latest

# Kinds of token: D day, T time, "-" from…to, "+" and, "0" closed, "*" every day, "" said for nothing.
_TOKENS = re.compile(
    r"""(?P<every>tous\ les\ jours|7\ ?j(?:ours)?\ ?(?:/|sur)\ ?7(?:\ ?j(?:ours)?)?)
    |(?P<always>24\ ?h?\ ?(?:/|sur)\ ?24\ ?h?)
    |(?P<day>(?:lun(?:di)?|mar(?:di)?|mer(?:credi)?|jeu(?:di)?|ven(?:dredi)?|sam(?:edi)?|dim(?:anche)?)s?\b\.?)
    |(?P<time>\d{1,2}\ ?(?:h|:)(?:\ ?[0-5]\d(?!\d|\ ?h))?(?:\ ?mn|\ ?min)?|midi|minuit)
    |(?P<closed>ferm[ée]e?s?)
    |(?P<to>à|au|a\b|jusqu['’]à|-|–|—)
    |(?P<and>et\b|puis\b|,|;|/|&|\n)
    |(?P<nothing>ouvert(?:e|ure)?s?|horaires?|du\b|des\b|de\b|les?\b|\.|:|\s+)""",
    re.VERBOSE | re.IGNORECASE,
)
_KINDS = {"every": "*", "always": "A", "day": "D", "time": "T", "closed": "0", "to": "-", "and": "+", "nothing": ""}

Token = tuple[str, str]  # kind, text in lower case


@lru_cache(maxsize=10_000)
def hours_of(text: str) -> str | None:
    """OpenStreetMap hours of a whole text (« du lundi au vendredi de 9h à 12h et 14h-17h »), or None."""
    if validate(text):
        return text
    tokens = _tokens(text)
    if not tokens:
        return None
    if {kind for kind, _ in tokens} <= {"A", "*", "+"}:
        return "24/7"
    days = _schedule(tokens)
    return week_of(days) if days is not None else None


def day_of(cells: Iterable[str]) -> list[Span] | None:
    """Spans of a day told in one cell or more (morning, afternoon); [] when closed or not told, None when not clear."""
    spans: list[Span] = []
    for cell in dict.fromkeys(cells):  # some write the same hours in both columns
        if is_nothing(cell):
            continue
        told = _spans(_tokens(cell) or (("?", cell),))
        if told is None:
            return None
        spans += told
    return _joined(spans)


def week_of(days: Mapping[int, Sequence[Span]]) -> str:
    """OpenStreetMap hours of a week: spans by day (0 = Monday). Days without a span are left out; "" when all are."""
    open_days = {day: tuple(spans) for day, spans in sorted(days.items()) if spans}
    if len(open_days) == 7 and set(open_days.values()) == {((0, 1440),)}:
        return "24/7"
    schedules: dict[tuple[Span, ...], list[int]] = {}
    for day, spans in open_days.items():
        schedules.setdefault(spans, []).append(day)
    return "; ".join(
        f"{_days(days)} {','.join(f'{_clock(start)}-{_clock(end)}' for start, end in spans)}"
        for spans, days in schedules.items()
    )


@lru_cache(maxsize=10_000)  # a column of hours says the same few things again and again
def _tokens(text: str) -> tuple[Token, ...] | None:
    """Tokens that say something, in order; None when a word is not understood."""
    tokens, position, text = [], 0, text.strip()
    while position < len(text):
        match = _TOKENS.match(text, position)
        if match is None or not match.lastgroup:
            return None
        if kind := _KINDS[match.lastgroup]:
            tokens.append((kind, match[0].casefold()))
        position = match.end()
    return tuple(tokens)


def _schedule(tokens: Sequence[Token]) -> dict[int, list[Span]] | None:
    """Days and times in turn: days before their times, or after them all along the text."""
    runs: list[tuple[str, list[Token]]] = []
    for kind, token in ((_run_of(token), token) for token in tokens):
        if kind and (not runs or runs[-1][0] != kind):
            runs.append((kind, []))
        if runs:
            runs[-1][1].append(token)
    if len(runs) % 2:
        return None
    schedule: dict[int, list[Span]] = {}
    for first, second in zip(runs[::2], runs[1::2], strict=True):
        named, timed = (first, second) if first[0] == "days" else (second, first)
        days, spans = _named_days(_trimmed(named[1])), _spans(_trimmed(timed[1]))
        if days is None or spans is None:
            return None
        for day in days:
            schedule.setdefault(day, []).extend(spans)
    joined = {day: _joined(spans) for day, spans in schedule.items()}
    return None if None in joined.values() else {day: spans for day, spans in joined.items() if spans is not None}


def _run_of(token: Token) -> str:
    return {"D": "days", "*": "days", "T": "times", "0": "times", "A": "times"}.get(token[0], "")


def _trimmed(tokens: list[Token]) -> list[Token]:
    while tokens and tokens[-1][0] in "+-":
        tokens = tokens[:-1]
    return tokens


def _named_days(tokens: list[Token]) -> list[int] | None:
    """`lundi au jeudi, samedi` → 0 1 2 3 5."""
    days: list[int] = []
    pending = ""
    for kind, text in tokens:
        if kind == "*":
            days += _WEEK
        elif kind == "D":
            day = _FRENCH_DAYS.index(text[:2])
            if pending == "-":
                if not days or day <= days[-1]:
                    return None
                days += range(days[-1] + 1, day)
            days.append(day)
        pending = kind
    return sorted(set(days))


def _spans(tokens: Sequence[Token]) -> list[Span] | None:
    """`9h - 12h / 14h - 17h` → spans; times go by pairs, joined by a dash, « à » or nothing."""
    kinds = "".join(kind for kind, _ in tokens)
    if kinds in ("0", "A"):
        return [] if kinds == "0" else [(0, 1440)]
    if not re.fullmatch(r"T-?T(?:[+]*T-?T)*", kinds):
        return None
    told = [_minutes(text) for kind, text in tokens if kind == "T"]
    times = [time for time in told if time is not None]
    if len(times) < len(told):
        return None
    spans = []
    for start, end in zip(times[::2], times[1::2], strict=True):
        if end == start or _LATEST_CLOSING < end < start:
            return None  # « 00:00 - 00:00 » says closed here and always open there
        end += 1440 if end < start else 0
        spans.append((start, end))
    return spans


def _minutes(text: str) -> int | None:
    if text in ("midi", "minuit"):
        return 720 if text == "midi" else 0
    hour, minute = (int(number) for number in [*re.findall(r"\d+", text), "0"][:2])
    return hour * 60 + minute if hour <= 24 and hour * 60 + minute <= 1440 else None


def _joined(spans: list[Span]) -> list[Span] | None:
    """`spans` with those that touch made one; None when they overlap or go back in time: the table is not clear."""
    joined: list[Span] = []
    for start, end in dict.fromkeys(spans):
        if joined and start < joined[-1][1]:
            return None
        if joined and start == joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _days(days: Sequence[int]) -> str:
    """`[0, 1, 2, 4]` → `Mo-We,Fr`."""
    parts = []
    for _, run in groupby(enumerate(days), key=lambda pair: pair[1] - pair[0]):
        numbers = [day for _, day in run]
        first, last = _OSM_DAYS[numbers[0]], _OSM_DAYS[numbers[-1]]
        parts.append(first if len(numbers) == 1 else f"{first}-{last}" if len(numbers) > 2 else f"{first},{last}")
    return ",".join(parts)


def _clock(minutes: int) -> str:
    return "24:00" if minutes == 1440 else f"{minutes // 60 % 24:02}:{minutes % 60:02}"
