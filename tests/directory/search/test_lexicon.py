"""What words people need things with, and how usual they are."""

from __future__ import annotations

from collections.abc import Sequence

from directory.search.lexicon import Lexicon, lexicon
from directory.search.thesaurus import thesaurus
from directory.territories.gazetteer import Gazetteer
from indexing.sounds import sound


def of(*texts: str, places: Sequence[str] = ()) -> Lexicon:
    return Lexicon([(text, 2) for text in texts], places.__contains__)


def test_each_text_adds_to_the_weight_of_its_words() -> None:
    words = of("un loyer impayé", "payer son loyer")
    assert (words.weights["loyer"], words.weights["impaye"], words.weights["velo"]) == (4, 2, 0)


def test_a_french_word_is_known_and_weighs_nothing() -> None:
    words = of("loyer")
    assert "metre" in words
    assert words.weights["metre"] == 0
    assert "loyé" not in words


def test_words_keep_the_accents_they_came_with() -> None:
    words = of("Écrivain public", "RSA", "fête des mères", "marché")
    assert [words.accented(word) for word in ("ecrivain", "rsa", "fete", "marche", "hebergement")] == [
        *("écrivain", "rsa", "fête", "marché", "hébergement")
    ]
    assert words.is_written("rsa")
    assert not words.is_written("ecrivain")


def test_words_are_found_by_their_sound_and_by_their_letters() -> None:
    words = of("payer un loyer", "loyers", "hébergement")
    assert words.sounding(sound("loyé")) == ["loyer"]
    assert sorted(words.near("loyet")) == ["loyer", "loyers"]
    assert list(words.near("zzzz")) == []


def test_long_names_of_places_are_told() -> None:
    words = of("loyer", places=("mazerolles", "vic"))
    assert (words.is_place("mazerolles"), words.is_place("vic"), words.is_place("loyer")) == (True, False, False)


def test_the_thesaurus_the_labels_and_places_at_home_are_in_it(gazetteer: Gazetteer) -> None:
    words = lexicon(gazetteer, thesaurus())
    assert {"apl", "surendettement", "alimentation", "caussade", "occitanie"} <= words.weights.keys()
    assert words.weights["caussade"] > words.weights["brest"] > 0
