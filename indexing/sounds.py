"""How a French word sounds, roughly: equal for two ways people write it by ear (« loyé », « fransais », « vélau »).

A few rules, in their order, that tell fewer words apart than the ear does: a sound only proposes words, their spelling
and how usual they are choose among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from indexing.analysis import fold

# Before a word is folded, what its accents say: E is é, è or ê; S is ç.
_ACCENTS = str.maketrans({"é": "E", "è": "E", "ê": "E", "ë": "E", "œ": "E", "ç": "S"})
_NASAL = r"[nm](?![aeiouyEhmn])"
_RULES = tuple(
    (re.compile(written), sound)
    for written, sound in (
        (r"(?<=..)(?:er|ez|et|ai[ts]?|Ee?s?)$", "E"),
        (r"(?<=c)h(?=[rln])|(?<=psyc)h", ""),
        (r"ph", "f"),
        (r"s?ch|sh", "C"),
        (r"h", ""),
        (r"gn|ni(?=[aeouE])", "N"),
        (r"(?<=[aeiouyE])ill|(?<=[aeou])il$", "y"),
        (r"t(?=ion|iel|ial)|sc(?=[eiyE])|c(?=[eiyE])|S|z", "s"),
        (r"qu?|c[ck]?", "k"),
        (r"g(?=[eiyE])(?:e(?=[ao]))?", "j"),
        (r"gu(?=[eiyE])", "g"),
        (r"x(?=[aeiouyE])", "ks"),
        (r"eau|au", "o"),
        (r"(?:ai|ei|i|y)" + _NASAL, "1"),
        (r"[ae]" + _NASAL, "2"),
        (r"o" + _NASAL, "3"),
        (r"ai|ei", "E"),
        (r"(?<=..)(?:es?|[stxdpz]+)$", ""),
        (r"y", "i"),
        (r"(.)\1+", r"\1"),
        (r"(?<=.)e", "E"),
    )
)

# Beginnings that are written for one another, since an index looks words up by their first letter.
_BEGINNINGS = tuple(
    (re.compile(written), meant)
    for written, meant in (
        (r"k|qu(?=[aou])", "c"),
        (r"k|c(?=[aou])", "qu"),
        (r"ph", "f"),
        (r"f", "ph"),
        (r"s(?=[eiy])", "c"),
        (r"c(?=[eiy])", "s"),
        (r"h", ""),
        (r"(?=[aeiouy])", "h"),
        (r"e(?=[nm])", "a"),
        (r"a(?=[nm])", "e"),
        (r"e", "ai"),
        (r"ai", "e"),
        (r"h?o", "au"),
        (r"au", "o"),
        (r"h?au", "ho"),
        (r"j", "g"),
        (r"g(?=[eiy])", "j"),
    )
)


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """The sound of `word`, better with its accents."""
    heard = word.lower().translate(_ACCENTS)
    if not heard.isascii():
        heard = "".join(letter if letter in "ES" else fold(letter) for letter in heard)
    for written, meant in _RULES:
        heard = written.sub(meant, heard)
    return heard


def other_beginnings(word: str) -> Iterator[str]:
    """The folded `word` with each other beginning that sounds alike."""
    for written, meant in _BEGINNINGS:
        if begun := written.match(word):
            yield meant + word[begun.end() :]
