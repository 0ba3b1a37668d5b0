"""What an unknown word may stand for."""

from __future__ import annotations

import pytest

from indexing.typos import MOST_VARIANTS, Variant, allowed_edits, variants


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
