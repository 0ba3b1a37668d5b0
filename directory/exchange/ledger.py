"""What an import has already seen, on disk: nothing grows in memory however long the files are."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from directory.exchange.listings import Origin


@dataclass(frozen=True, slots=True)
class Seen:
    """An organisation or a resource this import has met: what its lines said (`digest`) and where it stood first."""

    digest: str
    origin: Origin
    clean: dict[str, Any]


class Ledger:
    """Organisations and resources by (source, external id). The first of an id stays; later ones do not replace it."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("")  # a temporary base, on disk when it grows
        for kind in ("organisation", "resource"):
            self._base.execute(
                f"create table {kind} (source text, id text, digest text, file text, line int, clean text, "
                "primary key (source, id)) without rowid"
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def organisation(self, source: str, identifier: str) -> Seen | None:
        """The organisation as first met, its clean values included."""
        return self._find("organisation", source, identifier)

    def resource(self, source: str, identifier: str) -> Seen | None:
        """The resource as first met (`clean` is empty: nobody needs it again)."""
        return self._find("resource", source, identifier)

    def add_organisation(self, source: str, seen: Seen) -> None:
        """Remembers an organisation by the `external_id` of its clean values."""
        self._add("organisation", source, str(seen.clean["external_id"]), seen)

    def add_resource(self, source: str, identifier: str, digest: str, origin: Origin) -> None:
        """Remembers a resource, accepted or not: it is in the files, so it has not vanished."""
        self._add("resource", source, identifier, Seen(digest, origin, {}))

    def sources_of_resources(self) -> list[str]:
        """The sources of which at least one resource was met."""
        return [source for (source,) in self._base.execute("select distinct source from resource order by source")]

    def _find(self, kind: str, source: str, identifier: str) -> Seen | None:
        query = f"select digest, file, line, clean from {kind} where source = ? and id = ?"  # noqa: S608
        row = self._base.execute(query, (source, identifier)).fetchone()
        return Seen(row[0], Origin(row[1], row[2]), json.loads(row[3])) if row else None

    def _add(self, kind: str, source: str, identifier: str, seen: Seen) -> None:
        query = f"insert or ignore into {kind} values (?, ?, ?, ?, ?, ?)"  # noqa: S608
        row = (source, identifier, seen.digest, seen.origin.file, seen.origin.line, json.dumps(seen.clean))
        self._base.execute(query, row)


def digest_of(values: Mapping[str, Any] | None) -> str:
    """A short name for what raw values say: equal for equal values."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
