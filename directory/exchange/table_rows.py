"""One row of a table → the fields of an organisation and of a resource, as its mapping says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from directory.exchange import table_values
from directory.exchange.french_hours import day_of, hours_of, week_of
from directory.exchange.listings import Notice
from directory.exchange.mapping import TableMapping
from directory.exchange.rows import Row
from directory.exchange.table_fields import DAYS, plain, table_fields
from directory.exchange.table_labels import known_labels
from directory.exchange.table_places import departement_of, read_place
from directory.exchange.table_values import Reading, is_nothing

if TYPE_CHECKING:
    from directory.territories.gazetteer import Gazetteer

DAY_LABELS = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche")

_PLACE = ("full_address", "address", "address_details", "postcode", "commune_name", "commune_code", "departement")
_COMMUNE = "commune_name"
_SITUATING = (_COMMUNE, "postcode", "commune_code")
_JOINS = {"text": "\n\n", "phone": " / ", "email": " / ", "url": "\n"}  # between columns; ", " for other fields
_LONGEST_VALUE = 1000  # characters; beyond, a cell is prose, which no pattern needs to search
_READERS: Mapping[str, Callable[[str], Reading]] = {
    "code": table_values.code,
    "phone": table_values.phone,
    "email": table_values.email,
    "url": table_values.url,
    "number": table_values.number,
    "list": table_values.items,
    "line": Reading,
}


@dataclass(slots=True)
class ReadRow:
    """`values` by field name (those of the mapping, plus what was deduced); `words` that fit no field; `warnings`."""

    values: dict[str, Any] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    warnings: list[Notice] = field(default_factory=list)

    def add(self, name: str, text: str) -> None:
        """Adds `text` to what a field of text holds already."""
        self.values[name] = "\n".join(filter(None, [self.values.get(name), text]))


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
        self._strangers: set[tuple[str, str]] = set()  # field, plain label: already told

    def read(self, row: Row) -> ReadRow:
        """The values of `row`, ready for `resources.schemas`; words that fit no field end its description."""
        read = ReadRow(warnings=list(row.notices))
        for name in self.mapping.fields:
            if name not in _PLACE and (read_field := self._READ.get(table_fields()[name].reading)):
                read_field(self, row, read, name)
        self._week(row, read)
        self._place(row, read)
        if read.words:
            read.values["description"] = "\n\n".join(filter(None, [read.values.get("description"), *read.words]))
        return read

    def _text(self, row: Row, read: ReadRow, name: str) -> None:
        read.add(name, self._told(row, read, name))

    def _value(self, row: Row, read: ReadRow, name: str) -> None:
        reading = table_fields()[name].reading
        text = self._told(row, read, name)
        told = _READERS[reading](text) if text else Reading([] if reading == "list" else "")
        read.values[name] = told.value
        read.words += [told.words] if told.words else []
        self._remark(row, read, name, text, told.remark)

    def _date(self, row: Row, read: ReadRow, name: str) -> None:
        text = self._told(row, read, name)
        read.values[name] = table_values.day(text, month_first=self.mapping.month_first).value

    def _point(self, row: Row, read: ReadRow, name: str) -> None:
        told = table_values.point(self._told(row, read, name)).value
        read.values["latitude"], read.values["longitude"] = told if isinstance(told, tuple) else (told, told)

    def _labels_of(self, row: Row, read: ReadRow, name: str) -> None:
        rule, otherwise = self.mapping.fields[name], table_fields()[name].otherwise
        texts = self._cells(row, name) or {text: name for text in (rule.value or rule.default,) if text}
        found: list[str] = []
        strangers: dict[str, str] = {}  # label → its column
        for text, column in texts.items():
            slugs, unknown = table_values.labels(text, self._labels[name])
            found += [slug for slug in slugs if slug not in found]
            strangers |= dict.fromkeys(unknown, column)
        read.values[name] = found
        if strangers and otherwise:
            read.add(otherwise, "\n".join(texts))
            return
        named = [label for label in strangers if not label.isdecimal()]
        if named and name in ("categories", "topics"):
            read.words.append(f"Rubriques de la source : {', '.join(named)}")
        for label, column in strangers.items():
            if (name, plain(label)) not in self._strangers:
                self._strangers.add((name, plain(label)))
                reason = "libellé inconnu : donnez son sens avec « values »"
                read.warnings.append(Notice(row.file, row.line, column, label, reason))

    def _hours(self, row: Row, read: ReadRow, name: str) -> None:
        text = self._told(row, read, name)
        hours = hours_of(text) if text else ""
        read.values[name] = hours or ""
        if hours is None:
            self._note_hours(row, read, name, text)

    def _week(self, row: Row, read: ReadRow) -> None:
        """Seven columns (or fourteen) → hours, all kept as words when one of them is not clear."""
        cells = {number: self._cells(row, name) for number, name in enumerate(DAYS) if name in self.mapping.fields}
        if not cells:
            return
        spans = {number: day_of(texts) for number, texts in cells.items()}
        clear = {number: times for number, times in spans.items() if times is not None}
        read.values.setdefault("opening_hours", "")
        if len(clear) == len(spans):
            read.values["opening_hours"] = read.values["opening_hours"] or week_of(clear)
            return
        words = [f"{DAY_LABELS[number]} : {' / '.join(texts)}" for number, texts in cells.items() if texts]
        unclear = next(DAYS[number] for number, times in spans.items() if times is None)
        self._note_hours(row, read, unclear, "\n".join(words))

    def _note_hours(self, row: Row, read: ReadRow, name: str, words: str) -> None:
        read.add("opening_hours_note", words)
        self._remark(row, read, name, words, "horaires non compris en entier : gardés en toutes lettres")

    def _place(self, row: Row, read: ReadRow) -> None:
        fields = self.mapping.fields
        told = {name: self._told(row, read, name, by_default=name != _COMMUNE) for name in _PLACE if name in fields}
        place, remarks = read_place(told, self.gazetteer)
        if not read.values.get("latitude") and not any(place.get(name) for name in _SITUATING):
            departement = departement_of(told.get("departement", ""))
            if default := fields[_COMMUNE].default if _COMMUNE in fields else "":
                place[_COMMUNE] = default
                remarks.append((_COMMUNE, f"commune absente : « {default} » par défaut"))
            elif departement and not read.values.get("coverage"):
                read.values["coverage"] = [departement]
                remarks.append(("departement", "ni commune ni point : le département entier est dit couvert"))
        given = set(told) - {"full_address", "departement"}
        if "full_address" in told:
            given |= {"address", "postcode", "commune_name"}
        read.values |= dict.fromkeys(given, "") | place
        for name, reason in remarks:
            source = name if fields.get(name) and fields[name].columns else "full_address"
            self._remark(row, read, source, told.get(source, ""), reason)

    def _cells(self, row: Row, name: str) -> dict[str, str]:
        """What the columns of a field hold in `row`: each text once, with the first column that says it."""
        cells: dict[str, str] = {}
        for column in self.mapping.fields[name].columns:
            if not is_nothing(text := row.values[column]):
                cells.setdefault(text, column)
        return cells

    def _told(self, row: Row, read: ReadRow, name: str, *, by_default: bool = True) -> str:
        """The text of a field: its constant, its cells joined, or its default. Prose where a value should be goes to
        `words`."""
        rule, reading = self.mapping.fields[name], table_fields()[name].reading
        join = _JOINS.get(reading, ", ") if rule.join is None else rule.join
        text = rule.value or join.join(self._cells(row, name)) or (rule.default if by_default else "")
        if len(text) <= _LONGEST_VALUE or reading in ("text", "line"):
            return text
        read.words.append(text)
        reason = f"{len(text)} caractères, trop pour ce champ : gardés dans la description"
        self._remark(row, read, name, text, reason)
        return ""

    def _remark(self, row: Row, read: ReadRow, name: str, value: str, reason: str) -> None:
        if reason:
            column = self.mapping.columns_of(name) or name
            read.warnings.append(Notice(row.file, row.line, column, value[:200], reason))

    # How fields are read, by `reading` of table_fields.toml; days and places are put together at the end.
    _READ: ClassVar[Mapping[str, Callable[[RowReader, Row, ReadRow, str], None]]] = {
        **dict.fromkeys(_READERS, _value),
        "text": _text,
        "date": _date,
        "point": _point,
        "labels": _labels_of,
        "hours": _hours,
    }
