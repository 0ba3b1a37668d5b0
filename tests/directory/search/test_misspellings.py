"""What an unknown word may stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from directory.search.lexicon import Lexicon
from directory.search.misspellings import candidates, forms
from indexing.analysis import fold
from indexing.typos import Spelling, Variant

SAID = ("garder un enfant", "payer son loyer", "payer", "aide au logement", "facture d'électricité", "code", "crèche")
LEXICON = Lexicon([(text, 5) for text in SAID], ().__contains__)


def meant(written: str, told: Mapping[str, Spelling] | None = None) -> Sequence[str]:
    spellings = dict.fromkeys(forms(fold(written)), Spelling()) | dict(told or {})
    return [candidate.text for candidate in candidates(written, fold(written), LEXICON, spellings)]


@pytest.mark.parametrize(
    ("written", "likeliest"),
    [
        *(("logemnt", "logement"), ("loegment", "logement"), ("logemant", "logement"), ("logmant", "logement")),
        *(("loyé", "loyer"), ("enphant", "enfant"), ("kode", "code"), ("qurèche", "crèche")),
        *(("delectricité", "d'électricité"), ("lenfant", "l'enfant"), ("unenfant", "un enfant")),
        *(("factureloyer", "facture loyer"), ("gardersursaut", "garder sursaut")),
    ],
)
def test_the_likeliest_is_first(written: str, likeliest: str) -> None:
    assert meant(written)[0] == likeliest


@pytest.mark.parametrize("written", ["zzzzzz", "logxmxnxt", "bricolage", "patate"])
def test_nothing_near_is_nothing(written: str) -> None:
    assert meant(written) == []


def test_words_of_an_index_are_candidates_and_the_more_usual_one_wins() -> None:
    near = (Variant("gascogne", 1, 3), Variant("gascognes", 1, 900))
    assert meant("gascognz", {"gascognz": Spelling(near=near)}) == ["gascognes", "gascogne"]


def test_an_index_is_asked_about_other_beginnings_and_about_what_an_apostrophe_would_leave() -> None:
    assert {"kombattant", "combattant"} <= set(forms("kombattant"))
    assert "aide" in forms("laide")
    assert meant("kombatant", {"combatant": Spelling(near=(Variant("combattant", 1, 7),))}) == ["combattant"]


def test_a_word_that_an_index_knows_is_none_but_a_much_rarer_one_may_be() -> None:
    assert meant("logemant", {"logemant": Spelling(1, named=True)}) == []
    assert meant("logemant", {"logemant": Spelling(900)}) == []
    assert meant("logemant", {"logemant": Spelling(1)}) == []
    often = (Variant("logement", 1, 500),)
    assert meant("logemant", {"logemant": Spelling(1, near=often)}) == ["logement"]
