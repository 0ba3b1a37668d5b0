"""Columns in memory stay equal to the index, however it was written."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from indexing.embedded.columns import Columns
from indexing.embedded.engine import EmbeddedEngine
from indexing.embedded.store import Store
from indexing.fields import ABOUT_BYTES
from tests.contract.documents import TODAY, document, holds, id_of


def test_reading_what_was_added_gives_what_reading_all_gives(tmp_path: Path) -> None:
    engine, chance = EmbeddedEngine(str(tmp_path)), random.Random(82)
    store, kept = Store(tmp_path), Columns()
    for batch in range(6):
        holds(
            engine,
            *(
                document(
                    f"Aide {chance.randrange(40)}",
                    categories=tuple(chance.sample([f"c{number}" for number in range(30 + batch)], 2)),
                    cost=chance.choice(("", "gratuit", "payant")),
                    capacity=chance.choice(("", "full")),
                    point=chance.choice((None, (44.0, 1.3))),
                    verified_on=chance.choice((None, TODAY)),
                    covers=chance.choice(((), ("france",))),
                    about=chance.choice((b"", chance.randbytes(ABOUT_BYTES))),
                    version=batch + 1,
                )
                for _ in range(15)
            ),
        )
        engine.apply([], [id_of(f"Aide {batch}")])
        index = store.open(store.current())
        searcher = index.searcher()
        kept = kept.extended(searcher, index.schema)
        whole = Columns().extended(searcher, index.schema)
        addresses = [address for _, address in searcher.search(_everything(), 100).hits]
        ordinals = np.array(searcher.fast_field_values("ordinal", addresses))
        for name in whole.values:
            old, new = kept[name][ordinals - kept.first], whole[name][ordinals - whole.first]
            assert np.array_equal(old, new, equal_nan=old.dtype.kind == "f"), name
        assert np.array_equal(kept.about[ordinals - kept.first], whole.about[ordinals - whole.first])
        assert kept.counts(ordinals - kept.first) == whole.counts(ordinals - whole.first)


def test_nothing_new_is_nothing_read(tmp_path: Path) -> None:
    engine = EmbeddedEngine(str(tmp_path))
    holds(engine, document("Un"))
    store = Store(tmp_path)
    index = store.open(store.current())
    columns = Columns().extended(index.searcher(), index.schema)
    assert columns.extended(index.searcher(), index.schema) is columns


def test_values_are_those_of_the_document(tmp_path: Path) -> None:
    engine = EmbeddedEngine(str(tmp_path))
    day = date(2026, 1, 2)
    holds(
        engine,
        document("Un", cost="gratuit", categories=("a", "b"), remote=True, verified_on=day, completeness=0.25),
        document(
            "Deux", covers=(), point=None, due_on=day + timedelta(days=1), about=bytes(range(96, 96 + ABOUT_BYTES))
        ),
    )
    store = Store(tmp_path)
    index = store.open(store.current())
    columns = Columns().extended(index.searcher(), index.schema)
    rows = np.array([0, 1])
    assert columns.has(rows, "categories", "b").tolist() == [True, False]
    assert columns.has(rows, "categories", "z").tolist() == [False, False]
    assert columns.counts(rows) == {"categories": {"a": 1, "b": 1}, "cost": {"gratuit": 1}}
    assert columns["remote"].tolist() == [True, False]
    assert columns["covers_unknown"].tolist() == [False, True]
    assert columns["verified_on"].tolist() == [(day - date(1970, 1, 1)).days, 0]
    assert np.isnan(columns["latitude"]).tolist() == [False, True]
    assert columns["completeness"].tolist() == [0.25, 0.5]
    assert columns.about.tolist() == [[0] * ABOUT_BYTES, [*range(96, 128), *range(-128, -96)]]


def _everything() -> object:
    from tantivy import Query

    return Query.all_query()
