"""What a search means, shown and taken back."""

from __future__ import annotations

from typing import Any

import pytest

from directory.search.params import SearchParams
from directory.search.thesaurus import thesaurus
from directory.search.understanding import Understanding, understand
from directory.services import Services
from directory.territories.gazetteer import Gazetteer
from indexing.query import Preference
from tests.directory.conftest import NOW, Publish

EATING = "equipement-et-alimentation--alimentation"


def meant(gazetteer: Gazetteer, text: str, **asked: Any) -> Understanding:
    return understand(SearchParams(q=text, **asked), gazetteer, thesaurus())


def shown(understanding: Understanding) -> list[tuple[str, str]]:
    return [(thing.kind, thing.value) for thing in understanding.shown]


def test_a_need_is_shown_behind_its_category(gazetteer: Gazetteer) -> None:
    (thing,) = meant(gazetteer, "plus de quoi manger").shown
    assert (thing.kind, thing.value, thing.category) == ("topic", EATING, "difficultes-financieres")
    assert thing.label == "Faire face à des difficultés financières › Alimentation"
    assert thing.id == "plus-de-quoi-manger"


def test_what_is_taken_literally_is_not_understood(gazetteer: Gazetteer) -> None:
    taken = meant(gazetteer, "plus de quoi manger", literal=("plus-de-quoi-manger",))
    assert (taken.shown, taken.readings) == ((), ())


def test_the_words_around_a_need_that_say_nothing_more_are_optional(gazetteer: Gazetteer) -> None:
    text = "je cherche à faire garder mes enfants"
    readings = {text[reading.start : reading.end]: reading.optional for reading in meant(gazetteer, text).readings}
    assert readings == {"cherche": True, "faire garder mes enfants": False}
    assert meant(gazetteer, "cherche").readings == ()


def test_an_acronym_is_shown_in_full_and_looked_for_both_ways(gazetteer: Gazetteer) -> None:
    understanding = meant(gazetteer, "RQTH")
    assert understanding.shown[0].label.startswith("reconnaissance de la qualité de travailleur handicapé")
    assert "travailleur handicapé" in understanding.readings[0].phrases


def test_a_place_in_the_words_is_the_place_and_its_name_only_a_hint(gazetteer: Gazetteer) -> None:
    understanding = meant(gazetteer, "permis caussade")
    assert understanding.params.commune == "82037"
    assert ("place", "commune-82037") in shown(understanding)
    assert [reading.optional for reading in understanding.readings] == [True, False]


def test_the_place_asked_for_stays(gazetteer: Gazetteer) -> None:
    understanding = meant(gazetteer, "permis caussade", commune="82121")
    assert understanding.params.commune == "82121"
    assert [kind for kind, _ in shown(understanding)] == ["topic"]


def test_a_place_is_taken_back(gazetteer: Gazetteer) -> None:
    assert meant(gazetteer, "permis caussade", literal=("caussade",)).params.has_place is False


def test_a_public_is_a_preference(gazetteer: Gazetteer) -> None:
    understanding = meant(gazetteer, "permis moins de 26 ans")
    assert understanding.preferences == (Preference("audience", ("jeunes",), ("tous-publics",)),)
    assert ("audience", "jeunes") in shown(understanding)


def test_a_filter_already_chosen_is_not_understood_again(gazetteer: Gazetteer) -> None:
    assert meant(gazetteer, "permis jeune", audience=("seniors",)).preferences == ()


def test_how_inside_a_need_belongs_to_it(gazetteer: Gazetteer) -> None:
    assert meant(gazetteer, "démarches en ligne").preferences == ()
    assert meant(gazetteer, "avocat en ligne").preferences[0].values == ("a-distance",)


def test_a_local_emergency_answer_is_given_only_there(gazetteer: Gazetteer) -> None:
    def answers(**asked: str) -> list[str]:
        return [answer.id for answer in meant(gazetteer, "intoxication", **asked).urgent]

    assert answers(commune="82121") == ["antipoison"]
    assert answers(commune="75056") == ["antipoison-paris"]
    assert answers(commune="97411") == answers() == []


@pytest.mark.parametrize("text", ["", "   ", "!!!", "\0", "’" * 400, "a " * 250])
def test_odd_texts_mean_nothing(gazetteer: Gazetteer, text: str) -> None:
    assert meant(gazetteer, text).shown == ()


def test_a_need_finds_listings_by_topic_said_or_suggested(services: Services, publish: Publish) -> None:
    publish("Colis du lundi", topics=[EATING])
    publish("Épicerie solidaire des Chaumes", topics=[], categories=["difficultes-financieres"])
    publish("Vélo")
    services.index_sync.drain_all()
    found = services.finder.find(SearchParams(q="je n'ai plus de quoi manger"), NOW)
    assert [item.card["name"] for item in found.items] == ["Colis du lundi", "Épicerie solidaire des Chaumes"]
    assert found.items[0].matched["topics"] == (EATING,)
    assert found.items[1].matched["suggested_topics"] == (EATING,)
    assert found.items[1].card["topics"] == []
