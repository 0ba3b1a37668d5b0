"""Rebuilding: a new generation is filled out of sight, then takes the place of the current one, or does not."""

from __future__ import annotations

import pytest

from indexing.engine import Engine, open_engine
from indexing.errors import GenerationRefused, SearchError, SearchUnavailable
from tests.contract.documents import ask, document, holds, id_of


def test_before_the_first_index_search_is_unavailable_and_never_empty(engine: Engine) -> None:
    for asked in (
        lambda: ask(engine),
        lambda: engine.suggest("a"),
        lambda: engine.schedules(),
        lambda: engine.versions(),
    ):
        with pytest.raises(SearchUnavailable):
            asked()
    health = engine.health()
    assert (health.status, health.documents) == ("red", 0)
    assert health.detail


def test_the_first_generation_needs_no_index_before_it(engine: Engine) -> None:
    generation = engine.new_generation()
    generation.apply([document("Un")])
    generation.activate(1)
    assert ask(engine).names == ["Un"]


def test_nobody_sees_a_generation_before_it_is_activated(engine: Engine) -> None:
    holds(engine, document("Avant"))
    generation = engine.new_generation()
    generation.apply([document("Après")])
    assert ask(engine).names == ["Avant"]
    generation.activate(1)
    assert ask(engine).names == ["Après"]
    assert engine.health().generation == generation.name


def test_every_reader_switches(engine: Engine, engine_url: str) -> None:
    holds(engine, document("Avant"))
    reader = open_engine(engine_url)
    assert ask(reader).names == ["Avant"]
    generation = engine.new_generation()
    generation.apply([document("Après")])
    generation.activate(1)
    assert ask(reader).names == ["Après"]


def test_a_generation_is_filled_in_several_batches(engine: Engine) -> None:
    generation = engine.new_generation()
    generation.apply(document(f"Aide {number}") for number in range(300))
    generation.apply([document("Aide 7", version=2, summary="neuve"), document("Autre")], [id_of("Aide 8")])
    report = generation.apply([document("Aide 7", version=1, summary="vieille")])
    assert report.stale == (id_of("Aide 7"),)
    generation.activate(300)
    assert ask(engine, "neuve").total == 1
    assert id_of("Aide 8") not in engine.versions()


def test_a_count_that_differs_is_refused_and_changes_nothing(engine: Engine) -> None:
    holds(engine, document("Avant"))
    generation = engine.new_generation()
    generation.apply([document("Après")])
    with pytest.raises(GenerationRefused, match="1"):
        generation.activate(2)
    generation.discard()
    assert ask(engine).names == ["Avant"]
    assert engine.health().status == "green"


def test_a_document_that_failed_is_a_refusal(engine: Engine) -> None:
    holds(engine, document("Avant"))
    generation = engine.new_generation()
    report = generation.apply([document("Après"), document("Mauvais", card={"name": object()})])
    assert list(report.errors) == [id_of("Mauvais")]
    with pytest.raises(GenerationRefused, match=id_of("Mauvais")):
        generation.activate(1)
    generation.discard()
    assert ask(engine).names == ["Avant"]


def test_a_document_that_failed_and_was_then_taken_is_no_refusal(engine: Engine) -> None:
    generation = engine.new_generation()
    generation.apply([document("Un", card={"name": object()})])
    generation.apply([document("Un", version=2)])
    generation.activate(1)
    assert ask(engine).names == ["Un"]


def test_a_discarded_generation_leaves_the_current_one(engine: Engine) -> None:
    holds(engine, document("Avant"))
    generation = engine.new_generation()
    generation.apply([document("Après")])
    generation.discard()
    assert ask(engine).names == ["Avant"]


def test_an_abandoned_generation_leaves_the_current_one_and_the_next_rebuild_works(engine: Engine) -> None:
    holds(engine, document("Avant"))
    engine.new_generation().apply([document("Perdu")])  # a process that stops here says nothing more
    assert ask(engine).names == ["Avant"]
    generation = engine.new_generation()
    generation.apply([document("Après")])
    generation.activate(1)
    assert ask(engine).names == ["Après"]


def test_the_current_generation_is_written_to_while_another_is_filled(engine: Engine) -> None:
    holds(engine, document("Avant"))
    generation = engine.new_generation()
    generation.apply([document("Avant"), document("Pendant")])
    holds(engine, document("Pendant"))
    assert sorted(ask(engine).names) == ["Avant", "Pendant"]
    generation.activate(2)
    holds(engine, document("Ensuite"))
    assert ask(engine).total == 3


def test_names_of_generations_grow(engine: Engine) -> None:
    names = []
    for _ in range(4):
        generation = engine.new_generation()
        generation.activate(0)
        names.append(generation.name)
    assert names == sorted(set(names))


def test_after_a_switch_new_values_and_words_replace_old_ones(engine: Engine) -> None:
    holds(engine, document("Logement", cost="gratuit", schedule="Mo"))
    assert ask(engine, "logemnt", facets=("cost",)).facets == {"cost": {"gratuit": 1}}
    generation = engine.new_generation()
    generation.apply([document("Transport", cost="payant", schedule="Tu")])
    generation.activate(1)
    assert ask(engine, facets=("cost",)).facets == {"cost": {"payant": 1}}
    assert (ask(engine, "logemnt").total, engine.schedules()) == (0, {"Tu"})


def test_an_unknown_engine_is_an_error_of_the_caller() -> None:
    with pytest.raises(ValueError, match="solr"):
        open_engine("solr:8983")


def test_errors_of_an_engine_have_one_parent() -> None:
    assert issubclass(SearchUnavailable, SearchError)
    assert issubclass(GenerationRefused, SearchError)
