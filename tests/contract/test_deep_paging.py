"""Walking beyond ten thousand results while the index is rebuilt."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import Any

from indexing.document import Document
from indexing.engine import Engine, open_engine
from indexing.query import Sort
from tests.contract.documents import AT_MONTAUBAN, CAUSSADE, MONTAUBAN, TODAY, ask, document, holds

MANY = 10_400
PAGE = 1_300  # the last pages begin beyond 10,000


def many() -> list[Document]:
    """Listings with many ties, in an order of their own."""
    return [
        document(
            f"Aide {number * 7919 % MANY:05d}",
            point=(MONTAUBAN, CAUSSADE, None)[number % 3],
            verified_on=date(2026, 1, 1) + timedelta(days=number % 90),
            due_on=date(2027, 1, 1),
            overdue_on=date(2027, 2, 1),
            completeness=number % 5 / 5,
        )
        for number in range(MANY)
    ]


def walk(engine: Engine, **asked: Any) -> list[str]:
    """Ids of all results, page after page."""
    found: list[str] = []
    while page := ask(engine, offset=len(found), limit=PAGE, **asked).results:
        assert page.total == MANY
        if not page.hits:
            return found
        found += [hit.id for hit in page.hits]
    return found


def test_a_walk_beyond_ten_thousand_results_during_a_rebuild_repeats_and_loses_nothing(
    engine: Engine, engine_url: str
) -> None:
    documents = many()
    holds(engine, *documents)
    switched = threading.Event()

    def rebuild() -> None:
        generation = open_engine(engine_url).new_generation()
        generation.apply(documents[::-1])
        generation.activate(MANY)
        switched.set()

    rebuilding = threading.Thread(target=rebuild)
    rebuilding.start()
    walks = []
    while True:
        over = switched.is_set() or not rebuilding.is_alive()
        walks.append(walk(engine, place=AT_MONTAUBAN))
        if over:
            break
    rebuilding.join()
    assert switched.is_set()
    assert len(walks) >= 2, "no walk went on while the index was rebuilt"
    assert set(walks[0]) == {one.id for one in documents}
    assert all(len(walked) == MANY and walked == walks[0] for walked in walks)


def test_deep_pages_are_those_of_the_named_order(engine: Engine) -> None:
    holds(engine, *many())
    for sort in (Sort.NAME, Sort.VERIFIED, Sort.DISTANCE):
        asked = {"place": AT_MONTAUBAN, "sort": sort}
        early = ask(engine, offset=9_900, limit=100, **asked).names
        across = ask(engine, offset=9_900, limit=300, **asked).names
        deep = ask(engine, offset=10_000, limit=200, **asked).names
        assert across == early + deep
        assert len(set(across)) == 300
        if sort is Sort.NAME:
            assert deep == [f"Aide {number:05d}" for number in range(10_000, 10_200)]


def test_a_page_beyond_the_last_result_is_empty(engine: Engine) -> None:
    holds(engine, document("Un"))
    answer = ask(engine, offset=20_000, verified_since=TODAY)
    assert (answer.names, answer.total) == ([], 0)
    assert (ask(engine, offset=20_000).names, ask(engine, offset=20_000).total) == ([], 1)
