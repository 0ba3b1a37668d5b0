"""Format `table`: any CSV or XLSX file, one listing a row, by a mapping file or by a guess."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from directory.exchange.guess import guess
from directory.exchange.listings import Listing, Notice, Origin, ReadOptions, Refused
from directory.exchange.mapping import TableMapping, check_columns, load_mapping
from directory.exchange.rows import Row
from directory.exchange.table_fields import DAYS, plain
from directory.exchange.table_rows import ReadRow, RowReader
from directory.exchange.tabular import Table, describe, first_rows, rows_of
from directory.taxonomy.vocabulary import vocabulary
from directory.territories.gazetteer import load_gazetteer

_ORGANISATION = ("organisation_name", "organisation_siret")
_IDENTITY = ("name", "organisation_name", "address", "postcode", "commune_name", "commune_code")


def read(paths: Sequence[Path], options: ReadOptions) -> Iterator[Listing | Refused]:
    """Every row of `paths`, in order: a listing, or why it cannot be one.

    Raises `UnusableFile` before the first row of the file at fault: no table, no header, no name column, a mapping that
    does not fit. The columns that are not read are told once a file, with its first listing.
    """
    plans = [plan(path, options) for path in paths]
    with closing(sqlite3.connect("")) as scratch:  # a temporary base, on disk when it grows
        scratch.execute("create table given (source text, id text, content blob, primary key (source, id))")
        for mapping, table in plans:
            yield from _TableReading(mapping, table, options, scratch).listings()


def plan(path: Path, options: ReadOptions) -> tuple[TableMapping, Table]:
    """How `path` will be read: the mapping given, else a guess; and its layout. Raises `UnusableFile`."""
    if options.mapping:
        mapping = load_mapping(options.mapping)
        table = describe(path, mapping.sheet)
        check_columns(mapping, table.headers, path.name)
    else:
        table = describe(path)
        mapping = guess(table.headers, first_rows(table), path.name)
    return mapping, table


class _TableReading:
    """One file being read. `scratch` holds the ids already given, with a digest of their row."""

    def __init__(self, mapping: TableMapping, table: Table, options: ReadOptions, scratch: sqlite3.Connection) -> None:
        self.mapping = mapping
        self.table = table
        self.source = options.source or mapping.source or table.path.stem
        self.reader = RowReader(mapping, load_gazetteer())
        self.scratch = scratch

    def listings(self) -> Iterator[Listing | Refused]:
        notices = self._columns_left_out()
        for row in rows_of(self.table):
            outcome = self._listing(row, notices)
            if isinstance(outcome, Listing):
                notices = ()
            yield outcome

    def _columns_left_out(self) -> tuple[Notice, ...]:
        line = self.table.header_line
        return tuple(
            Notice(self.table.path.name, line, column, "", f"colonne non reprise : {reason}")
            for column, reason in self.mapping.left_out(self.table.headers).items()
        )

    def _listing(self, row: Row, notices: tuple[Notice, ...]) -> Listing | Refused:
        if row.fault:
            first = next(filter(None, row.values.values()), "")
            return Refused(Notice(row.file, row.line, "", first, row.fault))
        read = self.reader.read(row)
        if not read.values.get("name"):
            column = self.mapping.columns_of("name")
            return Refused(Notice(row.file, row.line, column, "", "pas de nom : une fiche doit en avoir un"))
        external_id = self._external_id(row, read)
        resource = {name: value for name, value in read.values.items() if name not in _ORGANISATION}
        return Listing(
            source=self.source,
            origins=(Origin(row.file, row.line),),
            organisation=_organisation(read.values, external_id),
            resource=_with_topics({**resource, "external_id": external_id}),
            columns=self._columns(),
            warnings=(*notices, *read.warnings),
        )

    def _external_id(self, row: Row, read: ReadRow) -> str:
        """The id of the file; else one made of what names the place. The same id for two places is made two.

        A row that says the same again keeps its id: the importer knows it for the same.
        """
        content = hashlib.sha256(repr(read.values).encode()).digest()[:12]
        identity = "|".join(plain(str(read.values.get(name) or "")) for name in _IDENTITY)
        made = hashlib.sha256(identity.encode()).hexdigest()[:16]
        given = str(read.values.get("external_id") or "")
        candidate, number = given or made, 1
        while self._taken(candidate, content):
            number += 1
            candidate = f"{given}-{made}" if given and number == 2 else f"{given or made}-{number}"
        if given and number > 1:
            reason = f"identifiant déjà donné plus haut à une autre fiche : celle-ci reçoit « {candidate} »"
            read.warnings.append(Notice(row.file, row.line, self.mapping.columns_of("external_id"), given, reason))
        return candidate

    def _taken(self, candidate: str, content: bytes) -> bool:
        """Whether another row has this id; when it is free, this row takes it."""
        self.scratch.execute("insert or ignore into given values (?, ?, ?)", (self.source, candidate, content))
        owner = self.scratch.execute(
            "select content from given where source = ? and id = ?", (self.source, candidate)
        ).fetchone()
        return bool(owner[0] != content)

    def _columns(self) -> dict[str, str]:
        """Field → column, for messages; parts of an address told in one cell come from that cell."""
        columns = {name: column for name in self.mapping.fields if (column := self.mapping.columns_of(name))}
        whole_address = columns.get("full_address", "")
        if whole_address:
            columns = dict.fromkeys(("address", "postcode", "commune_name"), whole_address) | columns
        if "point" in columns:
            columns |= dict.fromkeys(("latitude", "longitude"), columns["point"])
        if days := [day for day in DAYS if day in columns]:
            columns.setdefault("opening_hours", f"{columns[days[0]]} … {columns[days[-1]]}")
        of_organisation = columns.get("organisation_siret") or columns.get("organisation_name")
        return columns | ({"organisation": of_organisation} if of_organisation else {})


def _organisation(values: Mapping[str, Any], external_id: str) -> dict[str, Any]:
    """The structure named by its own column, shared by its rows; else one of the same name and id as the listing."""
    siret = {"siret": values["organisation_siret"]} if "organisation_siret" in values else {}
    if not (name := values.get("organisation_name")):
        return {"external_id": external_id, "name": values["name"], **siret}
    identity = f"{plain(name)}|{siret.get('siret', '')}"
    return {"external_id": hashlib.sha256(identity.encode()).hexdigest()[:16], "name": name, **siret}


def _with_topics(resource: dict[str, Any]) -> dict[str, Any]:
    """Categories and topics told apart: a column of either may name both, and topics bring their categories.

    Labels that mean nothing to us say nothing: those the record has (suggested, or chosen by a person) then stay.
    """
    terms = vocabulary()
    told = [*resource.pop("categories", ()), *resource.pop("topics", ())]
    topics = list(dict.fromkeys(slug for slug in told if slug in terms.topics))
    categories = [slug for slug in told if slug in terms.categories]
    for topic in topics:
        categories += terms.topics[topic].categories
    return {**resource, "topics": topics, "categories": list(dict.fromkeys(categories))} if told else resource
