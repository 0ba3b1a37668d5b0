"""The order of answers, and walking through all of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from indexing.document import Document
from indexing.engine import Engine
from indexing.query import Sort
from tests.contract.documents import AT_MONTAUBAN, CAUSSADE, MONTAUBAN, TODAY, TOULOUSE, ask, document, holds, id_of

FRESH = {"verified_on": date(2026, 11, 1), "due_on": date(2027, 4, 1), "overdue_on": date(2027, 5, 1)}
DUE = {"verified_on": date(2026, 5, 1), "due_on": date(2026, 11, 24), "overdue_on": date(2026, 12, 1)}
OVERDUE = {"verified_on": date(2025, 5, 1), "due_on": date(2026, 4, 1), "overdue_on": date(2026, 5, 1)}


def test_fresh_comes_before_due_before_unknown_before_overdue(engine: Engine) -> None:
    holds(
        engine,
        document("Dépassée", **OVERDUE),
        document("Jamais vérifiée"),
        document("À revoir", **DUE),
        document("Fraîche", **FRESH),
    )
    assert ask(engine).names == ["Fraîche", "À revoir", "Jamais vérifiée", "Dépassée"]


def test_full_capacity_lowers_and_never_removes(engine: Engine) -> None:
    holds(
        engine,
        document("Complet", capacity="full", completeness=1.0),
        document("Peu de places", capacity="limited"),
        document("Places", capacity="open"),
    )
    assert ask(engine).names == ["Places", "Peu de places", "Complet"]


def test_a_complete_listing_comes_before_an_empty_one(engine: Engine) -> None:
    holds(engine, document("Vide", completeness=0.0), document("Pleine", completeness=1.0))
    assert ask(engine).names == ["Pleine", "Vide"]


def test_equal_listings_are_ordered_by_distance_then_id(engine: Engine) -> None:
    names = [f"Pareil {number}" for number in range(30)]
    holds(engine, *(document(name) for name in names))
    assert [hit.id for hit in ask(engine, limit=30).results.hits] == sorted(id_of(name) for name in names)


def test_an_overdue_listing_is_still_found(engine: Engine) -> None:
    holds(engine, document("Dépassée", **OVERDUE, capacity="full", completeness=0.0))
    assert ask(engine, "depassee", AT_MONTAUBAN).names == ["Dépassée"]


def test_sorting_by_distance_puts_those_without_a_point_last(engine: Engine) -> None:
    holds(
        engine,
        document("Sans point", point=None),
        document("Toulouse", point=TOULOUSE, **FRESH),
        document("Caussade", point=CAUSSADE, **OVERDUE),
    )
    assert ask(engine, place=AT_MONTAUBAN, sort=Sort.DISTANCE).names == ["Caussade", "Toulouse", "Sans point"]


def test_sorting_by_verification_puts_the_newest_first_and_the_never_verified_last(engine: Engine) -> None:
    holds(engine, document("Jamais"), document("Ancienne", **OVERDUE), document("Récente", **FRESH))
    assert ask(engine, sort=Sort.VERIFIED).names == ["Récente", "Ancienne", "Jamais"]


def test_sorting_by_name_ignores_case_and_accents(engine: Engine) -> None:
    names = ["Zoo", "épicerie", "Écrivain public", "accueil", "Accueil de jour", "Étape", "Eau", "l’Œuvre", "L’oeil"]
    holds(engine, *(document(name) for name in names))
    assert ask(engine, sort=Sort.NAME).names == [
        *("accueil", "Accueil de jour", "Eau", "Écrivain public", "épicerie", "Étape", "L’oeil", "l’Œuvre", "Zoo"),
    ]


def test_sorting_by_name_is_exact_far_into_long_names(engine: Engine) -> None:
    names = [f"Maison départementale des solidarités de la ville {number:03d}" for number in range(60)]
    shuffled = random.Random(4).sample(names, len(names))
    holds(engine, document("Aaa"), *(document(name) for name in shuffled), document("Zzz"))
    walked = [name for page in pages(engine, 7, sort=Sort.NAME) for name in page]
    assert walked == ["Aaa", *names, "Zzz"]


def pages(engine: Engine, size: int, **asked: Any) -> Iterator[list[str]]:
    """Names of each page, to the last."""
    offset = 0
    while page := ask(engine, offset=offset, limit=size, **asked).names:
        yield page
        offset += size


def crowd(count: int) -> list[Document]:
    """Many documents with many ties."""
    chance = random.Random(82)
    points = [MONTAUBAN, CAUSSADE, TOULOUSE, None]
    return [
        document(
            f"Aide {chance.choice(('au logement', 'alimentaire', 'aux familles'))} {number}",
            description=chance.choice(("logement", "repas", "logement et repas", "")),
            covers=chance.choice(((), ("departement-82",), ("france",), ("departement-31",))),
            point=chance.choice(points),
            commune=chance.choice(("82121", "82037", "")),
            completeness=chance.choice((0.2, 0.5)),
            remote=chance.random() < 0.2,
            capacity=chance.choice(("", "full")),
            **chance.choice((FRESH, OVERDUE, {})),
        )
        for number in range(count)
    ]


WALKS: list[dict[str, Any]] = [
    {},
    {"text": "aide"},
    {"text": "aide logement"},
    {"place": AT_MONTAUBAN},
    {"text": "aide repas", "place": AT_MONTAUBAN},
    {"place": AT_MONTAUBAN, "sort": Sort.DISTANCE},
    {"sort": Sort.VERIFIED},
    {"text": "aide", "sort": Sort.NAME},
]


@pytest.mark.parametrize("asked", WALKS)
def test_a_walk_through_the_pages_repeats_and_loses_nothing(engine: Engine, asked: dict[str, Any]) -> None:
    holds(engine, *crowd(400))
    whole = ask(engine, limit=1_000, **asked)
    for size in (7, 100):
        walked = [name for page in pages(engine, size, **asked) for name in page]
        assert walked == whole.names
    assert len(set(whole.names)) == whole.total


@pytest.mark.parametrize("asked", [asked for asked in WALKS if asked.get("sort") is Sort.NAME or "text" not in asked])
def test_a_walk_is_not_disturbed_by_writings_that_change_no_rank(engine: Engine, asked: dict[str, Any]) -> None:
    """With words it may be, by a hair: the relevance of a word depends on how many documents hold it."""
    documents = crowd(300)
    holds(engine, *documents)
    before = ask(engine, limit=1_000, **asked).names
    walked: list[str] = []
    for offset in range(0, len(before), 30):
        walked += ask(engine, offset=offset, limit=30, **asked).names
        holds(engine, *documents[offset : offset + 5])
    assert walked == before


def test_beyond_the_end_there_is_no_hit_and_the_total_stays(engine: Engine) -> None:
    holds(engine, document("Un"), document("Deux"))
    answer = ask(engine, offset=50)
    assert (answer.names, answer.total) == ([], 2)


def test_a_limit_of_zero_only_counts(engine: Engine) -> None:
    holds(engine, document("Un", cost="gratuit"))
    answer = ask(engine, limit=0, facets=("cost",))
    assert (answer.names, answer.total, answer.facets) == ([], 1, {"cost": {"gratuit": 1}})


def test_the_order_does_not_depend_on_when_documents_were_written(engine: Engine) -> None:
    documents = crowd(100)
    holds(engine, *documents[:50])
    holds(engine, *documents[50:])
    first = ask(engine, place=AT_MONTAUBAN, limit=200).names
    for one in reversed(documents):
        if one.name.endswith("7"):
            holds(engine, one)
    assert ask(engine, place=AT_MONTAUBAN, limit=200).names == first


def test_the_day_decides_what_is_fresh(engine: Engine) -> None:
    holds(engine, document("A", **DUE), document("B"))
    assert ask(engine).results.hits[0].score > ask(engine).results.hits[1].score
    assert DUE["due_on"] == TODAY
