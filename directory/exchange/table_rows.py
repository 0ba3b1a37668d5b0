"""One row of a table → the fields of an organisation and of a resource, as its mapping says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from directory.exchange import table_values
from directory.exchange.french_hours import day_of, hours_of, week_of
from directory.exchange.listings import Notice
from directory.exchange.mapping import FieldRule, TableMapping
from directory.exchange.rows import Row
from directory.exchange.table_fields import DAYS, TableField, plain, table_fields
from directory.exchange.table_labels import known_labels
from directory.exchange.table_places import read_place
from directory.exchange.table_values import Reading, is_nothing

if TYPE_CHECKING:
    from directory.territories.gazetteer import Gazetteer

DAY_LABELS = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche")

_PLACE = ("full_address", "address", "address_details", "postcode", "commune_name", "commune_code", "departement")
_JOINS = {"text": "\n\n", "phone": " / ", "email": " / ", "url": "\n"}  # between columns; ", " for other fields
_READERS: Mapping[str, Callable[[str], Reading]] = {
    "code": table_values.code,
    "phone": table_values.phone,
    "email": table_values.email,
    "url": table_values.url,
    "number": table_values.number,
    "list": table_values.items,
    "line": Reading,
    "text": Reading,
}


@dataclass(slots=True)
class ReadRow:
    """`values` by field name (those of the mapping, plus what was deduced), and what to tell about them."""

    values: dict[str, Any] = field(default_factory=dict)
    warnings: list[Notice] = field(default_factory=list)


class RowReader:
    """Reads the rows of one file. A label without meaning is told once, not at each of its lines."""

    def __init__(self, mapping: TableMapping, gazetteer: Gazetteer) -> None:
        self.mapping = mapping
        self.gazetteer = gazetteer
        self._labels = {
            name: {**known_labels(name), **{plain(label): slugs for label, slugs in rule.values.items()}}
            for name, rule in mapping.fields.items()
            if table_fields()[name].vocabulary
        }
        self._told: set[tuple[str, str]] = set()

    def read(self, row: Row) -> ReadRow:
        """The values of `row`, ready for `resources.schemas`; words that fit no field end the description."""
        read = ReadRow(warnings=list(row.notices))
        words: list[str] = []
        for name, rule in self.mapping.fields.items():
            known = table_fields()[name]
            if known.reading in _READERS:
                self._plain_field(row, read, known, rule, words)
            elif known.reading == "labels":
                self._labels_field(row, read, known, rule, words)
            elif known.reading == "date":
                told = table_values.day(_told(row, known, rule), month_first=self.mapping.month_first)
                read.values[name] = told.value
            elif known.reading == "point":
                self._point(row, read, known, rule)
            elif known.reading == "hours":
                self._hours(row, read, known, rule)
        self._week(row, read)
        self._place(row, read)
        if words:
            read.values["description"] = "\n\n".join(filter(None, [read.values.get("description", ""), *words]))
        return read

    def _plain_field(self, row: Row, read: ReadRow, known: TableField, rule: FieldRule, words: list[str]) -> None:
        if known.name in _PLACE:
            return
        text = _told(row, known, rule)
        told = _READERS[known.reading](text) if text else Reading([] if known.reading == "list" else "")
        if known.reading == "text":  # the field may hold words already, kept from another column
            told = Reading("\n".join(filter(None, [read.values.get(known.name), text])))
        read.values[known.name] = told.value
        words += [told.words] if told.words else []
        self._remark(row, read, known.name, text, told.remark)

    def _labels_field(self, row: Row, read: ReadRow, known: TableField, rule: FieldRule, words: list[str]) -> None:
        found: list[str] = []
        strangers: list[str] = []
        texts = [text for _, text in _cells(row, rule)] or [text for text in (rule.value or rule.default,) if text]
        for text in texts:
            slugs, unknown = table_values.labels(text, self._labels[known.name])
            found += [slug for slug in slugs if slug not in found]
            strangers += unknown
        read.values[known.name] = found
        if known.otherwise and strangers:
            kept = [read.values.get(known.otherwise) or "", *texts]
            read.values[known.otherwise] = "\n".join(filter(None, kept))
            return
        if known.name in ("categories", "topics") and (
            named := [label for label in strangers if not label.isdecimal()]
        ):
            words.append(f"Rubriques de la source : {', '.join(dict.fromkeys(named))}")
        for label in strangers:
            if (known.name, plain(label)) not in self._told:
                self._told.add((known.name, plain(label)))
                self._remark(row, read, known.name, label, "libellé inconnu : donnez son sens avec « values »")

    def _point(self, row: Row, read: ReadRow, known: TableField, rule: FieldRule) -> None:
        told = table_values.point(_told(row, known, rule)).value
        read.values["latitude"], read.values["longitude"] = told if isinstance(told, tuple) else (told, told)

    def _hours(self, row: Row, read: ReadRow, known: TableField, rule: FieldRule) -> None:
        text = _told(row, known, rule)
        hours = hours_of(text) if text else ""
        read.values[known.name] = hours or ""
        if hours is None:
            self._note_hours(row, read, known.name, text)

    def _week(self, row: Row, read: ReadRow) -> None:
        """Seven columns (or fourteen) → hours, all kept as words when one of them is not clear."""
        rules = {number: self.mapping.fields[name] for number, name in enumerate(DAYS) if name in self.mapping.fields}
        if not rules:
            return
        cells = {number: [row.values[column] for column in rule.columns] for number, rule in rules.items()}
        spans = {number: day_of(texts) for number, texts in cells.items()}
        clear = {number: times for number, times in spans.items() if times is not None}
        read.values.setdefault("opening_hours", "")
        if len(clear) == len(spans):
            read.values["opening_hours"] = read.values["opening_hours"] or week_of(clear)
            return
        told = {
            number: dict.fromkeys(text for text in texts if not is_nothing(text)) for number, texts in cells.items()
        }
        words = [f"{DAY_LABELS[number]} : {' / '.join(texts)}" for number, texts in told.items() if texts]
        unclear = next(DAYS[number] for number, times in spans.items() if times is None)
        self._note_hours(row, read, unclear, "\n".join(words))

    def _note_hours(self, row: Row, read: ReadRow, name: str, words: str) -> None:
        note = read.values.get("opening_hours_note") or ""
        read.values["opening_hours_note"] = "\n".join(filter(None, [note, words]))
        self._remark(row, read, name, words, "horaires non compris en entier : gardés en toutes lettres")

    def _place(self, row: Row, read: ReadRow) -> None:
        fields = self.mapping.fields
        told = {name: _told(row, table_fields()[name], fields[name]) for name in _PLACE if name in fields}
        place, remarks = read_place(told, self.gazetteer)
        given = set(told) - {"full_address", "departement"}
        if "full_address" in told:
            given |= {"address", "postcode", "commune_name"}
        read.values |= dict.fromkeys(given, "") | place
        for name, reason in remarks:
            source = name if name in told else "full_address"
            self._remark(row, read, source, told[source], reason)

    def _remark(self, row: Row, read: ReadRow, name: str, value: str, reason: str) -> None:
        if reason:
            column = self.mapping.columns_of(name) or name
            read.warnings.append(Notice(row.file, row.line, column, value[:200], reason))


def _cells(row: Row, rule: FieldRule) -> Iterator[tuple[str, str]]:
    """Columns of a field that hold something in `row`, with their texts."""
    return ((column, row.values[column]) for column in rule.columns if not is_nothing(row.values[column]))


def _told(row: Row, known: TableField, rule: FieldRule) -> str:
    """The text of a field: its constant, its cells joined, or its default. The same text is not repeated."""
    join = _JOINS.get(known.reading, ", ") if rule.join is None else rule.join
    texts = dict.fromkeys(text for _, text in _cells(row, rule))
    return rule.value or join.join(texts) or rule.default
