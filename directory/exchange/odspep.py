"""ODSPEP, the employment service's own resource base, in its flat layout (see `odspep_fold` for what a line is)."""

from __future__ import annotations

import json
import re
import sqlite3
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from slugify import slugify

from directory.exchange.listings import Listing, Notice, Origin, ReadOptions, Refused
from directory.exchange.odspep_fold import Folded, capitals, fold
from directory.exchange.rows import Row, UnusableFile
from directory.exchange.tabular import describe, read_rows

REQUIRED = frozenset({"ID_RES", "STRUCTURE", "SERVICE_RSP", "SOUS BESOIN"})

_SOURCE = "odspep"
_COLUMNS: Mapping[str, str] = {
    "external_id": "ID_RES",
    "name": "SERVICE_RSP",
    "description": "DESCRIPTION_SERVICE",
    "organisation": "STRUCTURE",
    "address": "L4_NUMERO_LIB_VOIE_ADR",
    "postcode": "CODE_POSTAL_ADR",
    "commune_code": "CODE_COMMUNE_ADR",
    "commune_name": "LIBELLE_COMMUNE_ADR",
    "latitude": "LATITUDE_ADR",
    "longitude": "LONGITUDE_ADR",
    "phone": "TEL_1_CTC",
    "email": "MAIL_CTC",
    "website": "SITE_INTERNET_CTC",
    "opening_hours": "JOUR_HOR",
    "opening_hours_note": "COMMENTAIRES_HORAIRE_RSP",
    "coverage": "COM_SERVICE",
    "categories": "Sous besoin",
    "source_updated_on": "DATE DERNIERE MAJ",
}
_ADDRESS_DETAILS = ("L1_IDENTIFICATION_DEST_ADR", "L2_IDENTITE_DEST_ADR", "L3_COMPLEMENT_ADR", "L5_MENTION_ADR")
_CALLERS = {"acces-libre": ["usagers", "professionnels"], "sur-prescription": ["professionnels"]}
_NOT_A_MAILBOX = re.compile(r"www[@.]", re.IGNORECASE)  # `www@caf.fr`: a web address written in the wrong column
_EXCEL_EPOCH = date(1899, 12, 30)


def read(paths: Sequence[Path], options: ReadOptions) -> Iterator[Listing | Refused]:
    """Every resource of `paths`, its lines folded wherever they stand, in the order of their first line.

    Lines wait on disk: memory holds one resource at a time. Raises `UnusableFile`.
    """
    source = options.source or _SOURCE
    today = date.today()  # noqa: DTZ011  (a day of the calendar, as validity is told)
    with closing(sqlite3.connect("")) as scratch:  # "" is a temporary base, on disk when it grows
        scratch.execute("create table line (id text, file text, line int, record text)")
        for path in paths:
            if absent := REQUIRED - capitals(dict.fromkeys(describe(path).headers, "")).keys():
                raise UnusableFile(f"{path.name} : il manque la colonne {', '.join(sorted(absent))} d’ODSPEP.")
            for row in read_rows(path):
                identifier = capitals(row.values).get("ID_RES", "")
                if row.fault or not identifier:
                    reason = row.fault or "numéro de la ressource absent"
                    yield Refused(Notice(row.file, row.line, "" if row.fault else "ID_RES", "", reason))
                else:
                    scratch.execute("insert into line values (?, ?, ?, ?)", (identifier, *_packed(row)))
        scratch.execute("create index line_id on line (id)")
        identifiers = scratch.execute("select id from line group by id order by min(rowid)")
        for (identifier,) in identifiers:
            lines = scratch.execute("select file, line, record from line where id = ? order by rowid", (identifier,))
            yield _listing([_unpacked(*line) for line in lines], source, today)


def _packed(row: Row) -> tuple[str, int, str]:
    notices = [[notice.field, notice.value, notice.reason] for notice in row.notices]
    return row.file, row.line, json.dumps([dict(row.values), notices])


def _unpacked(file: str, line: int, record: str) -> Row:
    values, notices = json.loads(record)
    return Row(file, line, values, notices=tuple(Notice(file, line, *notice) for notice in notices))


def _listing(rows: Sequence[Row], source: str, today: date) -> Listing:
    folded = fold(rows)
    values, first = folded.values, rows[0]
    resource = _resource(folded)
    notices = [*folded.notices, *_needs(folded, first, resource)]
    end = _day(values.get("DATE_FIN_SERVICE", ""))
    over = end is not None and end < today
    if over:
        reason = "validité dépassée : la fiche est gardée sans être publiée"
        notices.append(Notice(first.file, first.line, "DATE_FIN_SERVICE", values["DATE_FIN_SERVICE"], reason))
    mail = values.get("MAIL_CTC", "")
    if _NOT_A_MAILBOX.match(mail):
        del resource["email"]
        reason = "c’est une adresse web, pas une adresse de courriel : valeur laissée de côté"
        notices.append(Notice(first.file, first.line, "MAIL_CTC", mail, reason))
    return Listing(
        source=source,
        origins=tuple(Origin(row.file, row.line) for row in rows),
        organisation=_organisation(values),
        resource=resource,
        columns=_COLUMNS,
        warnings=tuple(notices),
        over=over,
    )


def _organisation(values: Mapping[str, str]) -> dict[str, Any]:
    """ODSPEP gives structures no identifier: the name and the commune make one, so that their resources meet again."""
    name = values.get("STRUCTURE") or values.get("L1_IDENTIFICATION_DEST_ADR", "")
    place = values.get("CODE_COMMUNE_ADR") or values.get("LIBELLE_COMMUNE_ADR", "")
    return {"external_id": slugify(f"{name} {place}", max_length=200), "name": name}


def _resource(folded: Folded) -> dict[str, Any]:
    values = folded.values
    resource: dict[str, Any] = {
        name: values[column]
        for name, column in _COLUMNS.items()
        if name not in ("organisation", "opening_hours", "coverage", "categories", "source_updated_on")
        and values.get(column)
    }
    resource["name"] = values.get("SERVICE_RSP") or values.get("LIBELLE_SERVICE") or "".join(folded.needs[:1])
    if values.get("TEL_2_CTC"):
        resource["opening_hours_note"] = "\n".join(
            text for text in (resource.get("opening_hours_note"), f"Autre téléphone : {values['TEL_2_CTC']}") if text
        )
    details = [values[name] for name in _ADDRESS_DETAILS if values.get(name) and values[name] != values["STRUCTURE"]]
    access = values.get("MODALITEACCES", "")
    updated = _day(values.get("DATE DERNIERE MAJ", ""))
    resource |= {
        "address_details": ", ".join(dict.fromkeys(details)),
        "coverage": folded.territories,
        "opening_hours": folded.opening_hours,
        "audiences_details": ", ".join(folded.publics),
        "access_conditions": access,
        "callers": _CALLERS.get(slugify(access), []),
        "source_updated_on": updated.isoformat() if updated else None,
    }
    return {name: value for name, value in resource.items() if value}


def _needs(folded: Folded, first: Row, resource: dict[str, Any]) -> Iterator[Notice]:
    """Gives `resource` the categories and topics of its needs; yields the needs that are not known."""
    categories: list[str] = []
    topics: list[str] = []
    for label in folded.needs:
        need = _known_needs().get(slugify(label))
        if need is None:
            reason = "sous-besoin inconnu : à ranger dans une des neuf catégories"
            yield Notice(first.file, first.line, "Sous besoin", label, reason)
            continue
        categories += need["categories"]
        topics += need["topics"]
    resource["categories"], resource["topics"] = list(dict.fromkeys(categories)), list(dict.fromkeys(topics))


def _day(text: str) -> date | None:
    """A date, however an export of ODSPEP writes it; None when it was lost (`00:00:00`)."""
    for form in ("%d/%m/%y", "%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.split(" ")[0], form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return _EXCEL_EPOCH + timedelta(days=int(text)) if re.fullmatch(r"[34]\d{4}", text) else None


@cache
def _known_needs() -> dict[str, dict[str, list[str]]]:
    with (Path(__file__).parent / "odspep.toml").open("rb") as file:
        return {slugify(need["label"]): need for need in tomllib.load(file)["needs"]}
