"""How what was understood is found: readings, topics, preferences."""

from __future__ import annotations

from indexing.document import Document
from indexing.engine import Engine
from indexing.query import FEW, Preference, Reading
from tests.contract.documents import ask, document, holds

EATING = "plus de quoi manger"
HUNGRY = Reading(0, len(EATING), words=("alimentaire",), topics=(("alimentation", 0.95),))


def bikes(number: int) -> list[Document]:
    """Documents that answer nothing of what is asked here."""
    return [document(f"Vélo {place}") for place in range(number)]


def test_a_reading_finds_its_topic_without_any_of_its_words(engine: Engine) -> None:
    holds(engine, document("Colis du lundi", topics=("alimentation",)), *bikes(3))
    (hit,) = ask(engine, EATING, readings=(HUNGRY,)).results.hits
    assert hit.card["name"] == "Colis du lundi"
    assert hit.matched == {"topics": ("alimentation",)}


def test_words_and_topic_come_first_then_the_topic_then_stray_words(engine: Engine) -> None:
    holds(
        engine,
        document("Atelier", description="Plus de temps pour apprendre à manger mieux."),
        document("Colis du lundi", topics=("alimentation",)),
        document("Manger plus, à petit prix", topics=("alimentation",)),
        *bikes(9),
    )
    assert ask(engine, EATING, readings=(HUNGRY,)).names == ["Manger plus, à petit prix", "Colis du lundi", "Atelier"]


def test_a_suggested_topic_counts_less_than_one_the_source_names(engine: Engine) -> None:
    holds(
        engine,
        document("Un", suggested_topics=("alimentation",)),
        document("Deux", topics=("alimentation",)),
        *bikes(3),
    )
    answer = ask(engine, EATING, readings=(HUNGRY,), facets=("topic",))
    assert answer.names == ["Deux", "Un"]
    assert answer.facets == {"topic": {"alimentation": 1}}


def test_another_wording_is_found_as_a_phrase(engine: Engine) -> None:
    holds(
        engine,
        document("Caisse primaire d’assurance maladie"),
        document("Maladie du bois", description="Une assurance. La caisse, primaire."),
        document("Accueil", organisation="CPAM"),
        *bikes(3),
    )
    read = Reading(0, 4, phrases=("caisse primaire d'assurance maladie",))
    answer = ask(engine, "cpam", readings=(read,))
    assert sorted(answer.names) == ["Accueil", "Caisse primaire d’assurance maladie"]
    matched = {hit.card["name"]: hit.matched for hit in answer.results.hits}
    assert matched["Caisse primaire d’assurance maladie"] == {"name": ("caisse primaire d'assurance maladie",)}
    assert matched["Accueil"] == {"organisation": ("cpam",)}


def test_the_words_of_another_wording_are_marked(engine: Engine) -> None:
    holds(engine, document("Prêt d’honneur, ou autre prêt"))
    (hit,) = ask(engine, "microcrédit", readings=(Reading(0, 11, phrases=("prêt d'honneur",)),)).results.hits
    assert hit.highlights["name"].startswith("<mark>Prêt</mark> d’<mark>honneur</mark>")


def test_a_reading_counts_as_one_among_the_words(engine: Engine) -> None:
    text = f"{EATING} caussade"
    both = [document(f"Colis {number} de Caussade", topics=("alimentation",)) for number in range(12)]
    holds(engine, *both, document("Épicerie", topics=("alimentation",)), document("Caussade"))
    assert ask(engine, text, readings=(HUNGRY,)).total == 12


def test_too_few_answers_let_in_what_a_topic_only_suggests(engine: Engine) -> None:
    unsure = Reading(0, 4, topics=(("sante", 0.3),))
    named = [document(f"CPAM {number}") for number in range(FEW)]
    holds(engine, document("Permanence", topics=("sante",)), *named[1:], *bikes(3))
    answer = ask(engine, "cpam", readings=(unsure,))
    assert answer.names[FEW - 1 :] == ["Permanence"]
    holds(engine, named[0])
    assert ask(engine, "cpam", readings=(unsure,)).total == FEW


def test_too_few_answers_let_in_a_part_of_a_reading(engine: Engine) -> None:
    holds(engine, document("Atelier", description="Manger mieux."), *bikes(3))
    assert ask(engine, EATING, readings=(Reading(0, len(EATING)),)).names == ["Atelier"]


def test_an_optional_reading_adds_to_the_score_only(engine: Engine) -> None:
    holds(engine, document("Permis à Moissac"), document("Permis à Caussade"))
    answer = ask(engine, "permis caussade", readings=(Reading(7, 15, optional=True),))
    assert answer.names == ["Permis à Caussade", "Permis à Moissac"]


def test_an_optional_reading_alone_is_answered_by_all(engine: Engine) -> None:
    holds(engine, document("Permis"), document("Vélo"))
    assert ask(engine, "caussade", readings=(Reading(0, 8, optional=True),)).total == 2


def test_the_exact_name_comes_before_any_topic(engine: Engine) -> None:
    holds(
        engine,
        document("Plus de quoi manger"),
        *(document(f"Manger plus, alimentaire {number}", topics=("alimentation",)) for number in range(12)),
    )
    assert ask(engine, EATING, readings=(HUNGRY,)).names[0] == "Plus de quoi manger"


def test_a_preference_orders_and_leaves_nobody_out(engine: Engine) -> None:
    holds(
        engine,
        document("Permis un", audiences=("seniors",)),
        document("Permis deux", audiences=("tous",)),
        document("Permis trois", audiences=("jeunes",)),
        document("Permis quatre"),
        document("Permis cinq", audiences=("seniors", "jeunes")),
    )
    wanted = Preference("audience", ("jeunes",), ("tous",))
    names = ask(engine, "permis", preferences=(wanted,)).names
    assert set(names[:2]) == {"Permis trois", "Permis cinq"}
    assert set(names[2:4]) == {"Permis deux", "Permis quatre"}
    assert names[4:] == ["Permis un"]


def test_nothing_understood_changes_nothing(engine: Engine) -> None:
    holds(engine, document("Aide alimentaire", topics=("alimentation",)), document("Aide"), *bikes(3))
    assert ask(engine, "aide", readings=()).names == ask(engine, "aide").names


def test_the_known_half_of_what_is_said_does_not_stand_for_the_whole(engine: Engine) -> None:
    holds(
        engine,
        document("Avocat gratuit", summary="Conseil gratuit"),
        document("Ordinateurs en libre accès", topics=("connexion",)),
        *bikes(9),
    )
    reading = Reading(0, len("wifi gratuit"), topics=(("connexion", 0.95),))
    assert ask(engine, "wifi gratuit", readings=(reading,)).names == ["Ordinateurs en libre accès"]


def test_a_listing_is_found_by_its_very_name_whatever_that_was_taken_for(engine: Engine) -> None:
    name = "Déplacement à la demande"
    holds(engine, document(name), *(document(f"Car {number}", topics=("transport",)) for number in range(12)))
    reading = Reading(0, len("Déplacement"), topics=(("transport", 0.95),))
    guess = Reading(0, len(name), topics=(("transport", 0.9),))
    small = Reading(len("Déplacement à la "), len(name), optional=True)
    assert ask(engine, name, readings=(reading, small, guess)).names[0] == name


def test_words_about_it_order_what_answers_and_find_nothing_alone(engine: Engine) -> None:
    near = Reading(0, len(EATING), words=("petit prix",), topics=(("alimentation", 0.95),))
    holds(
        engine,
        document("Vente de meubles à petit prix"),
        *(document(f"Colis {place}", topics=("alimentation",)) for place in range(FEW)),
        document("Courses", summary="Faire ses courses à petit prix", topics=("alimentation",)),
        *bikes(9),
    )
    names = ask(engine, EATING, readings=(near,)).names
    assert names[0] == "Courses"
    assert len(names) == FEW + 1
    assert "Vente de meubles à petit prix" not in names


def test_who_answers_is_found_by_its_name_only_the_first_one_first(engine: Engine) -> None:
    who = Reading(0, len(EATING), who=("secours populaire", "croix-rouge"), topics=(("alimentation", 0.95),))
    holds(
        engine,
        document("Croix-Rouge de Caussade"),
        document("Accueil", organisation="Secours populaire de Caussade"),
        document("Vestiaire", description="Avec le Secours populaire et la Croix-Rouge."),
        *bikes(9),
    )
    assert set(ask(engine, EATING, readings=(who,)).names) == {"Croix-Rouge de Caussade", "Accueil"}
    named = [document("Secours populaire"), document("Croix-Rouge")]
    holds(engine, *named, *bikes(9))
    assert ask(engine, EATING, readings=(who,)).names[:1] == ["Secours populaire"]
