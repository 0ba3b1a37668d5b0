"""States said in a few words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from directory.resources.badges import freshness_badge, opening_words
from directory.resources.freshness import Freshness
from directory.resources.opening import OpeningState

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
NINE_TOMORROW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
FIVE = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("freshness", "verified_on", "tone", "words"),
    [
        (Freshness.FRESH, date(2026, 11, 3), "fresh", "vérifié il y a 3 semaines"),
        (Freshness.DUE, date(2026, 6, 24), "due", "à confirmer : vérifié il y a 5 mois"),
        (Freshness.OVERDUE, date(2024, 11, 1), "overdue", "périmé : vérifié il y a 2 ans"),
        (Freshness.UNKNOWN, None, "unknown", "pas encore vérifié"),
    ],
)
def test_freshness_is_a_word_and_an_age(freshness: Freshness, verified_on: date | None, tone: str, words: str) -> None:
    badge = freshness_badge(freshness, verified_on, TODAY)
    assert (badge.tone, badge.words.replace("\u00a0", " ")) == (tone, words)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (OpeningState(True, FIVE), "ouvert jusqu’à 17 h"),
        (OpeningState(False, NINE_TOMORROW), "fermé, ouvre demain à 9 h"),
        (OpeningState(False, NINE_TOMORROW, "congés"), "fermé (congés), ouvre demain à 9 h"),
        (OpeningState(True), "ouvert"),
        (OpeningState(None, None, "jour férié"), "jour férié : à confirmer"),
        (OpeningState(None), "horaires inconnus"),
        (OpeningState(True, NINE_TOMORROW), "ouvert jusqu’à demain à 9 h"),
    ],
)
def test_open_or_closed_and_until_when(state: OpeningState, words: str) -> None:
    assert opening_words(state, NOW).replace("\u00a0", " ") == words
