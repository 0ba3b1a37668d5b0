"""Finds territories by what people write or type: names, starts of names, postcodes, département numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from directory.territories.names import NameIndex, place_key, without_article
from directory.territories.postcodes import Postcodes
from directory.territories.territory import Commune, Kind, Territory

PREFERRED = 10**9  # more than any population: what a postcode or a département points at comes first
# What holds communes ranks among them as a town of so many inhabitants would; an EPCI, of a quarter of its own.
RANK = {Kind.DEPARTEMENT: 60_000, Kind.REGION: 50_000, Kind.COUNTRY: 30_000, Kind.LOCAL: 1_000}
TODAY = ", aujourd’hui "  # between the former name of a commune and the present one
_AFTER_TODAY = re.compile(r".* aujourd hui (.+)")
_NUMBER = re.compile(r"\d{1,5}|2[ab]")
_WITH_NUMBER = re.compile(r"(?:(\d{5}) )?(.+?)(?: (\d{5}|\d{2,3}|2[ab]))?")

Weights = NDArray[np.int64]


class Lookup:
    """An index over the names of all territories."""

    def __init__(
        self,
        communes: Sequence[Commune],
        former: Sequence[tuple[str, Commune]],
        usual_names: Iterable[tuple[str, Commune]],
        holders: Sequence[Territory],
        postcodes: Postcodes,
    ) -> None:
        """`former` and `usual_names` are other names with the commune of today; `holders` every other territory."""
        self._postcodes = postcodes
        # Rows of the index. The communes come first, in the order that `postcodes` knows.
        self._entries: list[Commune | Territory] = [*communes, *(_renamed(*name) for name in former), *holders]
        people: Counter[str] = Counter()
        for commune in communes:
            people[commune.epci] += commune.population
        ranks = [RANK[holder.kind] if holder.kind in RANK else people[holder.code] // 4 for holder in holders]
        # The population that a former commune had is not known.
        self._weights: Weights = np.array([commune.population for commune in communes] + [0] * len(former) + ranks)
        self._departements = np.array(
            [commune.departement for commune in communes]
            + [commune.departement for _, commune in former]
            + [""] * len(holders)
        )
        names = [(entry.name, row) for row, entry in enumerate(self._entries[: len(communes)])]
        names += [(name, len(communes) + row) for row, (name, _) in enumerate(former)]
        row_by_code = {commune.code: row for row, commune in enumerate(communes)}
        names += [(name, row_by_code[commune.code]) for name, commune in usual_names]
        self._departement_rows: dict[str, int] = {}
        for row, holder in enumerate(holders, len(communes) + len(former)):
            names += [(name, row) for name in {holder.name, holder.label}]
            if holder.kind is Kind.DEPARTEMENT:
                self._departement_rows[holder.code.lower()] = row
        self._index = NameIndex(_keys(names))

    def is_name(self, text: str) -> bool:
        """Whether a territory is named `text`."""
        return place_key(text) in self._index

    def communes_named(self, text: str, departement: str, limit: int, *, exact: bool) -> list[str]:
        """Codes of the communes named `text`, then (unless `exact`) of those whose name only starts so."""
        weights = np.where(self._departements == "", -1, self._weights)
        if departement:
            weights[self._departements == departement] += PREFERRED
        rows = self._index.find(place_key(text), 2 * limit, weights, exact=exact)  # a former name may repeat a commune
        return list(dict.fromkeys(self._entries[row].code for row in rows))[:limit]

    def territories(self, text: str, limit: int) -> list[Territory]:
        """Territories for what a person types, best first, each once."""
        key = place_key(text)
        if not key:
            return []
        if match := _AFTER_TODAY.fullmatch(key):
            key = match[1]
        found: dict[str, Territory] = {}
        for row in self._numbered(key) if _NUMBER.fullmatch(key) else self._named(key, limit):
            entry = self._entries[row]
            territory = entry.territory if isinstance(entry, Commune) else entry
            found.setdefault(territory.id, territory)
            if len(found) == limit:
                break
        return list(found.values())

    def _numbered(self, number: str) -> Iterator[int]:
        """The département of that number, then the communes whose postcode starts so; for a CEDEX, its commune."""
        if number in self._departement_rows:
            yield self._departement_rows[number]
        yield from self._postcodes.rows(number) if len(number) == 5 else self._postcodes.starting(number)

    def _named(self, key: str, limit: int) -> list[int]:
        """Entries by name; a number before or after it ("82300 caussade", "montauban 82") only tells homonyms apart."""
        weights = self._weights
        if not self._index.find(key, 1, weights, exact=True) and (match := _WITH_NUMBER.fullmatch(key)):
            key, number = match[2], match[1] or match[3]
            if number:
                pointed = self._postcodes.rows(number) if len(number) == 5 else self._departements == number.upper()
                weights = weights.copy()
                weights[pointed] += PREFERRED
        return self._index.find(key, 2 * limit, weights) or self._index.likest(key, limit, weights)


def _renamed(name: str, commune: Commune) -> Territory:
    """A commune of today under one of its former names: « Naizin, aujourd’hui Évellys »."""
    today = commune.territory
    return Territory(today.id, today.kind, today.code, f"{name}{TODAY}{today.name}")


def _keys(names: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Each name as it is compared, and without its article."""
    for name, row in names:
        key = place_key(name)
        yield key, row
        if shorter := without_article(key):
            yield shorter, row
