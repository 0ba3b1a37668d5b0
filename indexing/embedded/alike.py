"""What completes a short list, found by Tantivy: see `indexing.alike`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from tantivy import Occur, Query

from indexing.alike import SHARED, WORDS, Trait
from indexing.embedded.candidates import Candidates, candidates_at
from indexing.embedded.columns import Rows
from indexing.embedded.matching import both
from indexing.embedded.ordering import ordered_page
from indexing.embedded.snapshot import Snapshot
from indexing.query import SearchQuery


def find_alike(
    snapshot: Snapshot, query: SearchQuery, traits: Sequence[Trait], radius_km: float | None, answers: Rows, count: int
) -> tuple[Candidates, list[tuple[int, float]]]:
    """At most `count` documents with these traits that pass every condition of `query` within `radius_km`, and are not
    among `answers`: candidates, and the places and scores among them of those documents, best first."""
    where = snapshot.place_query(query.place, radius_km or 0.0) if query.place else None
    scores, rows = snapshot.scored_rows(both(_sharing(snapshot, traits), where))
    kept = ~np.isin(rows, answers)
    held = np.zeros(np.count_nonzero(kept))
    found = candidates_at(snapshot, query, rows[kept], scores[kept], held).narrowed(0, radius_km)
    page = replace(query, offset=0, limit=count)
    return found, ordered_page(snapshot, page, found, found.answers())


def _sharing(snapshot: Snapshot, traits: Sequence[Trait]) -> Query:
    """Documents with `SHARED` of the traits, a label among them if there is any; score: the sum of what these weigh."""
    held, labels = [], []
    for trait in traits:
        weight = trait.weight * (snapshot.vocabulary.rarity(trait.field, trait.value) if trait.field == WORDS else 1.0)
        term = Query.term_query(snapshot.schema, trait.field, trait.value, index_option="basic")
        held.append((Occur.Should, Query.const_score_query(term, weight)))
        labels += [] if trait.field == WORDS else [(Occur.Should, term)]
    sharing = Query.boolean_query(held, minimum_number_should_match=min(SHARED, len(held)))
    return both(sharing, Query.boolean_query(labels) if labels else None)
