"""Writing to the current index: versions, deletions, faults."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from indexing.document import Document
from indexing.engine import Engine, open_engine
from tests.contract.documents import ask, document, holds, id_of


def test_what_is_written_is_seen_on_return(engine: Engine) -> None:
    holds(engine, document("Un"))
    assert ask(engine).names == ["Un"]
    holds(engine, document("Deux"))
    assert sorted(ask(engine).names) == ["Deux", "Un"]


def test_a_card_comes_back_as_it_was_given(engine: Engine) -> None:
    card = {
        "name": "L’été « à 100 % » <b>\\n",
        "none": None,
        "empty": [{}, [], ""],
        "a.b": {"c": [1, 2.5, 1e-9, 2**53]},
    }
    card |= {"true": True, "location": {"lat": 44.017600000000002, "lon": -1.355}, "": "🏠", "card": {"card": []}}
    holds(engine, document("Un", card=card))
    assert [hit.card for hit in ask(engine).results.hits] == [card]


def test_another_reader_sees_it_too(engine: Engine, engine_url: str) -> None:
    holds(engine, document("Un"))
    other = open_engine(engine_url)
    assert ask(other).names == ["Un"]
    holds(engine, document("Deux"))
    assert sorted(ask(other).names) == ["Deux", "Un"]


def test_a_newer_version_replaces(engine: Engine) -> None:
    holds(engine, document("Un", summary="avant"))
    holds(engine, document("Un", summary="après", version=2))
    assert [hit.card["summary"] for hit in ask(engine).results.hits] == ["après"]
    assert ask(engine, "avant").total == 0


def test_the_same_version_replaces(engine: Engine) -> None:
    holds(engine, document("Un", summary="avant"))
    holds(engine, document("Un", summary="après"))
    assert [hit.card["summary"] for hit in ask(engine).results.hits] == ["après"]


def test_an_older_version_never_overwrites(engine: Engine) -> None:
    holds(engine, document("Un", summary="après", version=7))
    report = engine.apply([document("Un", summary="avant", version=6), document("Deux")])
    assert (report.applied, report.stale, report.errors) == ((id_of("Deux"),), (id_of("Un"),), {})
    assert engine.versions() == {id_of("Un"): 7, id_of("Deux"): 1}


def test_versions_count_within_one_batch(engine: Engine) -> None:
    report = engine.apply([document("Un", version=3), document("Un", version=2), document("Un", version=4)])
    assert report.stale == (id_of("Un"),)
    assert (ask(engine).total, engine.versions()) == (1, {id_of("Un"): 4})


def test_deletions_remove(engine: Engine) -> None:
    holds(engine, document("Un", schedule="Mo"), document("Deux"))
    engine.apply([], [id_of("Un"), id_of("inconnu")])
    assert ask(engine).names == ["Deux"]
    assert (engine.versions(), engine.schedules()) == ({id_of("Deux"): 1}, frozenset())
    assert "Un" not in ask(engine, "un").names


def test_what_was_deleted_may_come_back(engine: Engine) -> None:
    holds(engine, document("Un", version=5))
    engine.apply([], [id_of("Un")])
    holds(engine, document("Un", version=6))
    assert ask(engine).names == ["Un"]


def test_what_was_deleted_several_times_may_come_back(engine: Engine) -> None:
    holds(engine, document("Un", version=5))
    for _ in range(4):
        engine.apply([], [id_of("Un")])
    time.sleep(0.5)  # Elasticsearch looks at its clock five times a second
    holds(engine, document("Un", version=6))
    assert ask(engine).names == ["Un"]


def test_a_document_that_cannot_be_held_is_named_and_the_others_are_taken(engine: Engine) -> None:
    holds(engine, document("Un"))
    report = engine.apply([document("Un", version=2, card={"name": object()}), document("Deux")])
    assert report.applied == (id_of("Deux"),)
    assert list(report.errors) == [id_of("Un")]
    assert report.errors[id_of("Un")]
    assert engine.versions() == {id_of("Un"): 1, id_of("Deux"): 1}


@pytest.mark.parametrize("name", ["\ud800 seul", "Un\0trois", "é" * 5_000, "🏠", ""])
def test_odd_names_are_held_or_refused_one_by_one(engine: Engine, name: str) -> None:
    report = engine.apply([document("Odd", name=name), document("Deux")])
    assert id_of("Deux") in report.applied
    assert set(report.applied) | set(report.errors) == {id_of("Odd"), id_of("Deux")}
    assert ask(engine, "deux").names == ["Deux"]


def test_documents_are_streamed(engine: Engine) -> None:
    report = engine.apply(document(f"Aide {number}") for number in range(1_500))
    assert len(report.applied) == 1_500
    assert ask(engine, limit=1).total == 1_500


def test_a_batch_that_breaks_off_changes_nothing_and_the_next_one_works(engine: Engine) -> None:
    def breaking() -> Iterator[Document]:
        yield document("Un")
        raise RuntimeError("the record does not answer")

    holds(engine, document("Avant"))
    with pytest.raises(RuntimeError) as kept:  # what holds the exception holds what was under way
        engine.apply(breaking())
    assert ask(engine).names == ["Avant"]
    holds(engine, document("Après"))
    assert (sorted(ask(engine).names), kept.typename) == (["Après", "Avant"], "RuntimeError")


def test_writing_nothing_makes_an_empty_index_that_answers(engine: Engine) -> None:
    report = engine.apply([])
    assert (report.applied, report.stale, report.errors) == ((), (), {})
    answer = ask(engine, "aide", facets=("category",))
    assert (answer.total, answer.names, answer.facets) == (0, [], {"category": {}})
    assert (engine.suggest("ai"), engine.schedules(), engine.versions()) == ([], frozenset(), {})
    assert engine.health().status == "green"


def test_an_index_emptied_of_its_documents_answers(engine: Engine) -> None:
    holds(engine, document("Un"))
    engine.apply([], [id_of("Un")])
    assert (ask(engine).total, ask(engine, "un").total, engine.suggest("u")) == (0, 0, [])


def test_health_counts_documents(engine: Engine) -> None:
    holds(engine, document("Un"), document("Deux"))
    health = engine.health()
    assert (health.status, health.documents) == ("green", 2)
    assert health.generation
