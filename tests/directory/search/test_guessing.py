from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from directory.search.embedding.embedder import EmbedderFailed, Vectors
from directory.search.embedding.local import LocalEmbedder
from directory.search.guessing import WHOLE, guess
from directory.search.meaning import Meaning
from directory.search.params import SearchParams
from directory.search.thesaurus import thesaurus
from directory.search.understanding import Understanding, understand
from directory.services import Services
from directory.territories.gazetteer import Gazetteer
from tests.directory.conftest import NOW, Publish

DRINKS = "tous les soirs il finit la bouteille et il s'énerve"
ADDICTIONS = "sante--addictions"


class Watched(LocalEmbedder):
    """The local embedder, which keeps what it is asked; broken, it fails."""

    def __init__(self, broken: bool = False) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.broken = broken

    def embed(self, texts: Sequence[str], seconds: float | None = None) -> Vectors:
        self.asked += texts
        if self.broken:
            raise EmbedderFailed("broken")
        return super().embed(texts, seconds)


@pytest.fixture
def embedder() -> Watched:
    return Watched()


def guessed(embedder: LocalEmbedder, gazetteer: Gazetteer, **asked: Any) -> Understanding:
    params = SearchParams(**asked)
    return guess(understand(params, gazetteer, thesaurus()), Meaning(embedder), thesaurus())


def test_a_sentence_whose_words_are_not_known_is_understood_by_its_meaning(
    embedder: Watched, gazetteer: Gazetteer
) -> None:
    meant = guessed(embedder, gazetteer, q=DRINKS)
    assert meant.readings[-1].topics[0][0] == ADDICTIONS
    (told,) = [thing for thing in meant.shown if thing.id == WHOLE]
    assert (told.kind, told.value, told.category) == ("topic", ADDICTIONS, "se-soigner")
    assert told.label == "Se soigner › Addictions"
    assert 0.4 <= told.confidence <= 1


def test_the_likely_precise_need_brings_its_words_and_who_answers_first(
    embedder: Watched, gazetteer: Gazetteer
) -> None:
    whole = guessed(embedder, gazetteer, q=DRINKS).readings[-1]
    assert "alcoologie" in whole.words
    assert whole.who[0] == "csapa"


WATCHED = "il surveille mon téléphone, mes sorties et ma carte bancaire"


def test_what_the_whole_sentence_makes_unlikely_is_neither_looked_for_nor_told(
    embedder: Watched, gazetteer: Gazetteer
) -> None:
    meant = guessed(embedder, gazetteer, q=WATCHED)
    told = {thing.id: thing.confidence for thing in meant.shown}
    assert told.keys() == {"carte-bancaire", WHOLE}
    assert told["carte-bancaire"] < understood_confidence("carte bancaire", gazetteer)
    looked_for = [WATCHED[reading.start : reading.end] for reading in meant.readings if not reading.optional]
    assert looked_for == ["carte bancaire", WATCHED]


def understood_confidence(text: str, gazetteer: Gazetteer) -> float:
    return understand(SearchParams(q=text), gazetteer, thesaurus()).shown[0].confidence


def test_without_the_guess_words_say_what_they_say(embedder: Watched, gazetteer: Gazetteer) -> None:
    meant = guessed(embedder, gazetteer, q=WATCHED, literal=(WHOLE,))
    assert {"telephone", "carte-bancaire"} <= {thing.id for thing in meant.shown}


def test_what_the_whole_sentence_agrees_with_keeps_its_confidence(embedder: Watched, gazetteer: Gazetteer) -> None:
    said = understand(SearchParams(q="mal aux dents depuis lundi, la joue a doublé"), gazetteer, thesaurus())
    meant = guess(said, Meaning(embedder), thesaurus())
    assert embedder.asked
    assert meant.readings[0].topics[0] == said.readings[0].topics[0]


def test_a_guess_is_taken_back(embedder: Watched, gazetteer: Gazetteer) -> None:
    meant = guessed(embedder, gazetteer, q=DRINKS, literal=(WHOLE,))
    assert WHOLE not in [thing.id for thing in meant.shown]
    assert embedder.asked == []


@pytest.mark.parametrize(
    "text", ["aide alimentaire", "permis de conduire", "RSA", "garde d'enfants", "Secours populaire"]
)
def test_what_the_thesaurus_understands_or_a_name_does_not_wait_for_the_model(
    embedder: Watched, gazetteer: Gazetteer, text: str
) -> None:
    guessed(embedder, gazetteer, q=text)
    assert embedder.asked == []


def test_the_place_is_no_part_of_the_meaning(embedder: Watched, gazetteer: Gazetteer) -> None:
    guessed(embedder, gazetteer, q=f"{DRINKS} à Caussade")
    assert len(embedder.asked) == 1
    assert "caussade" not in embedder.asked[0]
    assert "bouteille" in embedder.asked[0]


@pytest.mark.parametrize("name", ["Les Amis de la Brouette", "Association Les Tilleuls", "Maison Simone Veil"])
def test_a_name_is_not_turned_into_a_need(embedder: Watched, gazetteer: Gazetteer, name: str) -> None:
    assert WHOLE not in [thing.id for thing in guessed(embedder, gazetteer, q=name).shown]


def test_a_listing_is_found_by_what_is_meant_without_one_of_its_words(services: Services, publish: Publish) -> None:
    found_by_meaning = publish("Centre de soins en addictologie", topics=[ADDICTIONS], categories=["se-soigner"])
    publish("Atelier vélo", topics=["mobilite--mobilite-douce-partagee-collective"], categories=["se-deplacer"])
    services.index_sync.drain_all()
    found = services.finder.find(SearchParams(q=DRINKS), NOW)
    assert [item.id for item in found.items] == [found_by_meaning]
    assert ADDICTIONS in [thing.value for thing in found.understood]


def test_a_search_answers_by_its_words_when_the_embedder_breaks(services: Services, publish: Publish) -> None:
    wine = publish("Atelier vin et bouteille", categories=["sortir-de-l-isolement"])
    services.index_sync.drain_all()
    services.finder.meaning = Meaning(Watched(broken=True))
    assert [item.id for item in services.finder.find(SearchParams(q=DRINKS), NOW).items] == [wine]
