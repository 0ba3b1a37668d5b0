"""Errors that a machine makes in the queries of dev: nobody fitted the search to them, and no seed is like another."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from statistics import mean

import pytest

from tests.relevance.conftest import Bench
from tests.relevance.judgements import DEV
from tests.relevance.measure import product

SEED = 20261125
KEPT = 0.95  # share of the answers of the query without error
WORD = re.compile(r"\b[a-zà-ÿœ]{4,}")
NEAR_KEYS = dict(zip("azertyuiopqsdfghjklmwxcvbn", "zeedrfuioklsdfghjklkxcvbnb", strict=True))
BY_EAR = (("ph", "f"), ("qu", "k"), ("ss", "s"), ("tion", "ssion"), ("en", "an"), ("ai", "è"), ("au", "o"), ("er", "é"))


def typed(chance: random.Random, word: str) -> str:
    """`word` with one edit, its first letter kept."""
    place = chance.randrange(1, len(word))
    before, letter, after = word[:place], word[place], word[place + 1 :]
    swapped = before + after[0] + letter + after[1:] if after else word + letter
    return chance.choice(
        [before + after, word[:place] + letter + word[place:], swapped, before + other(letter) + after]
    )


def other(letter: str) -> str:
    return NEAR_KEYS.get(letter, "e")


def heard(chance: random.Random, word: str) -> str:
    """`word` as it may be written by ear."""
    return chance.choice([word.replace(*change) for change in BY_EAR if change[0] in word] or [word + word[-1]])


def unspaced(chance: random.Random, text: str) -> str:
    return text.replace(chance.choice("'’ "), "", 1)


def in_a_word(change: Callable[[random.Random, str], str]) -> Callable[[random.Random, str], str]:
    def changed(chance: random.Random, text: str) -> str:
        words = list(WORD.finditer(text))
        if not words:
            return text
        word = chance.choice(words)
        return text[: word.start()] + change(chance, word[0]) + text[word.end() :]

    return changed


@pytest.mark.parametrize(
    "change",
    [in_a_word(typed), in_a_word(heard), unspaced, lambda _, text: text.upper()],
    ids=["typed", "heard", "unspaced", "upper"],
)
def test_errors_of_each_kind_keep_the_answers(bench: Bench, change: Callable[[random.Random, str], str]) -> None:
    chance = random.Random(SEED)
    find = product(bench.corpus)
    shares = []
    for item in bench.found:
        wrong = change(chance, item.query.text)
        if item.query.split == DEV and not item.query.twin and wrong != item.query.text and item.found:
            found = find(replace(item.query, text=wrong))
            shares.append(len({*item.found} & {*found}) / len(item.found))
    assert mean(shares) >= KEPT
