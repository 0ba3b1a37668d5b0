"""Repair of texts."""

from __future__ import annotations

import pytest

from directory.exchange.repair import LOST, REPAIRED, repair


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("TÃ©lÃ©phone", "Téléphone"),
        ("lâ€™accÃ¨s Ã  lâ€™autonomie", "l’accès à l’autonomie"),
        ("14h Ã  17h", "14h à 17h"),
        ("Ã‰cole", "École"),
        ("ÃŽle-de-France", "Île-de-France"),
        ("Å“uvre", "œuvre"),
        ("ðŸ˜€ bonjour", "😀 bonjour"),
        ("déjà bien Ã©crit", "déjà bien écrit"),
    ],
)
def test_a_text_decoded_twice_is_repaired_and_told(written: str, meant: str) -> None:
    repaired = repair(written)
    assert repaired.text == meant
    assert repaired.remark == REPAIRED


@pytest.mark.parametrize(
    "text", ["À la Âne", "Château d’Œil", "São Paulo", "naïf à Noël", "50 €", "Maëlle Ångström", "café ☕ 👩‍👩‍👧"]
)
def test_a_right_text_is_left_alone(text: str) -> None:
    assert repair(text).text == text
    assert repair(text).remark == ""


def test_lost_characters_are_told_because_nothing_can_bring_them_back() -> None:
    assert repair("l\ufffdassociation").remark == LOST


def test_entities_are_replaced_but_not_the_ampersands_of_web_addresses() -> None:
    assert repair("Caf&eacute; &amp; th&#233;").text == "Café & thé"
    assert repair("https://x.fr/?a=1&copy=2&reg=3").text == "https://x.fr/?a=1&copy=2&reg=3"


def test_spaces_are_made_ordinary_and_invisible_characters_removed() -> None:
    assert repair(" a\u00a0:\u202fb   c\u200b\ufeff\x00\u202e\u2066 ").text == "a : b c"


def test_line_breaks_are_kept_one_blank_line_at_a_time() -> None:
    assert repair("un  \r\n\r\n\r\n\r\n  deux\rtrois_x000D_\x0bquatre").text == "un\n\ndeux\ntrois\nquatre"
