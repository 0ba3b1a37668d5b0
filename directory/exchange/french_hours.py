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
_WEEKS = re.compile(r"\(?(?:\bles?\s)?\bsemaines?\s(?P<parity>im)?paires?\b\)?", re.IGNORECASE)
_NTH = re.compile(
    r"""(?:\bles?\s)?\b(?P<ranks>(?:(?:1er|premier|2e|2[èe]me|2nd|deuxi[èe]me|second|3e|3[èe]me|troisi[èe]me|4e|4[èe]me
    |quatri[èe]me|dernier)s?(?:\s?(?:,|et|&)\s?)?)+)\s(?P<day>lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?
    \s(?:du|de\schaque)\smois\b""",
    re.VERBOSE | re.IGNORECASE,
)
_RANKS = {"1": 1, "p": 1, "2": 2, "s": 2, "de": 2, "3": 3, "t": 3, "4": 4, "q": 4, "der": -1}
_EVEN, _ODD = "week 02-52/2", "week 01-53/2"
_AROUND = " :;,.&-–—\n"  # what stands between two things said
_KINDS = {"every": "*", "always": "A", "day": "D", "time": "T", "closed": "0", "to": "-", "and": "+", "nothing": ""}

Token = tuple[str, str]  # kind, text in lower case


@lru_cache(maxsize=10_000)
def hours_of(text: str) -> str | None:
    """OpenStreetMap hours of a whole text (« du lundi au vendredi de 9h à 12h et 14h-17h »), or None."""
    if validate(text):
        return text
    if weeks := list(_WEEKS.finditer(text)):
        return _by_weeks(text, weeks)
    if nth := _NTH.search(text):
        return _by_rank(text, nth)
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
    # After « ; » a rule takes back what the night before left on its days; after « , » it adds to it.
    overnight = any(end > 1440 for spans in schedules for _, end in spans)
    return (", " if overnight else "; ").join(f"{_days(days)} {_written(spans)}" for spans, days in schedules.items())


def _by_weeks(text: str, weeks: Sequence[re.Match[str]]) -> str | None:
    """« semaines paires : lundi 9h-12h, semaines impaires : mardi 9h-12h », or « lundi 9h-12h (semaines paires) »."""
    bounds = [match.start() for match in weeks] + [len(text)]
    said = [text[match.end() : bound].strip(_AROUND) for match, bound in zip(weeks, bounds[1:], strict=True)]
    if before := text[: weeks[0].start()].strip(_AROUND):
        if said != [""]:
            return None
        said = [before]
    rules = []
    for match, words in zip(weeks, said, strict=True):
        hours = hours_of(words)
        if not hours or hours == "24/7" or "week" in hours:
            return None
        rules += [f"{_ODD if match['parity'] else _EVEN} {rule}" for rule in re.split(r"[;,] ", hours)]
    return ", ".join(rules)


def _by_rank(text: str, nth: re.Match[str]) -> str | None:
    """« 1er et 3e mardis du mois 9h-12h », alone or after the hours of other days."""
    before, after = text[: nth.start()].strip(_AROUND), text[nth.end() :].strip(_AROUND)
    others = hours_of(before) if before and after else ""
    spans = _spans(_tokens(after or before) or ())
    if others is None or not spans:
        return None
    said = re.findall(r"\b(der|de|[1-4psqt])\w*", nth["ranks"].casefold())
    ranks = ",".join(str(_RANKS[rank]) for rank in dict.fromkeys(said))
    day = _OSM_DAYS[_FRENCH_DAYS.index(nth["day"][:2].casefold())]
    return f"{others}{', ' if others else ''}{day}[{ranks}] {_written(spans)}"


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


def _written(spans: Iterable[Span]) -> str:
    return ",".join(f"{_clock(start)}-{_clock(end)}" for start, end in spans)


def _clock(minutes: int) -> str:
    return "24:00" if minutes == 1440 else f"{minutes // 60 % 24:02}:{minutes % 60:02}"
