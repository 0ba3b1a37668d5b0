"""French words are known, with their accents."""

from __future__ import annotations

import pytest

from directory.search.french import french


@pytest.mark.parametrize("word", ["metre", "sursaute", "hebergement", "accueillis"])
def test_french_words_are_known_folded(word: str) -> None:
    assert word in french()


@pytest.mark.parametrize("word", ["acueil", "logemant", "fransais", "", "xyz"])
def test_errors_are_not(word: str) -> None:
    assert word not in french()


def test_accents_are_those_a_word_most_often_has() -> None:
    assert [french().accented(word) for word in ("hebergement", "francais", "permis", "zzz")] == [
        *("hébergement", "français", "permis", "zzz")
    ]


def test_a_word_is_written_with_its_accents() -> None:
    assert french().is_written("marche")
    assert french().is_written("marché")
    assert not french().is_written("hebergement")


@pytest.mark.parametrize("word", ["prof", "cash", "smic", "appart"])
def test_spoken_words_are_french_too(word: str) -> None:
    assert word in french()
