"""Completions while typing."""

from __future__ import annotations

import pytest

from indexing.engine import Engine
from tests.contract.documents import document, holds, id_of


def labels(engine: Engine, prefix: str, limit: int = 8) -> list[tuple[str, str]]:
    """Kind and label of each suggestion."""
    return [(found.kind, found.label) for found in engine.suggest(prefix, limit)]


@pytest.mark.parametrize("typed", ["épi", "EPI", "epicer", "l’épicerie", "solid", "epicerie sol", "sol epic"])
def test_the_last_word_may_be_unfinished_and_the_others_are_whole_or_not_last(engine: Engine, typed: str) -> None:
    holds(engine, document("L’épicerie solidaire"), document("Vélo"))
    expected = [] if typed == "sol epic" else [("resource", "L’épicerie solidaire")]
    assert labels(engine, typed) == expected


def test_organisations_are_suggested_once_with_their_id(engine: Engine) -> None:
    holds(
        engine,
        document("Colis", organisation="Restos du Cœur"),
        document("Repas", organisation="Restos du Cœur"),
        document("Vélo", organisation="CCAS"),
    )
    (found,) = engine.suggest("resto")
    assert (found.kind, found.id, found.label) == (
        "organisation",
        id_of("organisation Restos du Cœur"),
        "Restos du Cœur",
    )


def test_a_resource_is_named_by_its_id(engine: Engine) -> None:
    holds(engine, document("Permis de conduire"))
    assert [found.id for found in engine.suggest("perm")] == [id_of("Permis de conduire")]


def test_a_name_that_begins_with_the_text_comes_first(engine: Engine) -> None:
    holds(engine, document("Aide au permis"), document("Permis de conduire pour demandeurs d’emploi en parcours"))
    assert labels(engine, "permis")[0] == ("resource", "Permis de conduire pour demandeurs d’emploi en parcours")


def test_all_words_must_match(engine: Engine) -> None:
    holds(engine, document("Permis de conduire"), document("Permis de construire"))
    assert labels(engine, "permis con") == [("resource", "Permis de conduire"), ("resource", "Permis de construire")]
    assert labels(engine, "permis de cond") == [("resource", "Permis de conduire")]
    assert labels(engine, "velo perm") == []


@pytest.mark.parametrize("typed", ["epicreie", "epicrie", "epicreie sol", "epicerie solidiare"])
def test_a_typing_error_is_forgiven(engine: Engine, typed: str) -> None:
    holds(engine, document("Épicerie solidaire"), document("Vélo"))
    assert labels(engine, typed) == [("resource", "Épicerie solidaire")]


@pytest.mark.parametrize("typed", ["", "  ", "!!", "😀", "zzzz", 'name:"', "a\0b", "x" * 10_000, "mot " * 500])
def test_odd_texts_suggest_nothing(engine: Engine, typed: str) -> None:
    holds(engine, document("Logement"))
    assert engine.suggest(typed) == []


def test_the_limit_is_kept(engine: Engine) -> None:
    holds(engine, *(document(f"Aide {number}", organisation=f"Aides {number}") for number in range(30)))
    assert len(engine.suggest("ai", 5)) == 5
    assert {found.kind for found in engine.suggest("ai", 5)} == {"organisation", "resource"}
    assert engine.suggest("ai", 0) == []


def test_deleted_documents_are_not_suggested(engine: Engine) -> None:
    holds(engine, document("Permis"), document("Vélo"))
    engine.apply([], [id_of("Permis")])
    assert engine.suggest("perm") == []
