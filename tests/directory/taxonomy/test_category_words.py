from __future__ import annotations

import pytest

from directory.taxonomy.category_words import suggest_categories
from directory.taxonomy.vocabulary import vocabulary


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Mission locale de Figeac", "services-pole-emploi"),
        ("C.P.A.M. – CPAM du Lot", "se-soigner"),
        ("CCAS de Castelsarrasin", "difficultes-administratives-juridiques"),
        ("Épicerie sociale et solidaire", "difficultes-financieres"),
        ("Auto-école associative", "se-deplacer"),
        ("Aide à la recherche d’un logement", "se-loger"),
        ("CRÈCHE LES LOUPIOTS", "contraintes-familiales"),
        ("Point d'accès au droit", "difficultes-administratives-juridiques"),
        ("Ateliers d’alphabétisation", "savoirs-de-base"),
        ("Centre social Le Tournesol", "sortir-de-l-isolement"),
    ],
)
def test_a_name_of_the_field_tells_its_category(name: str, first: str) -> None:
    suggestion = suggest_categories([name])
    assert suggestion is not None
    assert suggestion.categories[0] == first


def test_a_description_counts_only_when_names_say_nothing() -> None:
    described = "Le garage loue des voitures."
    assert suggest_categories(["Les Loupiots", described]).categories == ("se-deplacer",)  # type: ignore[union-attr]
    assert suggest_categories(["Crèche", described]).categories == ("contraintes-familiales",)  # type: ignore[union-attr]


def test_a_network_counts_as_much_as_a_name() -> None:
    suggestion = suggest_categories(["Antenne de Moissac"], ["caf"])
    assert suggestion is not None
    assert suggestion.categories == ("difficultes-financieres", "contraintes-familiales")
    assert suggestion.words == ("caf",)


def test_a_word_inside_another_is_not_that_word() -> None:
    assert suggest_categories(["Décaféiné"]) is None


def test_nothing_is_suggested_from_nothing() -> None:
    assert suggest_categories(["", "Les Amis de Paul"]) is None


def test_at_most_three_categories_are_suggested() -> None:
    everything = "Mission locale, CAF, CCAS, CPAM, logement, mobilité, crèche, mairie, EPN, centre social"
    suggestion = suggest_categories([everything])
    assert suggestion is not None
    assert len(suggestion.categories) == 3
    assert set(suggestion.categories) <= vocabulary().categories.keys()
