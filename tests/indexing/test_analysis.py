"""The French analysis, word by word."""

from __future__ import annotations

import pytest

from indexing.analysis import STOP_WORDS, fold, tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("aide", "AIDES"),
        ("logement", "logements"),
        ("été", "ETE"),
        ("œuvre", "oeuvres"),
        ("cœur", "COEUR"),
        ("régional", "regionale"),
        ("violence", "violences"),
        ("demandeur", "demandeurs"),
    ],
)
def test_forms_of_one_word_have_one_stem(one: str, other: str) -> None:
    assert [token.stem for token in tokens(one)] == [token.stem for token in tokens(other)]


@pytest.mark.parametrize("text", ["l’hôpital", "l'hôpital", "d’hôpital", "qu’hôpital", "à l’hôpital", "Hôpital."])
def test_elision_and_stop_words_leave_the_word(text: str) -> None:
    assert [token.surface for token in tokens(text)] == ["hopital"]


@pytest.mark.parametrize("word", ["sans", "pas", "plus", "115", "3919", "b", "non", "jeune", "aide"])
def test_words_that_carry_a_need_are_kept(word: str) -> None:
    assert [token.surface for token in tokens(word)] == [word]


def test_stop_words_are_folded_as_the_filter_sees_them() -> None:
    assert [fold(word) for word in STOP_WORDS] == list(STOP_WORDS)
    assert len(set(STOP_WORDS)) == len(STOP_WORDS)


def test_tokens_tell_where_they_stand() -> None:
    text = "😀 L’aide aux Œuvres"
    assert [(token.surface, token.position, text[token.start : token.end]) for token in tokens(text)] == [
        ("aide", 1, "aide"),
        ("oeuvres", 3, "Œuvres"),
    ]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("L’Été  à Saint-Étienne !", "l ete a saint etienne"),
        ("CŒUR", "coeur"),
        ("", ""),
        ("😀", ""),
        ("rendez-vous", "rendez vous"),
    ],
)
def test_folding_forgets_how_a_name_is_written(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_endless_words_are_noise() -> None:
    assert tokens("x" * 5_000 + " aide")[0].surface == "aide"
