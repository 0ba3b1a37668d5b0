"""Folds the lines of one ODSPEP resource: one line = one need × one place served (× one opening day)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from directory.exchange.listings import Notice
from directory.exchange.rows import Row

# The columns that may differ between the lines of a resource: they are what makes the lines.
_NEED = ("CODE_FAM", "FAMILLEBESOIN", "CODE_CAT", "BESOIN", "CODE_SSC", "SOUS BESOIN")
_SERVED = (
    "REGION_SERVICE",
    "REGION SERVICE LIBELLE",
    "DEPT_SERVICE",
    "DEPARTEMENT SERVICE",
    "COM_SERVICE",
    "PERIMETRE_GEO",
)
_PUBLIC = ("CODE_TAG_TPU", "VALEUR_TAG_TPU", "CRITERE TYPE PUBLIC - NIVEAU DE FORMATION", "CRITERE TYPE PUBLIC")
_HOURS = ("JOUR_HOR", "HD_AM_HOR", "HF_AM_HOR", "HD_PM_HOR", "HF_PM_HOR")
_VARIES = frozenset({*_NEED, *_SERVED, *_PUBLIC, *_HOURS})

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")  # 1 is Monday: our assumption, to be confirmed with a real export
_TIME = re.compile(r"(\d{1,2})\s*[:hH]\s*(\d{2})?(?::\d{2})?")


@dataclass(slots=True)
class Folded:
    """One resource. `values` are the columns all its lines share (names in capitals); lists keep the order of lines."""

    values: dict[str, str]
    needs: list[str] = field(default_factory=list)  # labels of the sous-besoins
    territories: list[str] = field(default_factory=list)  # ids; a commune may be an old one
    publics: list[str] = field(default_factory=list)
    hours: dict[int, str] = field(default_factory=dict)  # day, 1 to 7 → ranges in OpenStreetMap syntax
    notices: list[Notice] = field(default_factory=list)

    @property
    def opening_hours(self) -> str:
        """The week in OpenStreetMap syntax, days of the same hours side by side; "" when no day is told."""
        parts: list[str] = []
        first = 1
        for day in range(1, 8):
            if self.hours.get(day) != self.hours.get(day + 1) and day in self.hours:
                days = _DAYS[first - 1] if first == day else f"{_DAYS[first - 1]}-{_DAYS[day - 1]}"
                parts.append(f"{days} {self.hours[day]}")
            if self.hours.get(day) != self.hours.get(day + 1):
                first = day + 1
        return "; ".join(parts)


def capitals(values: Mapping[str, str]) -> dict[str, str]:
    """Columns by their name in capitals, and `XXXXX` (unknown) as nothing."""
    return {name.upper(): "" if value.upper() == "XXXXX" else value for name, value in values.items()}


def fold(rows: Sequence[Row]) -> Folded:
    """The resource that `rows` (all of one `ID_RES`, in the order of the file, never empty) tell together.

    Where lines disagree on what should be the same, the first value is kept and the other told.
    """
    folded = Folded(capitals(rows[0].values))
    said_on = dict.fromkeys(folded.values, rows[0].line)
    for row in rows:
        values = capitals(row.values)
        folded.notices += row.notices
        for name, value in values.items():
            if not value or name in _VARIES or value == folded.values.get(name):
                continue
            if not folded.values.get(name):
                folded.values[name], said_on[name] = value, row.line
                continue
            reason = f"autre valeur que la ligne {said_on[name]} de la même fiche : la première est gardée"
            folded.notices.append(Notice(row.file, row.line, name, value, reason))
        _add(folded.needs, values.get("SOUS BESOIN", ""))
        _add(folded.territories, _territory(values))
        _add(folded.publics, values.get("CRITERE TYPE PUBLIC") or values.get("VALEUR_TAG_TPU", ""))
        _add_hours(folded, row, values)
    return folded


def _add(items: list[str], item: str) -> None:
    if item and item not in items:
        items.append(item)


def _territory(values: Mapping[str, str]) -> str:
    """The id of the place a line says is served; "" when it says none."""
    if commune := values.get("COM_SERVICE"):
        return f"commune-{commune.zfill(5)}"
    if departement := values.get("DEPT_SERVICE"):
        return f"departement-{_departement(departement)}"
    if region := values.get("REGION_SERVICE"):
        return f"region-{region.zfill(2)}"
    return ""


def _departement(code: str) -> str:
    """`082` and `82` are the same; `971` is not `71`."""
    return code[1:] if len(code) == 3 and code.startswith("0") else code.zfill(2)


def _add_hours(folded: Folded, row: Row, values: Mapping[str, str]) -> None:
    day = values.get("JOUR_HOR", "")
    if not day:
        return
    texts = [values.get(name, "") for name in _HOURS[1:]]
    times = [_time(text) for text in texts]
    ranges = [f"{start}-{end}" for start, end in (times[:2], times[2:]) if start and end and start < end]
    if not day.isdecimal() or not 1 <= int(day) <= 7 or not ranges:
        shown = " ".join(text for text in (day, *texts) if text)
        folded.notices.append(Notice(row.file, row.line, "JOUR_HOR", shown, "horaires non compris : laissés de côté"))
        return
    hours = ",".join(ranges)
    if folded.hours.setdefault(int(day), hours) != hours:
        reason = "autres horaires le même jour pour la même fiche : les premiers sont gardés"
        folded.notices.append(Notice(row.file, row.line, "JOUR_HOR", hours, reason))


def _time(text: str) -> str:
    match = _TIME.fullmatch(text.strip())
    if match and int(match[1]) <= 24:
        return f"{int(match[1]):02}:{match[2] or '00'}"
    return ""
