"""Typing errors: which known words an unknown one may stand for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from indexing.clauses import RARE

ONE_EDIT_FROM = 4  # letters; shorter words are too near to each other
TWO_EDITS_FROM = 8
MOST_VARIANTS = 3
FARTHEST = 2  # edits
MOST_NEIGHBOURS = 30
ELIDED = "ldjmnstc"  # what an apostrophe may follow
VOWELS = "aeiouyh"
SMALL = ("en", "de", "du", "la", "le", "les", "des", "au", "un", "une")
SHORTEST_UNGLUED = 4  # letters, with the one that was elided
SHORTEST_PART = 3  # letters of a word glued to another
COMMON = 0.05  # a variant is kept if it is at least this frequent beside the most frequent: rare ones are errors too


@dataclass(frozen=True, slots=True)
class Variant:
    """A known word near an unknown one. `edits` counts letters added, removed, replaced, or two neighbours swapped."""

    word: str
    edits: int
    frequency: int


@dataclass(frozen=True, slots=True)
class Spelling:
    """What an index knows of a folded word: how many documents hold it so written, whether one bears it in a name,
    and, unless it is `sure`, the words `near` it."""

    frequency: int = 0
    named: bool = False
    near: tuple[Variant, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether it is no error: it is a name, or more documents hold it than repeat an error."""
        return self.named or self.frequency > RARE


def allowed_edits(word: str) -> int:
    """How many typing errors `word` may hold. A number is another number, not an error."""
    if word.isdecimal():
        return 0
    return 2 if len(word) >= TWO_EDITS_FROM else 1 if len(word) >= ONE_EDIT_FROM else 0


def variants(word: str, known: Iterable[tuple[str, int]]) -> tuple[Variant, ...]:
    """The words `word` may stand for, the likeliest first; only the least edits found count.

    `known` holds (word, number of documents) of words with the same first letter, which is taken for right.
    """
    if not (edits := allowed_edits(word)):
        return ()
    frequencies = {other: frequency for other, frequency in known if other != word}
    near = process.extract(word, frequencies.keys(), scorer=OSA.distance, score_cutoff=edits, limit=None)
    if not near:
        return ()
    least = min(distance for _, distance, _ in near)
    found = sorted(
        (Variant(other, int(distance), frequencies[other]) for other, distance, _ in near if distance == least),
        key=lambda variant: (-variant.frequency, variant.word),
    )
    return tuple(v for v in found if v.frequency >= COMMON * found[0].frequency)[:MOST_VARIANTS]


def neighbours(word: str, known: Iterable[tuple[str, int]]) -> tuple[Variant, ...]:
    """Words at most `FARTHEST` edits from `word`, the nearest first, then the most frequent; at most `MOST_NEIGHBOURS`.

    `known` is as for `variants`. Whether so many edits are likely, the one who asks decides.
    """
    if len(word) < ONE_EDIT_FROM or word.isdecimal():
        return ()
    frequencies = {other: frequency for other, frequency in known if other != word}
    near = process.extract(word, frequencies.keys(), scorer=OSA.distance, score_cutoff=FARTHEST, limit=None)
    found = [Variant(other, int(distance), frequencies[other]) for other, distance, _ in near]
    return tuple(sorted(found, key=lambda other: (other.edits, -other.frequency, other.word))[:MOST_NEIGHBOURS])


def unglued(word: str) -> Iterator[str]:
    """What a small word may be glued to, for want of an apostrophe or a space: « delectricite », « enpanne »."""
    if len(word) > SHORTEST_UNGLUED and word[0] in ELIDED and word[1] in VOWELS:
        yield word[1:]
    yield from (
        word[len(small) :] for small in SMALL if word.startswith(small) and len(word) > len(small) + SHORTEST_PART
    )


def silent_h(word: str) -> str:
    """`word` with the h it may lack, or without the one it may have too many; "" when neither may be."""
    return word[1:] if word[0] == "h" and len(word) > 1 else f"h{word}" if word[0] in VOWELS else ""


def splits(word: str) -> Iterator[tuple[str, str]]:
    """The two words that `word` may be made of."""
    yield from ((word[:place], word[place:]) for place in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1))


def beginning_variants(beginning: str, known: Iterable[tuple[str, int]]) -> tuple[Variant, ...]:
    """The beginnings of known words, and whole words, that `beginning` may stand for. `known` is as for `variants`."""
    forms: Counter[str] = Counter()
    for word, frequency in known:
        for form in {word, word[: len(beginning)]}:
            forms[form] += frequency
    return variants(beginning, forms.items())
