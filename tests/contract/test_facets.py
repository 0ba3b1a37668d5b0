"""Filters, and how many documents each value would give."""

from __future__ import annotations

from datetime import date

import pytest

from indexing.engine import Engine
from indexing.query import Place
from tests.contract.documents import AT_MONTAUBAN, MONTAUBAN, TODAY, TOULOUSE, ask, document, holds

FACETS = {
    "category": ("categories", ("se-loger", "se-soigner")),
    "topic": ("topics", ("logement--acces", "sante--soins")),
    "audience": ("audiences", ("femmes", "jeunes")),
    "mode": ("modes", ("en-presentiel", "a-distance")),
    "language": ("languages", ("fr", "lsf")),
    "kind": ("kind", ("atelier", "aide-financiere")),
    "cost": ("cost", ("gratuit", "payant")),
}


def values(facet: str, *chosen: str) -> dict[str, object]:
    """The attribute of a document that holds `chosen` for `facet`."""
    attribute, _ = FACETS[facet]
    return {attribute: chosen[0] if attribute in ("kind", "cost") else chosen}


@pytest.mark.parametrize("facet", FACETS)
def test_a_filter_keeps_the_documents_that_hold_the_value(engine: Engine, facet: str) -> None:
    _, (one, other) = FACETS[facet]
    holds(engine, document("Un", **values(facet, one)), document("Autre", **values(facet, other)), document("Rien"))
    assert ask(engine, filters={facet: (one,)}).names == ["Un"]


@pytest.mark.parametrize("facet", FACETS)
def test_values_of_one_filter_are_alternatives(engine: Engine, facet: str) -> None:
    _, (one, other) = FACETS[facet]
    holds(engine, document("Un", **values(facet, one)), document("Autre", **values(facet, other)), document("Rien"))
    assert sorted(ask(engine, filters={facet: (one, other)}).names) == ["Autre", "Un"]


@pytest.mark.parametrize("facet", FACETS)
def test_a_facet_ignores_its_own_filter(engine: Engine, facet: str) -> None:
    _, (one, other) = FACETS[facet]
    holds(engine, document("Un", **values(facet, one)), document("Autre", **values(facet, other)), document("Rien"))
    answer = ask(engine, filters={facet: (one,)}, facets=(facet,))
    assert (answer.total, answer.facets) == (1, {facet: {one: 1, other: 1}})


def test_a_facet_obeys_the_filters_of_the_others(engine: Engine) -> None:
    holds(
        engine,
        document("A", categories=("se-loger", "se-soigner"), cost="gratuit"),
        document("B", categories=("se-loger",), cost="payant"),
        document("C", categories=("se-soigner",), cost="payant"),
    )
    answer = ask(engine, filters={"category": ("se-loger",), "cost": ("payant",)}, facets=("category", "cost", "kind"))
    assert answer.names == ["B"]
    assert answer.facets == {
        "category": {"se-loger": 1, "se-soigner": 1},
        "cost": {"gratuit": 1, "payant": 1},
        "kind": {},
    }


def test_what_a_facet_announces_is_what_choosing_it_gives(engine: Engine) -> None:
    categories = ("se-loger", "se-soigner", "se-deplacer")
    costs = ("gratuit", "payant", "")
    holds(
        engine,
        *(
            document(
                f"Aide {number}",
                categories=(categories[number % 3], categories[number % 2]),
                cost=costs[number % 3],
                covers=() if number % 4 else ("departement-82",),
                point=TOULOUSE if number % 5 else MONTAUBAN,
                commune="31555",
            )
            for number in range(60)
        ),
    )
    place = Place(AT_MONTAUBAN.territories, "82121", MONTAUBAN, radius_km=40)
    answer = ask(engine, "aide", place, filters={"cost": ("gratuit",)}, facets=("category", "cost"))
    for value, count in answer.facets["category"].items():
        assert ask(engine, "aide", place, filters={"cost": ("gratuit",), "category": (value,)}).total == count
    for value, count in answer.facets["cost"].items():
        assert ask(engine, "aide", place, filters={"cost": (value,)}).total == count


def test_facets_count_only_what_the_radius_holds(engine: Engine) -> None:
    place = Place(AT_MONTAUBAN.territories, "82121", MONTAUBAN, radius_km=10)
    holds(
        engine,
        document("Près", covers=(), categories=("se-loger",)),
        document("Loin", covers=(), categories=("se-loger",), commune="31555", point=TOULOUSE),
    )
    assert ask(engine, place=place, facets=("category",)).facets == {"category": {"se-loger": 1}}


def test_only_the_facets_asked_for_are_counted(engine: Engine) -> None:
    holds(engine, document("Un", cost="gratuit", kind="atelier"))
    assert ask(engine, facets=("cost",)).facets == {"cost": {"gratuit": 1}}
    assert ask(engine).facets == {}


def test_a_value_that_nobody_holds_finds_nothing(engine: Engine) -> None:
    holds(engine, document("Un", cost="gratuit"))
    assert ask(engine, filters={"cost": ("inconnu",)}).total == 0


def test_an_empty_filter_filters_nothing(engine: Engine) -> None:
    holds(engine, document("Un", cost="gratuit"))
    assert ask(engine, filters={"cost": ()}).total == 1


@pytest.mark.parametrize("asked", [{"filters": {"colour": ("red",)}}, {"facets": ("colour",)}])
def test_a_filter_that_does_not_exist_is_an_error_of_the_caller(engine: Engine, asked: dict[str, object]) -> None:
    holds(engine, document("Un"))
    with pytest.raises(ValueError, match="colour"):
        ask(engine, **asked)


def test_values_written_after_the_first_search_are_counted_too(engine: Engine) -> None:
    holds(engine, document("Un", cost="gratuit"))
    assert ask(engine, facets=("cost",)).facets == {"cost": {"gratuit": 1}}
    holds(engine, *(document(f"Autre {number}", cost=f"cout-{number}") for number in range(40)))
    assert ask(engine, facets=("cost",)).facets["cost"] == {"gratuit": 1, **{f"cout-{n}": 1 for n in range(40)}}
    assert ask(engine, filters={"cost": ("cout-33",)}).names == ["Autre 33"]


def test_a_document_that_changes_is_counted_once_with_its_new_values(engine: Engine) -> None:
    holds(engine, document("Un", cost="gratuit"))
    ask(engine)
    holds(engine, document("Un", cost="payant", version=2))
    assert ask(engine, facets=("cost",)).facets == {"cost": {"payant": 1}}


def test_only_documents_open_at_the_moment_are_kept(engine: Engine) -> None:
    holds(
        engine,
        document("Matin", schedule="Mo-Fr 09:00-12:00", cost="gratuit"),
        document("Soir", schedule="Mo-Fr 18:00-20:00", cost="gratuit"),
        document("On ne sait pas", cost="gratuit"),
    )
    answer = ask(engine, open_schedules=frozenset({"Mo-Fr 09:00-12:00", "autre"}), facets=("cost",))
    assert (answer.names, answer.facets) == (["Matin"], {"cost": {"gratuit": 1}})
    assert ask(engine, open_schedules=frozenset()).total == 0
    assert ask(engine, open_schedules=frozenset({""})).names == ["On ne sait pas"]
    assert ask(engine, open_schedules=frozenset({"", "Mo-Fr 18:00-20:00"})).total == 2


def test_schedules_are_those_of_the_documents_held(engine: Engine) -> None:
    holds(engine, document("Matin", schedule="Mo 09:00-12:00"), document("Soir", schedule="Tu 18:00-20:00"))
    holds(engine, document("On ne sait pas"), document("Soir", schedule="We 18:00-20:00", version=2))
    assert engine.schedules() == {"Mo 09:00-12:00", "We 18:00-20:00"}


def test_only_documents_verified_since_a_day_are_kept(engine: Engine) -> None:
    holds(
        engine,
        document("Ce jour", verified_on=TODAY),
        document("La veille", verified_on=date(2026, 11, 23)),
        document("Jamais"),
    )
    assert ask(engine, verified_since=TODAY).names == ["Ce jour"]
