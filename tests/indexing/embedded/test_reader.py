"""Which state of the index is read, and what becomes of the old ones."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest

from indexing.embedded.engine import EmbeddedEngine
from indexing.embedded.reader import Reader
from indexing.embedded.store import Store
from indexing.errors import SearchUnavailable
from tests.contract.documents import AT_MONTAUBAN, ask, document, holds


@pytest.fixture
def engine(tmp_path: Path) -> EmbeddedEngine:
    """An engine with one document."""
    engine = EmbeddedEngine(str(tmp_path))
    holds(engine, document("Un", categories=("se-loger",)))
    return engine


def test_a_state_is_kept_as_long_as_nothing_is_written(engine: EmbeddedEngine, tmp_path: Path) -> None:
    reader = Reader(Store(tmp_path))
    first = reader.snapshot()
    assert reader.snapshot() is first
    holds(engine, document("Deux"))
    assert reader.snapshot() is not first
    assert (first.searcher.num_docs, reader.snapshot().searcher.num_docs) == (1, 2)


def test_an_old_state_goes_with_the_last_search_that_read_it(engine: EmbeddedEngine) -> None:
    gc.disable()  # it must not wait for the collector: columns are large
    try:
        ask(engine, "un deux", AT_MONTAUBAN, facets=("category",))
        ask(engine, "umm")
        engine.suggest("u")
        old = weakref.ref(engine._reader.snapshot())
        holds(engine, document("Deux"))
        assert ask(engine).total == 2
        assert old() is None
    finally:
        gc.enable()


def test_after_a_failed_look_the_next_one_may_work(engine: EmbeddedEngine, tmp_path: Path) -> None:
    pointer = tmp_path / "current"
    name = pointer.read_text(encoding="utf-8")
    reader = Reader(Store(tmp_path))
    pointer.write_text("gone\n", encoding="utf-8")
    with pytest.raises(SearchUnavailable, match="rebuild"):
        reader.snapshot()
    pointer.write_text(name, encoding="utf-8")
    assert reader.snapshot().searcher.num_docs == 1
