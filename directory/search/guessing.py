"""What a whole text may mean, where some of its words explain nothing yet: a guess, shown as one, taken back alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from directory.search.meaning import Meaning
from directory.search.understanding import Understanding, understood_topic
from indexing.analysis import all_words
from indexing.query import Reading

WHOLE = "sens"  # takes a guess back (`SearchParams.literal`)
SHOWN = 0.4  # probability from which a guess is told; below, it only orders
SENTENCE = 3  # words; a shorter text is a name or a word, which needs no guess
ROOT = 0.25  # of a probability makes a confidence: 0.1 → 0.56, all of them find
UNEXPLAINED = 2  # words; fewer left beside what is understood say nothing more


def guess(meant: Understanding, meaning: Meaning) -> Understanding:
    """`meant`, and the topics of its whole text unless all of it is understood already. Its words count as before."""
    text = meant.params.q
    words = len(list(all_words(text)))
    left = len(list(all_words(_without(text, meant.readings))))
    if WHOLE in meant.params.literal or words < SENTENCE or left < UNEXPLAINED:
        return meant
    topics = meaning.read(_without(text, (reading for reading in meant.readings if reading.optional)))
    if not topics:
        return meant
    slug, probability = topics[0]
    known = {thing.value for thing in meant.shown}
    told = () if probability < SHOWN or slug in known else (understood_topic(WHOLE, slug, probability),)
    # Its root orders and finds better than the probability itself (measured): listings a wrong topic brings come last.
    sure = tuple((topic, likely**ROOT) for topic, likely in topics)
    # Last: a word belongs to the first reading that holds it.
    return replace(meant, readings=(*meant.readings, Reading(0, len(text), topics=sure)), shown=(*meant.shown, *told))


def _without(text: str, readings: Iterable[Reading]) -> str:
    for reading in readings:
        text = text[: reading.start] + " " * (reading.end - reading.start) + text[reading.end :]
    return text
