"""What an unknown word may stand for."""

from __future__ import annotations

import pytest

from indexing.clauses import RARE
from indexing.typos import MOST_NEIGHBOURS, MOST_VARIANTS, Spelling, Variant, allowed_edits, neighbours, variants


@pytest.mark.parametrize(("word", "edits"), [("apl", 0), ("aide", 1), ("permis", 1), ("logement", 2), ("", 0)])
def test_longer_words_may_hold_more_errors(word: str, edits: int) -> None:
    assert allowed_edits(word) == edits


@pytest.mark.parametrize("typed", ["permsi", "prmis", "perrmis", "pervis"])
def test_one_error_of_each_kind(typed: str) -> None:
    assert variants(typed, [("permis", 3), ("panier", 9)]) == (Variant("permis", 1, 3),)


def test_only_the_nearest_count_and_the_most_frequent_is_first() -> None:
    known = [("logement", 50), ("logements", 80), ("logeant", 500)]
    assert [variant.word for variant in variants("logementt", known)] == ["logements", "logement"]


def test_words_much_rarer_than_the_likeliest_are_errors_themselves() -> None:
    assert [variant.word for variant in variants("logemant", [("logement", 1000), ("logemans", 2)])] == ["logement"]


def test_there_are_never_many() -> None:
    known = [(f"permi{letter}", 5) for letter in "abcdefgh"]
    assert len(variants("permix", known)) == MOST_VARIANTS


def test_nothing_near_is_nothing() -> None:
    assert variants("zzzz", [("permis", 3)]) == ()
    assert variants("permis", []) == ()


def test_neighbours_are_all_that_is_near_the_nearest_first() -> None:
    known = [("vela", 1), ("velo", 9), ("valse", 99), ("permis", 999)]
    assert [(other.word, other.edits) for other in neighbours("veli", known)] == [("velo", 1), ("vela", 1)]
    assert [other.word for other in neighbours("veln", [*known, ("vein", 1)])] == ["velo", "vein", "vela"]
    assert (
        len(neighbours("permix", [(f"permi{letter}", 5) for letter in "abcdefghijklmnopqrstuvwxy" * 2]))
        <= MOST_NEIGHBOURS
    )


@pytest.mark.parametrize("word", ["apl", "82000", ""])
def test_short_words_and_numbers_have_no_neighbours(word: str) -> None:
    assert neighbours(word, [("apla", 1), ("aple", 1), ("82001", 1)]) == ()


def test_a_word_is_sure_in_a_name_or_when_more_documents_hold_it_than_repeat_an_error() -> None:
    assert not Spelling().sure
    assert not Spelling(RARE).sure
    assert Spelling(RARE + 1).sure
    assert Spelling(1, named=True).sure
