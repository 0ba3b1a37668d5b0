"""The documents of one page: where they are, and why they are there. Only what is shown costs this work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tantivy import DocAddress, Occur, Query

from indexing.clauses import Clause
from indexing.embedded.matching import clause_query
from indexing.embedded.snapshot import Snapshot

BITS = 24  # what a 32-bit score adds up exactly

Matched = dict[str, tuple[str, ...]]  # field → words, wordings and topics of the query found in it


def look_at(
    snapshot: Snapshot, rows: Sequence[int], clues: Sequence[tuple[Clause, str]]
) -> dict[int, tuple[DocAddress, Matched]]:
    """Where the documents of `rows` are, and what `clues` they hold in each of their fields, by row.

    Asked of the index, all at once: each clue found adds a power of two to the score of the document.
    """
    if not rows:
        return {}
    schema, first = snapshot.schema, snapshot.columns.first
    page = Query.boolean_query([(Occur.Should, Query.term_query(schema, "ordinal", row + first)) for row in rows])
    found: dict[int, tuple[DocAddress, Matched]] = {}
    for start in range(0, max(len(clues), 1), BITS):
        asked = clues[start : start + BITS]
        clauses = [(Occur.Must, Query.const_score_query(page, 0.0))]
        for bit, (clause, _) in enumerate(asked):
            clauses.append((Occur.Should, Query.const_score_query(clause_query(schema, clause), float(1 << bit))))
        scores, addresses, places = snapshot.look(Query.boolean_query(clauses))
        for score, address, row in zip(scores, addresses, places.tolist(), strict=True):
            _, matched = found.setdefault(row, (address, {}))
            for bit in _bits(int(score)):
                clause, words = asked[bit]
                if words not in (told := matched.get(clause.field, ())):
                    matched[clause.field] = (*told, words)
    return found


def _bits(number: int) -> Iterator[int]:
    """Which bits of `number` are set, the lowest first."""
    while number:
        yield (number & -number).bit_length() - 1
        number &= number - 1
