"""data·inclusion: structures and services of schema v1 (and v0), in JSON, NDJSON, CSV or XLSX.

Files given together are one set, in any order: structures are told at once and kept on disk, services wait for them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from directory.exchange.data_inclusion_fields import ORGANISATION, organisation_of, resource_of
from directory.exchange.data_inclusion_form import MODELS, Fault, check, typed
from directory.exchange.data_inclusion_v0 import FIELDS as V0_FIELDS
from directory.exchange.data_inclusion_v0 import upgrade
from directory.exchange.json_items import looks_like_json, read_items
from directory.exchange.listings import Listing, Notice, Origin, ReadOptions, Refused
from directory.exchange.repair import repair
from directory.exchange.rows import UnusableFile
from directory.exchange.tabular import read_rows, sheets

SHEETS = {"structures": "structure", "services": "service"}
REQUIRED = {"structure": ("id", "nom"), "service": ("id", "structure_id", "nom")}

KNOWN = V0_FIELDS | {name for model in MODELS.values() for name in model.model_fields} | {"__ignore__"}

_UNKNOWN_COLUMN = "colonne que le schéma data·inclusion ne connaît pas : elle n’est pas lue"
_IGNORED = "ligne laissée de côté : la colonne « __ignore__ » est cochée"
_TRUE = frozenset({"true", "vrai", "1", "oui", "x"})


@dataclass(frozen=True, slots=True)
class _Record:
    """A structure or a service as its file tells it (`kind` says which), its texts repaired."""

    kind: str
    file: str
    line: int
    values: Mapping[str, Any]
    fault: str = ""
    notices: tuple[Notice, ...] = ()

    def refused(self, field: str, value: str, reason: str) -> Refused:
        return Refused(Notice(self.file, self.line, field, value, reason), self.notices)


@dataclass(frozen=True, slots=True)
class _Read:
    """A record in the words of v1, checked, with what its v0 fields gave to our record."""

    values: dict[str, Any]
    ours: dict[str, Any]
    over: bool
    notices: tuple[Notice, ...]


def read(paths: Sequence[Path], options: ReadOptions) -> Iterator[Listing | Refused]:
    """Every structure and service of `paths`. Raises `UnusableFile`, possibly after some of them.

    A service whose structure is in none of the files carries only its id: the record may know it.
    """
    default_source = options.source or min(path.stem for path in paths)
    today = date.today()  # noqa: DTZ011  (a day of the calendar, to know which services have ended)
    with closing(sqlite3.connect("")) as scratch:  # "" is a temporary base, on disk when it grows
        scratch.execute("create table structure (source text, id text, record text, primary key (source, id))")
        scratch.execute("create table service (record text)")
        for path in paths:
            for record in _records(path):
                outcome = _first_look(record, default_source, today)
                if isinstance(outcome, Refused):
                    yield outcome
                elif record.kind == "structure":
                    _keep(scratch, outcome)
                    yield _structure(record, outcome)
                else:
                    waiting = [record.file, record.line, outcome.values, outcome.ours, outcome.over]
                    notices = [[n.file, n.line, n.field, n.value, n.reason] for n in outcome.notices]
                    scratch.execute("insert into service values (?)", [json.dumps([*waiting, notices])])
        for (waiting,) in scratch.execute("select record from service order by rowid"):
            file, line, values, ours, over, notices = json.loads(waiting)
            service = _Read(values, ours, over, tuple(Notice(*notice) for notice in notices))
            yield _service(Origin(file, line), service, _kept(scratch, values["source"], values["structure_id"]))


def _first_look(record: _Record, default_source: str, today: date) -> _Read | Refused:
    """`record` checked, or why it cannot be used at all."""
    if record.fault:
        return record.refused("", "", record.fault)
    values = dict(record.values)
    if str(values.pop("__ignore__", "")).strip().lower() in _TRUE:
        return record.refused("__ignore__", str(record.values["__ignore__"]), _IGNORED)
    values = typed(values)
    values.setdefault("source", str(values.get("id", "")).partition("--")[0] if _prefixed(values) else default_source)
    upgraded = upgrade(record.kind, values, today)
    values, faults = check(record.kind, upgraded.values)
    for fault in faults:
        if fault.field in REQUIRED[record.kind]:
            return record.refused(fault.field, fault.value, fault.reason)
    told = tuple(_told(record, fault) for fault in faults)
    return _Read(values, upgraded.ours, upgraded.over, record.notices + told)


def _prefixed(values: Mapping[str, Any]) -> bool:
    """Whether the id begins with its source, as the schema wants it (`dora--42`)."""
    return bool(str(values.get("id", "")).partition("--")[2])


def _told(record: _Record, fault: Fault) -> Notice:
    left_out = " : valeur laissée de côté" if fault.value else ""
    return Notice(record.file, record.line, fault.field, fault.value, fault.reason + left_out)


def _structure(record: _Record, read: _Read) -> Listing:
    return Listing(
        source=read.values["source"],
        origins=(Origin(record.file, record.line),),
        organisation=organisation_of(read.values),
        resource=None,
        columns=ORGANISATION,
        warnings=read.notices,
    )


def _service(origin: Origin, read: _Read, structure: Mapping[str, Any]) -> Listing:
    resource, columns = resource_of(read.values, structure)
    organisation = organisation_of(structure) if structure else {"external_id": read.values["structure_id"]}
    return Listing(
        source=read.values["source"],
        origins=(origin,),
        organisation=organisation,
        resource={**resource, **read.ours},
        columns={**columns, "organisation": "structure_id"},
        warnings=read.notices,
        over=read.over,
    )


def _keep(scratch: sqlite3.Connection, read: _Read) -> None:
    """The first structure of an id is the one its services get, as it is the one the importer keeps."""
    row = (read.values["source"], read.values["id"], json.dumps(read.values))
    scratch.execute("insert or ignore into structure values (?, ?, ?)", row)


def _kept(scratch: sqlite3.Connection, source: str, identifier: str) -> dict[str, Any]:
    found = scratch.execute("select record from structure where source = ? and id = ?", (source, identifier)).fetchone()
    return json.loads(found[0]) if found else {}


def _records(path: Path) -> Iterator[_Record]:
    with path.open("rb") as file:
        is_json = looks_like_json(file.read(100))
    return _json_records(path) if is_json else _table_records(path)


def _json_records(path: Path) -> Iterator[_Record]:
    for item in read_items(path):
        kind = "service" if "structure_id" in item.value else "structure"
        notices: list[Notice] = []
        values = dict(item.value)
        for name, value in values.items():
            if isinstance(value, str):
                repaired = repair(value)
                values[name] = repaired.text
                if repaired.remark:
                    notices.append(Notice(path.name, item.position, name, repaired.text, repaired.remark))
        yield _Record(kind, path.name, item.position, values, item.fault, tuple(notices))


def official_sheets(path: Path) -> list[str]:
    """The sheets of a workbook that bear the names of the official template. Raises `UnusableFile`."""
    return [name for name in sheets(path) if name.strip().lower() in SHEETS]


def _table_records(path: Path) -> Iterator[_Record]:
    for sheet in official_sheets(path) or [""]:
        kind, first = SHEETS.get(sheet.strip().lower(), ""), True
        where = f"{path.name}, feuille « {sheet} »" if sheet else path.name
        for row in read_rows(path, sheet):
            kind = kind or ("service" if "structure_id" in row.values else "structure")
            if absent := [name for name in REQUIRED[kind] if name not in row.values]:
                raise UnusableFile(f"{where} : il manque la colonne {', '.join(f'« {name} »' for name in absent)}.")
            unknown = [name for name in row.values if name not in KNOWN] if first else ()
            told = tuple(Notice(where, row.line, name, "", _UNKNOWN_COLUMN) for name in unknown)
            yield _Record(kind, where, row.line, row.values, row.fault, row.notices + told)
            first = False
