"""What is asked of the text, before any engine: a small tree of clauses that each engine translates into its own.

The text is cut into units: a word, or a part understood as one thing (a `Reading`), which its own words, another
wording or its topic answer alike. Every word is looked for in every text field and counts where it weighs most; units
add up. All are preferred, never required: `stages` says how many must be held, most first, and the engine takes the
next stage when one gives fewer than `ENOUGH` answers. So a sentence still finds what its rarest words are about.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from indexing.analysis import Token, fold, tokens
from indexing.fields import TEXT_FIELDS
from indexing.query import ENOUGH, FEW, Reading
from indexing.typos import Variant

NAME_FIELDS = ("name_words", "organisation_words")  # every word of a name, unstemmed, stop words too
PHRASE_FIELDS = ("name", "organisation", "summary", "topic_words", "description")  # where wordings are looked for
MOST_WORDS = 24  # of a query; the rest of a longer text is left out
MOST = 0.6  # share of the units that makes "most of them"
OTHER_FIELDS = 0.15  # what the other fields, or the other wordings, add to the best one
VARIANT_WEIGHT = 0.7  # per typing error
OTHER_WORDING = 0.8  # of another way to write what is asked
NEARBY_WORD = 0.4  # of a word that is only about it
TOPIC = 14.0  # × confidence: about what a word of the name brings that one listing in fifty holds
SUGGESTED = 0.6  # × TOPIC, when the topic was read in the listing's words instead of said by its source
FINDS = 0.5  # confidence from which a topic alone finds a listing; below, it only adds to the score
ALL_UNITS = 3.0  # × relevance of a document that holds all units
PHRASE_BONUS = 1.0  # × weight of the name, when the words follow each other there
EXACT_NAME = 5000.0  # above any sum of words, even full, stale and far: who types a name wants that listing first

WEIGHTS = {field.name: field.weight for field in TEXT_FIELDS}


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
class Phrase:
    """`stems` of `field` at these relative positions: relevance × `weight`."""

    field: str
    stems: tuple[tuple[int, str], ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Best:
    """The best of its terms, plus `OTHER_FIELDS` × the others: a word or a wording, wherever it is found."""

    terms: tuple[Term | Phrase, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """`slug` in the keyword field `field`: a constant `weight`, not a relevance. Only if `finds` is it enough to
    hold the unit."""

    field: str
    slug: str
    weight: float
    finds: bool


Clause = Term | Phrase | Topic


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing asked. A document holds it when it holds `at_least` of `words`, or one of `others`, or a topic that
    finds.

    Its score is the best of these, plus `OTHER_FIELDS` × the rest: the sum of `words`, each of `others`. To that is
    added the heaviest of its `topics`.
    """

    words: tuple[Best, ...]
    at_least: int = 1
    others: tuple[Best, ...] = ()
    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class TextPlan:
    """The tree. A document answers if it holds at least n of `units`, n being a stage; at the stage 0, if any clause of
    any unit adds to its score.

    `extras`, `phrase` and `name_key` (the whole folded text, to be equal to the folded name) only add to the score.
    `clues` say why a document is there: those it holds, each with the word, wording or topic to say so. `stems` names
    the words found by each stem, for highlights. `did_you_mean` is the text with unknown words replaced.
    """

    units: tuple[Unit, ...] = ()
    stages: tuple[int, ...] = ()
    extras: tuple[Best, ...] = ()
    phrase: Phrase | None = None
    name_key: str = ""
    stems: dict[str, str] = field(default_factory=dict)
    clues: tuple[tuple[Clause, str], ...] = ()
    did_you_mean: str | None = None


def plan_text(text: str, vocabulary: Vocabulary, readings: Sequence[Reading] = ()) -> TextPlan:
    """What to look for. A word that neither the index holds nor a typing error explains is left out: it finds nothing.

    A text of stop words alone (« Chez nous ») is looked for in names. Without any unit left, `units` is empty: that is
    an answer to all if `asks_nothing(text, readings)`, else an answer to none.
    """
    asked = tokens(text)[:MOST_WORDS]
    if not asked and not readings:
        return _plan_stop_words(fold(text), vocabulary)
    words = _Words(vocabulary)
    units: list[Unit] = []
    extras: list[Best] = []
    planned: set[Reading] = set()
    for token in asked:
        reading = _reading_of(token, readings)
        if reading is None:
            units += [Unit((found,)) for found in words.look_for([token])]
        elif reading not in planned:
            planned.add(reading)
            own = words.look_for([other for other in asked if _reading_of(other, readings) is reading])
            if reading.optional:
                extras += own
            else:
                units.append(_read_unit(reading, own, words))
    units += [_read_unit(reading, [], words) for reading in readings if not (reading.optional or reading in planned)]
    units = [unit for unit in units if unit.words or unit.others or unit.topics][:MOST_WORDS]
    return TextPlan(
        units=tuple(units),
        stages=_stages(units),
        extras=tuple(extras),
        phrase=_name_phrase(asked),
        name_key=fold(text),
        stems=words.stems,
        clues=tuple(_clues(words, units)),
        did_you_mean=words.corrected(text),
    )


def worth_taking(stage: int, answers: int) -> bool:
    """Whether the next `stage` is taken when the one before gave `answers`."""
    return answers < (ENOUGH if stage else FEW)


def asks_nothing(text: str, readings: Sequence[Reading] = ()) -> bool:
    """Whether `text` holds no word that must be held: then every document answers."""
    if any(not reading.optional for reading in readings):
        return False
    return all(_reading_of(token, readings) for token in tokens(text))


class _Words:
    """Looks words up in a vocabulary, and keeps what was found by which."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.asked: set[str] = set()
        self.stems: dict[str, str] = {}
        self.wordings: dict[Best, str] = {}
        self.corrections: list[tuple[Token, str]] = []

    def look_for(self, asked: Iterable[Token]) -> list[Best]:
        """Each known word once, in every text field."""
        words = []
        for word in asked:
            if word.stem in self.asked:
                continue
            if any(self.vocabulary.frequency(field.name, word.stem) for field in TEXT_FIELDS):
                found = [(word.stem, 1.0)]
            else:
                near = self.vocabulary.near(word.surface)
                found = [(tokens(variant.word)[0].stem, VARIANT_WEIGHT**variant.edits) for variant in near]
                self.corrections += [(word, near[0].word)] if near else []
            if found:
                self.asked |= {word.stem, *(stem for stem, _ in found)}
                self.stems |= {stem: word.surface for stem, _ in found}
                words.append(Best(tuple(_terms(found))))
        return words

    def wording(self, text: str, weight: float) -> list[Best]:
        """Another way to write something: a word, or several that must follow each other."""
        asked = tokens(text)
        if len(asked) == 1:
            self.stems.setdefault(asked[0].stem, asked[0].surface)
            return [Best(tuple(_terms([(asked[0].stem, weight)])))]
        if not asked:
            return []
        phrase = Best(tuple(Phrase(name, _following(asked), WEIGHTS[name] * weight) for name in PHRASE_FIELDS))
        self.wordings[phrase] = text
        return [phrase]

    def corrected(self, text: str) -> str | None:
        """`text` with its unknown words replaced; None when all are known or none has a likely correction."""
        for word, correction in reversed(self.corrections):
            text = text[: word.start] + correction + text[word.end :]
        return text if self.corrections else None


def _read_unit(reading: Reading, own: Sequence[Best], words: _Words) -> Unit:
    others = [best for phrase in reading.phrases for best in words.wording(phrase, OTHER_WORDING)]
    others += [best for word in reading.words for best in words.wording(word, NEARBY_WORD)]
    topics = [
        Topic(field, slug, TOPIC * confidence * share, finds=confidence >= FINDS)
        for slug, confidence in reading.topics
        for field, share in (("topics", 1.0), ("suggested_topics", SUGGESTED))
    ]
    return Unit(tuple(own), _most(len(own)), tuple(others), tuple(topics))


def _clues(words: _Words, units: Sequence[Unit]) -> Iterator[tuple[Clause, str]]:
    for stem, word in words.stems.items():
        yield from ((Term(field.name, stem, field.weight), word) for field in TEXT_FIELDS)
    for wording, text in words.wordings.items():
        yield from ((phrase, text) for phrase in wording.terms)
    yield from dict.fromkeys((topic, topic.slug) for unit in units for topic in unit.topics)


def _reading_of(token: Token, readings: Sequence[Reading]) -> Reading | None:
    return next((reading for reading in readings if reading.start <= token.start and token.end <= reading.end), None)


def _plan_stop_words(name_key: str, vocabulary: Vocabulary) -> TextPlan:
    asked = list(dict.fromkeys(name_key.split()))[:MOST_WORDS]
    units = [
        Unit((Best(tuple(Term(field, word, 1.0) for field in NAME_FIELDS)),))
        for word in asked
        if any(vocabulary.frequency(field, word) for field in NAME_FIELDS)
    ]
    return TextPlan(units=tuple(units), stages=_stages(units), name_key=name_key)


def _terms(found: Sequence[tuple[str, float]]) -> list[Term]:
    return [
        Term(field.name, stem, field.weight * weight) for stem, weight in dict(found).items() for field in TEXT_FIELDS
    ]


def _most(number: int) -> int:
    return math.ceil(number * MOST)


def _stages(units: Sequence[Unit]) -> tuple[int, ...]:
    """All, most, one, and 0 where a part of a unit may still find what no whole unit does: without repeating one."""
    if not units:
        return ()
    stages = dict.fromkeys((len(units), _most(len(units)), 1))
    partial = any(unit.at_least > 1 or any(not topic.finds for topic in unit.topics) for unit in units)
    return (*stages, 0) if partial else tuple(stages)


def _following(asked: Sequence[Token]) -> tuple[tuple[int, str], ...]:
    return tuple((word.position - asked[0].position, word.stem) for word in asked)


def _name_phrase(asked: Sequence[Token]) -> Phrase | None:
    return Phrase("name", _following(asked), WEIGHTS["name"] * PHRASE_BONUS) if len(asked) >= 2 else None
