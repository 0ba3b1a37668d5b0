"""Schedules drawn at random for the evaluator, and the way OpenStreetMap writes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from tests.directory.resources.evaluator import (
    CLOCKS,
    CLOSED,
    DAY,
    GOOD_FRIDAY,
    OPEN,
    OWN_FIXED,
    UNKNOWN,
    Days,
    Plan,
    Rule,
    easter,
    is_holiday,
)

WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FIRST_YEAR, YEARS = 2026, 4
COMMENTS = ("sur rendez-vous", "PH et SH : appeler", "fermé; parfois, le midi", "selon les bénévoles")


def draw_plan(random: Random) -> tuple[Plan, str]:
    """A schedule, and its hours as they are written."""
    departement = random.choice([*CLOCKS, "01", "01", "67", "974"])
    closures = tuple(_closure(random) for _ in range(random.choice((0, 0, 0, 1, 2))))
    kind = random.random()
    if kind < 0.03:
        return Plan(None, departement, closures=closures), ""
    if kind < 0.06:
        return Plan((Rule(Days()),), departement, "same", closures=closures), "24/7"
    if kind < 0.08:
        comment = random.choice(COMMENTS)
        return Plan((Rule(Days(), state=UNKNOWN),), departement, closures=closures), f'"{comment}"'
    rules = list(_week(random))
    rules += [_exception(random) for _ in range(random.choice((0, 0, 1, 1, 2)))]
    rules, on_holidays = _with_holidays(random, rules)
    written = "".join((("", ", " if rule.adds else "; ")[place > 0]) + write(rule) for place, rule in enumerate(rules))
    follows_school = random.random() < 0.03
    return Plan(tuple(rules), departement, on_holidays, follows_school, closures), written + "; SH off" * follows_school


def draw_moment(random: Random, plan: Plan) -> datetime:
    """A minute, where traps are rather than anywhere: nights the clocks change, holidays, closures, ends of hours."""
    year = FIRST_YEAR + random.randrange(YEARS)
    day = date(year, 1, 1) + timedelta(days=random.randrange(365))
    minute = random.randrange(1440)
    trap = random.random()
    if trap < 0.2:
        month = random.choice((3, 10)) if plan.departement != "975" else random.choice((3, 11))
        sundays = [date(year, month, n) for n in range(1, 31) if date(year, month, n).weekday() == 6]
        day = sundays[1 if month == 3 else 0] if plan.departement == "975" else sundays[-1]
        if month in (3, 10) and plan.departement != "975" and day.day + 7 <= 31:
            day += timedelta(days=7)
        minute = random.randrange(5 * 60)
    elif trap < 0.5:
        fixed = [date(year, *when) for when in OWN_FIXED.get(plan.departement, ())]
        good_friday = [easter(year) - 2 * DAY] if plan.departement in GOOD_FRIDAY else []
        national = [day for day in (date(year, 1, 1) + n * DAY for n in range(365)) if is_holiday(day)]
        day = random.choice(fixed + good_friday + national) + random.choice((-1, 0, 0, 0, 1)) * DAY
    elif trap < 0.6 and plan.closures:
        day = random.choice(random.choice(plan.closures)) + random.choice((-1, 0, 1)) * DAY
    spans = [span for rule in plan.rules or () for span in rule.spans]
    if spans and random.random() < 0.4:
        minute = (random.choice(random.choice(spans)) + random.choice((-1, 0, 1))) % 1440
    return datetime.combine(day, datetime.min.time(), plan.clock) + timedelta(minutes=minute)


def write(rule: Rule) -> str:
    """`rule` as OpenStreetMap writes it."""
    days, parts = rule.days, []
    if days.months:
        first, last = (MONTHS[month - 1] for month in days.months)
        parts.append(first if first == last else f"{first}-{last}")
    if days.dates:
        (first_month, first), (last_month, last) = days.dates
        years = (f"{days.year} ", f"{days.year + (days.dates[1] < days.dates[0])} ") if days.year else ("", "")
        one = f"{years[0]}{MONTHS[first_month - 1]} {first:02}"
        parts.append(one if days.dates[0] == days.dates[1] else f"{one}-{years[1]}{MONTHS[last_month - 1]} {last:02}")
    if days.weeks:
        first_week, last_week, step = days.weeks
        parts.append(f"week {first_week:02}-{last_week:02}" + (f"/{step}" if step > 1 else ""))
    named = _named(days.weekdays) + (f"[{','.join(map(str, days.nth))}]" if days.nth else "")
    if named or days.holidays:
        parts.append(",".join(filter(None, (named, "PH" if days.holidays else ""))))
    if rule.spans:
        parts.append(",".join(f"{_clock(start)}-{_clock(end, start)}" for start, end in rule.spans))
    if rule.state is CLOSED:
        parts.append("off")
    if rule.state is UNKNOWN and (rule.spans or not rule.comment):
        parts.append("unknown")
    return " ".join(parts + ([f'"{rule.comment}"'] if rule.comment else []))


def _named(weekdays: tuple[int, ...]) -> str:
    """`(0, 1, 2, 5)` → `Mo-We,Sa`; a tuple that goes over Sunday, `(5, 6, 0)`, is a range that does: `Sa-Mo`."""
    runs: list[list[int]] = []
    for weekday in weekdays:
        if runs and (runs[-1][-1] + 1) % 7 == weekday:
            runs[-1].append(weekday)
        else:
            runs.append([weekday])
    return ",".join(WEEKDAYS[run[0]] + (f"-{WEEKDAYS[run[-1]]}" if len(run) > 1 else "") for run in runs)


def _clock(minute: int, start: int = 0) -> str:
    if minute > 1440 and minute - 1440 < start:
        minute -= 1440
    return f"{minute // 60:02}:{minute % 60:02}"


def _week(random: Random) -> Iterator[Rule]:
    """One to three groups of weekdays with hours of their own; sometimes every other week."""
    if random.random() < 0.1:
        yield Rule(Days(), _spans(random))
        return
    weekdays = list(range(7))
    random.shuffle(weekdays) if random.random() < 0.2 else None
    at, by_week = 0, random.random() < 0.12
    for place in range(random.randint(1, 3)):
        size = random.randint(1, 5 - place)
        group = tuple(sorted(weekdays[at : at + size]) if random.random() < 0.9 else weekdays[at : at + size])
        at += size
        if not group:
            return
        weeks = random.choice(((1, 53, 2), (2, 52, 2), (2, 53, 2), (10, 26, 1))) if by_week else None
        state = UNKNOWN if random.random() < 0.05 else OPEN
        comment = random.choice(COMMENTS) if state is UNKNOWN or random.random() < 0.1 else ""
        spans = () if state is UNKNOWN and random.random() < 0.5 else _spans(random)
        yield Rule(Days(group, weeks=weeks), spans, state, place > 0 and random.random() < 0.3, comment)


def _exception(random: Random) -> Rule:
    """The first Tuesday, August, the end of the year, even weeks: closed, other hours, or hours not known."""
    some_days = tuple(sorted(random.sample(range(7), random.randint(1, 3)))) if random.random() < 0.5 else ()
    kind = random.randrange(4)
    if kind == 0:
        nth = random.choice(((1,), (2,), (3,), (4,), (-1,), (-2,), (1, 3), (2, 4)))
        days = Days((random.randrange(7),), nth)
    elif kind == 1:
        days = Days(some_days, months=(random.randint(1, 12), random.randint(1, 12)))
    elif kind == 2:
        first, last = ((random.randint(1, 12), random.randint(1, 28)) for _ in range(2))
        year = FIRST_YEAR + random.randrange(YEARS) if random.random() < 0.3 else None
        days = Days(some_days, dates=(first, random.choice((first, last))), year=year)
    else:
        days = Days(some_days or (random.randrange(7),), weeks=random.choice(((1, 53, 2), (2, 52, 2), (30, 35, 1))))
    state = random.choice((OPEN, OPEN, CLOSED, CLOSED, UNKNOWN))
    spans = () if state is not OPEN and random.random() < 0.7 else _spans(random)
    comment = random.choice(COMMENTS) if state is UNKNOWN or random.random() < 0.1 else ""
    adds = state is not CLOSED and bool(spans) and random.random() < 0.4
    return Rule(days, spans, state, adds, comment)


def _with_holidays(random: Random, rules: list[Rule]) -> tuple[list[Rule], str]:
    kind = random.random()
    if kind < 0.3:
        return [*rules, Rule(Days(holidays=True), state=CLOSED)], "off"
    if kind < 0.36:
        return [*rules, Rule(Days((6,), holidays=True), state=CLOSED)], "off"
    if kind < 0.45:
        return [*rules, Rule(Days(holidays=True), _spans(random))], "own"
    if kind < 0.5 and rules[0].days.weekdays and not rules[0].days.nth:
        days = Days(rules[0].days.weekdays, holidays=True, weeks=rules[0].days.weeks)
        first = Rule(days, rules[0].spans, rules[0].state, rules[0].adds, rules[0].comment)
        return [first, *rules[1:]], "own"
    return rules, ""


def _spans(random: Random) -> tuple[tuple[int, int], ...]:
    """One to three spans that do not touch; the last one sometimes goes on after midnight."""
    bounds = sorted(random.sample(range(7 * 12, 22 * 12), 2 * random.choice((1, 1, 2, 2, 3))))
    spans = [(start * 5, end * 5) for start, end in zip(bounds[::2], bounds[1::2], strict=True)]
    if random.random() < 0.15:
        start = random.randint(max(spans[-1][1] // 5 + 1, 18 * 12), 286) * 5
        spans.append((start, random.choice((1440, 1440 + random.randint(1, 84) * 5))))
    if random.random() < 0.05:
        spans = [(random.randint(0, 20) * 5, random.randint(21, 60) * 5), *(s for s in spans if s[0] > 300)]
    return tuple(spans)


def _closure(random: Random) -> tuple[date, date]:
    first = date(FIRST_YEAR, 1, 1) + timedelta(days=random.randrange(365 * YEARS))
    return first, first + timedelta(days=random.choice((0, 1, 4, 15)))
