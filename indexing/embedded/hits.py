"""The hits of one page: their cards, and why they are there. Only what is shown costs this work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tantivy import DocAddress, Occur, Query

from indexing.embedded.reader import Snapshot
from indexing.fields import TEXT_FIELDS

Address = tuple[int, int]  # segment, number in it: a DocAddress that can be a key
BITS = 24  # what a 32-bit score adds up exactly


def address_of(address: DocAddress) -> Address:
    """The two numbers of `address`."""
    return address.segment_ord, address.doc


def matched_words(
    snapshot: Snapshot, addresses: Sequence[Address], ordinals: Sequence[int], stems: Mapping[str, str]
) -> dict[Address, dict[str, tuple[str, ...]]]:
    """For each document of the page, the words of the query found in each text field (fields without any left out).

    Asked of the index, all at once: each (field, stem) found adds a power of two to the score of the document.
    """
    found: dict[Address, dict[str, tuple[str, ...]]] = {address: {} for address in addresses}
    if not addresses:
        return found
    page = Query.boolean_query(
        [(Occur.Should, Query.term_query(snapshot.schema, "ordinal", ordinal)) for ordinal in ordinals]
    )
    pairs = [(field.name, stem) for field in TEXT_FIELDS for stem in stems]
    for start in range(0, len(pairs), BITS):
        asked = pairs[start : start + BITS]
        clauses = [(Occur.Must, Query.const_score_query(page, 0.0))]
        for bit, (field, stem) in enumerate(asked):
            term = Query.term_query(snapshot.schema, field, stem, index_option="basic")
            clauses.append((Occur.Should, Query.const_score_query(term, float(1 << bit))))
        for score, address in snapshot.searcher.search(Query.boolean_query(clauses), len(addresses), count=False).hits:
            for bit, (field, stem) in enumerate(asked):
                if int(score) >> bit & 1:
                    fields = found[address_of(address)]
                    fields[field] = tuple(dict.fromkeys((*fields.get(field, ()), stems[stem])))
    return found
