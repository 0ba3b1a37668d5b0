from __future__ import annotations

import numpy as np
import pytest

from directory.territories.names import NameIndex, fold, place_key, without_article


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Nègrepelisse", "negrepelisse"),
        ("St-Étienne-de-Tulmont", "saint etienne de tulmont"),
        ("STE JULIETTE", "sainte juliette"),
        ("L’Honor-de-Cos", "l honor de cos"),
        ("L'Honor de Cos", "l honor de cos"),
        ("Œuilly", "oeuilly"),
        ("Bellerive s/ Allier", "bellerive sur allier"),
        ("  La Ville-Dieu-du-Temple ", "la ville dieu du temple"),
        ("Estrées", "estrees"),
        ("", ""),
    ],
)
def test_names_written_in_many_ways_are_compared_as_one(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    "written",
    [
        "PARIS 20EME ARRONDISSEMENT",
        "Paris 20",
        "Paris 20e",
        "Paris 20e Arrondissement",
        "PARIS CEDEX 20",
        "paris 20 eme",
    ],
)
def test_every_way_to_name_an_arrondissement_is_one_key(written: str) -> None:
    assert place_key(written) == "paris 20"


@pytest.mark.parametrize(
    ("written", "key"),
    [("MONTAUBAN CEDEX", "montauban"), ("Toulouse Cedex 9", "toulouse"), ("Lyon Cedex 03", "lyon 3"), ("CEDEX", "")],
)
def test_cedex_is_no_part_of_a_name(written: str, key: str) -> None:
    assert place_key(written) == key


def test_a_number_beyond_the_arrondissements_is_not_one() -> None:
    assert place_key("Lyon 10e") == "lyon 10e"


def test_only_the_first_article_is_taken_off() -> None:
    assert without_article("la chapelle la reine") == "chapelle la reine"
    assert without_article("lauzerte") == ""


def test_an_exact_name_comes_before_a_heavier_longer_one_and_a_word_inside_comes_last() -> None:
    index = NameIndex([("mont", 0), ("montauban", 1), ("grand mont", 2), ("autre", 3)])
    assert index.find("mont", 5, np.array([1, 900, 800, 700])) == [0, 1, 2]


def test_a_negative_weight_leaves_a_row_out() -> None:
    index = NameIndex([("mont", 0), ("montauban", 1)])
    assert index.find("mont", 5, np.array([-1, 900])) == [1]


def test_every_word_typed_must_begin_a_word_of_the_name() -> None:
    index = NameIndex([("agence montauban albasud", 0), ("agence castelsarrasin", 1)])
    weights = np.array([1, 1])
    assert index.find("agence alb", 5, weights) == [0]
    assert index.find("agence mont cast", 5, weights) == []
