"""From postcodes to communes, CEDEX included."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from directory.territories.names import END
from directory.territories.territory import Commune


class Postcodes:
    """Communes by postcode, as row numbers of the list of communes; most populated first."""

    def __init__(self, communes: Sequence[Commune], cedex: Mapping[str, str]) -> None:
        """`cedex` gives the commune code of the CEDEX postcodes that are known."""
        self._communes = communes
        self._row_by_code = {commune.code: row for row, commune in enumerate(communes)}
        self._cedex = cedex
        split = {commune.parent for commune in communes}  # their arrondissements stand for them
        pairs = sorted(
            (postcode, row)
            for row, commune in enumerate(communes)
            if commune.code not in split
            for postcode in commune.postcodes
        )
        self._postcodes = [postcode for postcode, _ in pairs]
        self._rows = [row for _, row in pairs]

    def rows(self, postcode: str) -> list[int]:
        """The communes of an ordinary postcode; of another one, those it may belong to, likeliest first."""
        start, end = bisect_left(self._postcodes, postcode), bisect_right(self._postcodes, postcode)
        return self._by_population(self._rows[start:end]) or self._likely(postcode)

    def starting(self, prefix: str) -> list[int]:
        """The communes with an ordinary postcode that starts so."""
        start, end = bisect_left(self._postcodes, prefix), bisect_left(self._postcodes, prefix + END)
        return self._by_population(self._rows[start:end])

    def _likely(self, postcode: str) -> list[int]:
        """The communes an unlisted postcode, a CEDEX in practice, may belong to: likeliest first.

        The one known for it; else those with a postcode, CEDEX or not, that starts with the same four digits, then
        three; else the most populated of the département. The first is right for 43 of the 44 of the sample files.
        """
        if len(postcode) != 5 or not postcode.isdecimal():
            return []
        if postcode in self._cedex:
            return [self._row_by_code[self._cedex[postcode]]]
        near = dict.fromkeys([*self._whole(postcode[:4]), *self._whole(postcode[:3])])
        return list(near) or self._whole(postcode[:2])[:1]

    def _whole(self, prefix: str) -> list[int]:
        """The communes with a postcode, CEDEX or not, that starts so; Paris, Lyon and Marseille whole."""
        known = [self._row_by_code[code] for cedex, code in self._cedex.items() if cedex.startswith(prefix)]
        rows = [*self.starting(prefix), *known]
        return self._by_population([self._row_by_code.get(self._communes[row].parent, row) for row in rows])

    def _by_population(self, rows: Sequence[int]) -> list[int]:
        return sorted(set(rows), key=lambda row: (-self._communes[row].population, row))
