"""What completes a short list: documents that resemble its first answers, on every engine alike."""

from __future__ import annotations

from typing import Any

from indexing.document import Document
from indexing.engine import Engine
from indexing.query import ENOUGH, Sort
from tests.contract.documents import AT_MONTAUBAN, PARIS, ask, document, holds


def food(name: str, /, **changes: Any) -> Document:
    """A document that helps to eat."""
    values: dict[str, Any] = {"topics": ("alimentation",), "summary": "Colis de produits alimentaires"} | changes
    made = document(name, **values)
    return document(name, **values, card={**made.card, "topics": list(made.topics), "categories": []})


def others(number: int) -> list[Document]:
    """Documents about something else."""
    return [document(f"Vélo {place}", summary="Location de vélos") for place in range(number)]


def names(engine: Engine, text: str, **rest: Any) -> tuple[list[str], list[str]]:
    """Names of the answers, and of what resembles them."""
    answer = ask(engine, text, complete=True, **rest)
    return answer.names, [hit.card["name"] for hit in answer.results.alike]


def test_a_short_list_is_completed_by_what_resembles_its_first_answers(engine: Engine) -> None:
    holds(engine, food("Restos du cœur"), food("Secours populaire"), food("Épicerie solidaire"), *others(12))
    answers, alike = names(engine, "restos du coeur")
    assert answers == ["Restos du cœur"]
    assert set(alike) == {"Secours populaire", "Épicerie solidaire"}


def test_what_completes_is_neither_counted_nor_explained(engine: Engine) -> None:
    holds(engine, food("Restos du cœur"), food("Secours populaire"), *others(12))
    results = ask(engine, "restos du coeur", complete=True, facets=("topic",)).results
    assert results.total == 1
    assert results.facets == {"topic": {"alimentation": 1}}
    (hit,) = results.alike
    assert (hit.matched, hit.highlights) == ({}, {})


def test_nothing_completes_a_list_that_is_long_enough(engine: Engine) -> None:
    holds(engine, *(food(f"Restos {place}") for place in range(ENOUGH)), food("Secours populaire"), *others(12))
    answers, alike = names(engine, "restos")
    assert (len(answers), alike) == (ENOUGH, [])


def test_answers_and_what_completes_them_fit_the_page(engine: Engine) -> None:
    holds(engine, food("Restos du cœur"), *(food(f"Épicerie {place}") for place in range(20)), *others(12))
    assert [len(found) for found in names(engine, "restos du coeur")] == [1, ENOUGH - 1]
    assert [len(found) for found in names(engine, "restos du coeur", limit=4)] == [1, 3]
    assert names(engine, "restos du coeur", limit=4, offset=4) == ([], [])


def test_no_answer_has_nothing_that_resembles_it(engine: Engine) -> None:
    holds(engine, food("Secours populaire"), *others(12))
    assert names(engine, "astronautique") == ([], [])


def test_nothing_completes_what_was_not_asked_to_be(engine: Engine) -> None:
    holds(engine, food("Restos du cœur"), food("Secours populaire"), *others(12))
    assert ask(engine, "restos du coeur").results.alike == ()
    assert names(engine, "restos du coeur", sort=Sort.NAME)[1] == []


def test_what_completes_passes_the_filters_and_serves_the_place(engine: Engine) -> None:
    holds(
        engine,
        food("Restos du cœur", cost="gratuit"),
        food("Gratuite", cost="gratuit"),
        food("Payante", cost="payant"),
        food("Parisienne", cost="gratuit", covers=("departement-75",), commune="75056", point=PARIS),
        *others(12),
    )
    assert names(engine, "restos du coeur", place=AT_MONTAUBAN, filters={"cost": ("gratuit",)})[1] == ["Gratuite"]


def test_a_full_and_overdue_one_comes_after_another(engine: Engine) -> None:
    holds(
        engine,
        food("Restos du cœur"),
        food("Aide complète", capacity="full"),
        food("Aide ouverte"),
        *others(12),
    )
    assert names(engine, "restos du coeur")[1] == ["Aide ouverte", "Aide complète"]


def test_words_alone_do_not_resemble_a_listing_that_has_topics(engine: Engine) -> None:
    holds(
        engine,
        food("Restos du cœur"),
        document("Atelier de cuisine", summary="Colis de produits alimentaires"),
        food("Secours populaire"),
        *others(12),
    )
    assert names(engine, "restos du coeur")[1] == ["Secours populaire"]
