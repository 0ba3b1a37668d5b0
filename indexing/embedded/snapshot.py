"""One state of the index, with its columns and what is worth remembering of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import Any

import numpy as np
import numpy.typing as npt
import tantivy
from tantivy import DocAddress, Query

from indexing.clauses import TextPlan
from indexing.embedded.columns import Columns, Rows, rows_holding, rows_of
from indexing.embedded.matching import both, located_query, place_query, text_query
from indexing.embedded.vocabulary import IndexVocabulary
from indexing.plan import plan_text
from indexing.query import Place, Reading

CARDS_KEPT = 2_000  # of the last hits shown
PLACES_KEPT = 64  # of the last ones asked
PLANS_KEPT = 256  # of the last texts
LOOKS_KEPT = 8  # 16 bytes a document found

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a document must hold: `at_least` of the units of a text, and to answer at `place` within `reach` km."""

    text: str
    readings: tuple[Reading, ...]
    at_least: int
    place: Place | None
    reach: float | None


class Snapshot:
    """One state of one generation, unchanging.

    What it remembers holds the searcher and never the snapshot itself: without cycle, memory goes with the last search.
    """

    def __init__(self, generation: str, index: tantivy.Index, before: Columns | None) -> None:
        self.generation = generation
        self.schema = index.schema
        self.searcher = index.searcher()
        self.columns = (before or Columns()).extended(self.searcher, self.schema)
        find = partial(rows_holding, self.searcher, first=self.columns.first)
        self._card = lru_cache(CARDS_KEPT)(partial(_read_card, self.searcher))
        self._place_query = lru_cache(PLACES_KEPT)(partial(place_query, self.schema))
        self._rows_at = lru_cache(PLACES_KEPT)(partial(_rows_at, find, self._place_query))
        self._located = lru_cache(PLACES_KEPT)(partial(_rows_located, find, self.schema))
        self.vocabulary = IndexVocabulary(self.searcher)
        self._plan = lru_cache(PLANS_KEPT)(partial(plan_text, vocabulary=self.vocabulary))
        look = partial(_scored_rows, self.searcher, self.columns.first)
        self._holding = lru_cache(LOOKS_KEPT)(partial(_holding, look, self.schema, self._plan, self._place_query))

    def plan(self, text: str, readings: tuple[Reading, ...]) -> TextPlan:
        """What to look for in this state of the index (see `plan_text`)."""
        return self._plan(text, readings=readings)

    def holding(self, asked: Asked) -> tuple[Floats, Rows]:
        """Documents that hold what is asked: scores (see `matching.text_query`) and rows.

        Remembered for the next page of a search, its other filters, the counts beside it.
        """
        return self._holding(asked)

    def look(self, query: Query) -> tuple[tuple[float, ...], list[DocAddress], Rows]:
        """Every document that answers `query`: scores, addresses and rows of the columns."""
        return _look(self.searcher, self.columns.first, query)

    def scored_rows(self, query: Query) -> tuple[Floats, Rows]:
        """Every document that answers `query`: scores, and rows of the columns."""
        return _scored_rows(self.searcher, self.columns.first, query)

    def place_query(self, place: Place, radius_km: float) -> Query:
        """Documents that may answer at `place` (see `matching.place_query`)."""
        return self._place_query(place, radius_km)

    def rows_at(self, place: Place | None, radius_km: float) -> Rows:
        """Documents that may answer at `place`, whatever the words; every document without a place."""
        return self._rows_at(place, radius_km)

    def rows_located(self, place: Place) -> Rows:
        """Documents that stand in the commune of `place` and do not say that they serve it."""
        return self._located(place.commune, place.territories)

    def card(self, address: DocAddress) -> tuple[str, Mapping[str, Any]]:
        """The id and the card of a document."""
        return self._card(address.segment_ord, address.doc)

    def addresses(self, rows: Iterable[int]) -> dict[int, DocAddress]:
        """Where the documents of `rows` are, by row."""
        ordinals = [row + self.columns.first for row in rows]
        _, addresses, found = self.look(Query.term_set_query(self.schema, "ordinal", ordinals))
        return dict(zip(found.tolist(), addresses, strict=True))

    def name_and_id(self, address: DocAddress) -> tuple[str, str]:
        """The folded name and the id of a document."""
        document = self.searcher.doc(address)
        return str(document.get_first("name_key")), str(document.get_first("id"))

    @cached_property
    def schedules(self) -> frozenset[str]:
        """Every distinct schedule, without the unknown one."""
        terms = self.searcher.terms_with_prefix("schedule", "", filter_query=Query.all_query())
        return frozenset(value for value, _ in terms)

    def versions(self) -> dict[str, int]:
        """Id and version of every document."""
        _, addresses = _search(self.searcher, Query.all_query())
        versions = self.searcher.fast_field_values("version", addresses)
        ids = (str(self.searcher.doc(address).get_first("id")) for address in addresses)
        return {identifier: int(version or 0) for identifier, version in zip(ids, versions, strict=True)}


def _search(searcher: tantivy.Searcher, query: Query) -> tuple[tuple[float, ...], list[DocAddress]]:
    """Scores and addresses of every document that answers."""
    found = searcher.search(query, max(searcher.num_docs, 1), count=False).hits
    scores, addresses = zip(*found, strict=True) if found else ((), ())
    return scores, list(addresses)


def _look(searcher: tantivy.Searcher, first: int, query: Query) -> tuple[tuple[float, ...], list[DocAddress], Rows]:
    scores, addresses = _search(searcher, query)
    return scores, addresses, rows_of(searcher, addresses, first)


def _scored_rows(searcher: tantivy.Searcher, first: int, query: Query) -> tuple[Floats, Rows]:
    scores, _, rows = _look(searcher, first, query)
    return np.array(scores), rows


def _holding(
    look: Callable[[Query], tuple[Floats, Rows]],
    schema: tantivy.Schema,
    plan: Callable[..., TextPlan],
    located: Callable[[Place, float], Query],
    asked: Asked,
) -> tuple[Floats, Rows]:
    text = text_query(schema, plan(asked.text, readings=asked.readings), asked.at_least)
    return look(both(text, located(asked.place, asked.reach or 0.0) if asked.place else None))


def _rows_at(
    find: Callable[[Query], Rows], asked: Callable[[Place, float], Query], place: Place | None, radius_km: float
) -> Rows:
    return find(asked(place, radius_km) if place else Query.all_query())


def _rows_located(
    find: Callable[[Query], Rows], schema: tantivy.Schema, commune: str, territories: tuple[str, ...]
) -> Rows:
    return find(located_query(schema, commune, territories))


def _read_card(searcher: tantivy.Searcher, segment: int, number: int) -> tuple[str, Mapping[str, Any]]:
    document = searcher.doc(DocAddress(segment, number))
    return str(document.get_first("id")), json.loads(bytes(document.get_first("card") or b"{}"))
