"""A text with typing errors becomes the one that was meant, and one without stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from directory.search.correcting import corrected
from directory.search.params import SearchParams
from directory.search.thesaurus import thesaurus
from directory.territories.gazetteer import Gazetteer
from indexing.typos import Spelling, neighbours

HELD = {"relience": 8, "montauriol": 5, "kafe": 1, "rezo": 1, "accueil": 400, "accompagnement": 300, "enfance": 40}


def ask(words: Sequence[str]) -> Mapping[str, Spelling]:
    """What an index that holds `HELD`, names among them, tells."""
    known = list(HELD.items())
    return {
        word: Spelling(HELD[word], named=True) if word in HELD else Spelling(near=neighbours(word, known))
        for word in words
    }


def meant(gazetteer: Gazetteer, text: str, **asked: Any) -> str:
    return corrected(SearchParams(q=text, **asked), gazetteer, thesaurus(), ask).q


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("hébergemnet d'urgence", "hébergement d'urgence"),
        ("ébergement durgence", "hébergement d'urgence"),
        ("dette de loyé", "dette de loyer"),
        ("feme battue", "femme battue"),
        ("prdre mon logemant", "perdre mon logement"),
        ("acompaniement", "accompagnement"),
        ("recevoir soncourrier", "recevoir son courrier"),
        ("s'inscrire auchômage", "s'inscrire au chômage"),
        ("réparation voiture82400", "réparation voiture 82400"),
        ("loge ment insalubre", "logement insalubre"),
        ("reconnaissance travailleur handicapée", "reconnaissance travailleur handicapé"),
        ("il me phrappe", "il me frappe"),
        ("permis Monatuban", "permis Montauban"),
        ("surendettement", "surendettement"),
        ("électrîcité coupee", "électricité coupée"),
        ("LOGEMANT", "LOGEMENT"),
    ],
)
def test_errors_of_each_kind_are_put_right(gazetteer: Gazetteer, typed: str, text: str) -> None:
    assert meant(gazetteer, typed) == text


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "!!!",
            "115",
            "Relience",
            "accueil Montauriol",
            "APL",
            "xyzt",
            "permis Mazerolles",
            "82300 garde d'enfant",
        ),
        *(
            "kafe réparation",
            "rézo mobile",
            "il sursaute au moindre bruit",
            "un mètre de tissu",
            "sans papiers",
            "il n'a pas de diplôme",
            "CMQZ",
            "a " * 40,
        ),
    ],
)
def test_what_is_right_or_unknown_stays(gazetteer: Gazetteer, text: str) -> None:
    assert meant(gazetteer, text) == text


def test_what_is_taken_literally_stays(gazetteer: Gazetteer) -> None:
    assert meant(gazetteer, "logemant", literal=("logemant",)) == "logemant"
    text = "reconnaissance travailleur handicapée"
    assert meant(gazetteer, text, literal=("handicapee",)) == text


def test_the_words_around_tell_which_word_was_meant(gazetteer: Gazetteer) -> None:
    assert meant(gazetteer, "ne drot plus") == "ne dort plus"
    assert meant(gazetteer, "fin de drot") == "fin de droit"


def test_an_index_is_not_asked_about_words_we_know(gazetteer: Gazetteer) -> None:
    def never(words: Sequence[str]) -> Mapping[str, Spelling]:
        raise AssertionError(words)

    text = "je n'arrive plus à payer mon loyer à Caussade"
    assert corrected(SearchParams(q=text), gazetteer, thesaurus(), never).q == text
