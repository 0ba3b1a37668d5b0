"""Topics read in the words of listings that name none."""

from __future__ import annotations

from directory.search.suggested_topics import AT_MOST, suggest_topics
from directory.search.thesaurus import thesaurus


def suggested(name: str, summary: str = "", description: str = "", categories: tuple[str, ...] = ()) -> tuple[str, ...]:
    return suggest_topics(name, summary, description, categories, thesaurus())


def test_what_the_name_says_is_enough() -> None:
    assert suggested("Garage solidaire du Quercy") == ("mobilite--entretenir-reparer-son-vehicule",)


def test_what_only_the_description_says_is_not() -> None:
    assert suggested("Accueil", description="Nos voisins tiennent un garage solidaire.") == ()


def test_summary_and_description_together_are_enough() -> None:
    assert suggested("Accueil", "Une épicerie solidaire.", "Aide alimentaire le lundi.") == (
        "equipement-et-alimentation--alimentation",
    )


def test_topics_stay_within_the_categories_of_the_listing() -> None:
    assert suggested("Garage solidaire", categories=("se-soigner",)) == ()


def test_there_are_never_many() -> None:
    assert len(suggested("Garage solidaire, épicerie solidaire, crèche, alcool, surendettement")) == AT_MOST


def test_a_name_that_tells_nothing_suggests_nothing() -> None:
    assert suggested("Association Les Amis") == ()
