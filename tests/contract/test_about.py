"""What a listing is about, as a factor of the order."""

from __future__ import annotations

import math
import random
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest

from indexing import ranking
from indexing.document import Document
from indexing.engine import Engine, open_engine
from indexing.fields import ABOUT_BYTES
from indexing.query import SearchQuery
from tests.contract.documents import AT_MONTAUBAN, TODAY, ask, document, holds

STEP = 1.0 / ranking.STEPS  # what an engine may round of the logarithm of a score


def towards(cosine: float) -> bytes:
    """A place among needs at this cosine from `ASKED`."""
    return _signed([cosine, math.sqrt(1.0 - cosine * cosine)])


def _signed(values: list[float]) -> bytes:
    return np.round(127 * np.pad(values, (0, ABOUT_BYTES - len(values)))).astype(np.int8).tobytes()


ASKED = _signed([1.0])
NAMED = {
    "Aide pareille": towards(1.0),
    "Aide proche": towards(0.7),
    "Aide voisine": towards(0.3),
    "Aide inconnue": b"",
    "Aide autre": towards(0.0),
}


def crowd(count: int) -> list[Document]:
    """Documents of one word, anywhere among needs, some not known."""
    chance = random.Random(82)
    return [
        document(
            f"Aide {number}",
            about=b"" if number % 4 == 0 else bytes(ABOUT_BYTES) if number % 9 == 0 else towards(chance.uniform(-1, 1)),
            capacity=chance.choice(("", "full")),
            covers=chance.choice(((), ("departement-82",))),
        )
        for number in range(count)
    ]


def test_the_nearest_comes_first_and_the_unknown_before_what_is_about_something_else(engine: Engine) -> None:
    holds(engine, *(document(name, about=about) for name, about in reversed(NAMED.items())))
    for text in ("aide", ""):
        assert ask(engine, text, about=ASKED).names == list(NAMED)
        assert ask(engine, text, AT_MONTAUBAN, about=ASKED).names == list(NAMED)


def test_the_score_is_multiplied_by_the_factor(engine: Engine) -> None:
    holds(engine, *(document(name, about=about) for name, about in NAMED.items()))
    plain = {hit.id: hit.score for hit in ask(engine, "aide").results.hits}
    for hit, about in zip(ask(engine, "aide", about=ASKED).results.hits, NAMED.values(), strict=True):
        row = np.frombuffer(about or bytes(ABOUT_BYTES), np.int8).reshape(1, ABOUT_BYTES)
        factor = float(ranking.about_factor(ASKED, row)[0])
        assert math.log(hit.score / plain[hit.id]) == pytest.approx(math.log(factor), abs=STEP)


def test_nothing_asked_precisely_leaves_the_order_as_it_is_without(engine: Engine, engine_url: str) -> None:
    documents = crowd(60)
    holds(engine, *documents)
    bare = open_engine(f"{engine_url}-bare")
    holds(bare, *(document(one.name, capacity=one.capacity, covers=one.covers) for one in documents))
    for text, place in (("aide", None), ("aide", AT_MONTAUBAN), ("", AT_MONTAUBAN)):
        with_places, without = (ask(one, text, place, limit=100).results.hits for one in (engine, bare))
        assert [(hit.id, hit.score) for hit in with_places] == [(hit.id, hit.score) for hit in without]


def test_a_place_that_is_written_changed_or_forgotten_later_counts_at_once(engine: Engine) -> None:
    holds(engine, document("Aide un", about=towards(0.2)), document("Aide deux"))
    assert ask(engine, "aide", about=ASKED).names == ["Aide un", "Aide deux"]
    holds(engine, document("Aide deux", about=towards(0.5), version=2))
    assert ask(engine, "aide", about=ASKED).names == ["Aide deux", "Aide un"]
    holds(engine, document("Aide trois", about=towards(0.9)), document("Aide deux", version=3))
    assert ask(engine, "aide", about=ASKED).names == ["Aide trois", "Aide un", "Aide deux"]


def test_an_exact_name_comes_first_even_about_something_else(engine: Engine) -> None:
    rivals = [
        document(
            f"Maison des solidarités {number}",
            organisation="Maison des solidarités",
            summary="La maison des solidarités",
            description="Maison des solidarités. " * 5,
            topic_words="solidarités",
            about=towards(1.0),
        )
        for number in range(5)
    ]
    exact = document("Maison des solidarités", about=towards(-1.0), capacity="full", completeness=0.0)
    holds(engine, *rivals, exact, *(document(f"Autre {number}") for number in range(300)))
    for text in ("Maison des solidarités", "maison des solidarites"):
        assert ask(engine, text, AT_MONTAUBAN, about=ASKED).names[0] == "Maison des solidarités"


def test_a_place_of_another_length_is_refused_alone(engine: Engine) -> None:
    report = engine.apply([document("Faux", about=b"123"), document("Juste", about=ASKED)])
    assert (list(report.errors), len(report.applied)) == ([document("Faux").id], 1)
    with pytest.raises(ValueError, match="64"):
        SearchQuery(TODAY, about=b"123")


def test_both_engines_give_the_same_order_and_scores(tmp_path: Path, elastic_prefix: str) -> None:
    engines = [open_engine(f"tantivy:{tmp_path / 'index'}"), open_engine(f"{elastic_prefix}-{uuid4().hex[:8]}")]
    documents = crowd(200)
    # A word that every document holds tells nothing: what little it scores, 32 bits do not hold to the last one.
    others = [document(f"Autre {number}") for number in range(400)]
    for one in engines:
        holds(one, *others, *documents[:150])
        holds(one, *documents[100:])  # some of them again: the order must not depend on when they were written
    for place in (None, AT_MONTAUBAN):
        embedded, elastic = (ask(one, "aide", place, limit=200, about=ASKED).results.hits for one in engines)
        assert [hit.id for hit in embedded] == [hit.id for hit in elastic]
        scores = [(math.log(hit.score), math.log(twin.score)) for hit, twin in zip(embedded, elastic, strict=True)]
        assert all(one == pytest.approx(other, abs=STEP) for one, other in scores)
