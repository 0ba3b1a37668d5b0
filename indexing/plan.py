"""What is asked of the text, before any engine: a small tree of clauses that each engine translates into its own.

The text is cut into units: a word, or a part understood as one thing (a `Reading`), which its own words, another
wording or its topic answer alike. Every word is looked for in every text field and counts where it weighs most; units
add up. All are preferred, never required: `stages` says how many must be held, most first, and the engine takes the
next stage when one gives fewer than `ENOUGH` answers. So a sentence still finds what its rarest words are about.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from indexing.analysis import Token, fold, tokens
from indexing.clauses import (
    FINDS,
    MOST,
    MOST_WORDS,
    NAME_FIELDS,
    NEARBY_WORD,
    OPTIONAL,
    OTHER_WORDING,
    PHRASE_BONUS,
    SUGGESTED,
    TOPIC,
    WEIGHTS,
    WHO,
    WHO_NEXT,
    Best,
    Clause,
    Phrase,
    Term,
    TextPlan,
    Topic,
    Unit,
)
from indexing.fields import TEXT_FIELDS
from indexing.query import ENOUGH, FEW, Reading
from indexing.spellings import Vocabulary, Words, following


def plan_text(text: str, vocabulary: Vocabulary, readings: Sequence[Reading] = ()) -> TextPlan:
    """What to look for. A word that neither the index holds nor a typing error explains is left out: it finds nothing.

    A text of stop words alone (« Chez nous ») is looked for in names. Without any unit left, `units` is empty: that is
    an answer to all if `asks_nothing(text, readings)`, else an answer to none.
    """
    asked = tokens(text)[:MOST_WORDS]
    if not asked and not readings:
        return _plan_stop_words(fold(text), vocabulary)
    words = Words(vocabulary)
    asked = words.joined(asked)
    units: list[Unit] = []
    extras: list[Best] = []
    planned: set[Reading] = set()
    for token in asked:
        reading = _reading_of(token, readings)
        if reading is None:
            units += [Unit((found,)) for found in words.look_for([token])]
        elif reading not in planned:
            planned.add(reading)
            inside = [other for other in asked if _reading_of(other, readings) is reading]
            weight = OPTIONAL if reading.optional else 1.0
            written = len({word.stem for word in inside} - words.asked)
            own = words.look_for(inside, weight, forgiving=reading.misspelt)
            if reading.optional:
                extras += own
            else:
                units.append(_read_unit(reading, own, words, written))
    units += [_read_unit(reading, [], words, 0) for reading in readings if not (reading.optional or reading in planned)]
    units = [unit for unit in units if unit.words or unit.others or unit.near or unit.topics][:MOST_WORDS]
    corrected = words.corrected(text)
    likely = corrected or text
    return TextPlan(
        units=tuple(units),
        stages=_stages(units),
        extras=tuple(extras),
        phrase=_name_phrase(tokens(likely)[:MOST_WORDS]),
        name_key=fold(likely),
        stems={**words.beside, **words.stems},
        clues=tuple(_clues(words, units)),
        did_you_mean=corrected,
    )


def worth_taking(plan: TextPlan, stage: int, answers: int) -> bool:
    """Whether the next step, at `stage`, is taken when the one before gave `answers`. Without words, the radius alone
    grows."""
    return answers < (FEW if plan.units and not stage else ENOUGH)


def asks_nothing(text: str, readings: Sequence[Reading] = ()) -> bool:
    """Whether `text` holds no word that must be held: then every document answers."""
    if any(not reading.optional for reading in readings):
        return False
    return all(_reading_of(token, readings) for token in tokens(text))


def _read_unit(reading: Reading, own: Sequence[Best], words: Words, written: int) -> Unit:
    """What `reading` becomes; `own` are those of its `written` words that the index holds."""
    others = [best for phrase in reading.phrases for best in words.wording(phrase, OTHER_WORDING)]
    near = [best for word in reading.words for best in words.about(word, NEARBY_WORD)]
    others += [best for place, name in enumerate(reading.who) for best in words.named(name, WHO * WHO_NEXT**place)]
    topics = [
        Topic(field, slug, TOPIC * confidence * share, finds=confidence >= FINDS)
        for slug, confidence in reading.topics
        for field, share in (("topics", 1.0), ("suggested_topics", SUGGESTED))
    ]
    known = _most(len(own))
    if known < _most(written) and (others or near or any(topic.finds for topic in topics)):
        own = ()  # « wifi gratuit », where the index has no « wifi »: « gratuit » alone does not say it
    return Unit(tuple(own), known, tuple(others), tuple(near), tuple(topics))


def _clues(words: Words, units: Sequence[Unit]) -> Iterator[tuple[Clause, str]]:
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


def _most(number: int) -> int:
    return math.ceil(number * MOST)


def _stages(units: Sequence[Unit]) -> tuple[int, ...]:
    """All, most, one, and 0 where a part of a unit may still find what no whole unit does: without repeating one."""
    if not units:
        return ()
    stages = dict.fromkeys((len(units), _most(len(units)), 1))
    partial = any(unit.at_least > 1 or unit.near or any(not topic.finds for topic in unit.topics) for unit in units)
    return (*stages, 0) if partial else tuple(stages)


def _name_phrase(asked: Sequence[Token]) -> Phrase | None:
    return Phrase("name", following(asked), WEIGHTS["name"] * PHRASE_BONUS) if len(asked) >= 2 else None
