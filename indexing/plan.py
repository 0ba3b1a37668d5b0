"""What is asked of the text, before any engine: a small tree of clauses that each engine translates into its own.

Every word is looked for in every text field and counts where it weighs most; the words add up. All words are
preferred, never required: `stages` says how many must be found, most first, and the engine takes the next stage when
one gives fewer than `ENOUGH` answers. So a sentence still finds what its rarest words are about.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from indexing.analysis import Token, fold, tokens
from indexing.fields import TEXT_FIELDS
from indexing.typos import Variant

NAME_FIELDS = ("name_words", "organisation_words")  # every word of a name, unstemmed, stop words too
MOST_WORDS = 24  # of a query; the rest of a longer text is left out
MOST = 0.6  # share of the words that makes "most of them"
OTHER_FIELDS = 0.15  # what the other fields add to the best one
VARIANT_WEIGHT = 0.7  # per typing error
ALL_WORDS = 3.0  # × relevance of a document that holds all words
PHRASE_BONUS = 1.0  # × weight of the name, when the words follow each other there
EXACT_NAME = 1000.0  # above any sum of words: who types a name wants that listing first


class Vocabulary(Protocol):
    """The words an index holds."""

    def frequency(self, field: str, term: str) -> int:
        """How many documents hold `term` in `field`."""
        ...

    def near(self, word: str) -> Sequence[Variant]:
        """The known words that the folded `word` may stand for, the likeliest first."""
        ...


@dataclass(frozen=True, slots=True)
class Term:
    """`stem` in `field`: relevance of the engine (BM25) × `weight`."""

    field: str
    stem: str
    weight: float


@dataclass(frozen=True, slots=True)
class Best:
    """The best of its terms, plus `OTHER_FIELDS` × the others: one word of the query, wherever it is found."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """`stems` of `field` at these relative positions: relevance × `weight`."""

    field: str
    stems: tuple[tuple[int, str], ...]
    weight: float


@dataclass(frozen=True, slots=True)
class TextPlan:
    """The tree. A document answers if at least n of `words` are found in it, n being a stage.

    `phrase` and `name_key` (the whole folded text, to be equal to the folded name) only add to its score.
    `stems` names the words found by each stem, for highlights. `did_you_mean` is the text with unknown words replaced.
    """

    words: tuple[Best, ...] = ()
    stages: tuple[int, ...] = ()
    phrase: Phrase | None = None
    name_key: str = ""
    stems: dict[str, str] = field(default_factory=dict)
    did_you_mean: str | None = None


def plan_text(text: str, vocabulary: Vocabulary) -> TextPlan:
    """What to look for. A word that neither the index holds nor a typing error explains is left out: it finds nothing.

    A text of stop words alone (« Chez nous ») is looked for in names. Without any word left, `words` is empty: that is
    an answer to all if `asks_nothing(text)`, else an answer to none.
    """
    asked = tokens(text)[:MOST_WORDS]
    if not asked:
        return _plan_stop_words(fold(text), vocabulary)
    words: list[Best] = []
    stems: dict[str, str] = {}
    corrections: list[tuple[Token, str]] = []
    for word in asked:
        if word.stem in stems:
            continue
        if any(vocabulary.frequency(field.name, word.stem) for field in TEXT_FIELDS):
            found = [(word.stem, 1.0)]
        else:
            near = vocabulary.near(word.surface)
            found = [(tokens(variant.word)[0].stem, VARIANT_WEIGHT**variant.edits) for variant in near]
            corrections += [(word, near[0].word)] if near else []
        if found:
            stems |= {stem: word.surface for stem, _ in found}
            words.append(Best(tuple(_terms(found))))
    return TextPlan(
        words=tuple(words),
        stages=_stages(len(words)),
        phrase=_phrase(asked),
        name_key=fold(text),
        stems=stems,
        did_you_mean=_corrected(text, corrections),
    )


def asks_nothing(text: str) -> bool:
    """Whether `text` holds no word that counts: then every document answers."""
    return not tokens(text)


def _plan_stop_words(name_key: str, vocabulary: Vocabulary) -> TextPlan:
    asked = list(dict.fromkeys(name_key.split()))[:MOST_WORDS]
    words = [
        Best(tuple(Term(field, word, 1.0) for field in NAME_FIELDS))
        for word in asked
        if any(vocabulary.frequency(field, word) for field in NAME_FIELDS)
    ]
    return TextPlan(words=tuple(words), stages=_stages(len(words)), name_key=name_key)


def _terms(found: Sequence[tuple[str, float]]) -> list[Term]:
    return [
        Term(field.name, stem, field.weight * weight) for stem, weight in dict(found).items() for field in TEXT_FIELDS
    ]


def _stages(words: int) -> tuple[int, ...]:
    """All, most, any: without repeating one."""
    most = math.ceil(words * MOST)
    return tuple(dict.fromkeys((words, most, 1))) if words else ()


def _phrase(asked: Sequence[Token]) -> Phrase | None:
    if len(asked) < 2:
        return None
    weight = next(field.weight for field in TEXT_FIELDS if field.name == "name")
    first = asked[0].position
    return Phrase("name", tuple((word.position - first, word.stem) for word in asked), weight * PHRASE_BONUS)


def _corrected(text: str, corrections: Sequence[tuple[Token, str]]) -> str | None:
    for word, correction in reversed(corrections):
        text = text[: word.start] + correction + text[word.end :]
    return text if corrections else None
