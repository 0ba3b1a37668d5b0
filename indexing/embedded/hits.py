"""The documents of one page: where they are, and why they are there. Only what is shown costs this work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tantivy import DocAddress, Occur, Query

from indexing.embedded.snapshot import Snapshot
from indexing.fields import TEXT_FIELDS

BITS = 24  # what a 32-bit score adds up exactly

Matched = dict[str, tuple[str, ...]]  # field → words of the query found in it


def look_at(snapshot: Snapshot, rows: Sequence[int], stems: Mapping[str, str]) -> dict[int, tuple[DocAddress, Matched]]:
    """Where the documents of `rows` are, and the words of the query found in each of their text fields, by row.

    Asked of the index, all at once: each (field, stem) found adds a power of two to the score of the document.
    """
    if not rows:
        return {}
    schema, first = snapshot.schema, snapshot.columns.first
    page = Query.boolean_query([(Occur.Should, Query.term_query(schema, "ordinal", row + first)) for row in rows])
    pairs = [(field.name, stem) for field in TEXT_FIELDS for stem in stems]
    found: dict[int, tuple[DocAddress, Matched]] = {}
    for start in range(0, max(len(pairs), 1), BITS):
        asked = pairs[start : start + BITS]
        clauses = [(Occur.Must, Query.const_score_query(page, 0.0))]
        for bit, (field, stem) in enumerate(asked):
            term = Query.term_query(schema, field, stem, index_option="basic")
            clauses.append((Occur.Should, Query.const_score_query(term, float(1 << bit))))
        scores, addresses, places = snapshot.look(Query.boolean_query(clauses))
        for score, address, row in zip(scores, addresses, places.tolist(), strict=True):
            _, matched = found.setdefault(row, (address, {}))
            for bit, (field, stem) in enumerate(asked):
                if int(score) >> bit & 1:
                    matched[field] = tuple(dict.fromkeys((*matched.get(field, ()), stems[stem])))
    return found
