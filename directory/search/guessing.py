"""What a whole text may mean, where some of its words explain nothing yet: a guess, shown as one, taken back alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from directory.search.meaning import Meaning
from directory.search.thesaurus import Thesaurus
from directory.search.understanding import Understanding, understood_topic
from indexing.analysis import all_words
from indexing.query import Reading

WHOLE = "sens"  # takes a guess back (`SearchParams.literal`)
SHOWN = 0.4  # probability from which a guess is told; below, it only orders
SENTENCE = 3  # words; a shorter text is a name or a word, which needs no guess
ROOT = 0.25  # of a probability makes a confidence: 0.1 → 0.56, all of them find
NEED = 0.5  # probability from which the words of a precise need are looked for
UNEXPLAINED = 2  # words; fewer left beside what is understood say nothing more


def guess(meant: Understanding, meaning: Meaning, thesaurus: Thesaurus) -> Understanding:
    """`meant`, and the topics of its whole text unless all of it is understood already. Its words count as before."""
    text = meant.params.q
    length = len(list(all_words(text)))
    left = len(list(all_words(_without(text, meant.readings))))
    if WHOLE in meant.params.literal or length < SENTENCE or left < UNEXPLAINED:
        return meant
    topics = meaning.read(_without(text, (reading for reading in meant.readings if reading.optional)))
    if not topics:
        return meant
    slug, probability, named, likely = topics[0]
    need = thesaurus.needs.get((slug, named)) if likely >= NEED else None
    known = {thing.value for thing in meant.shown}
    told = () if probability < SHOWN or slug in known else (understood_topic(WHOLE, slug, probability),)
    # Its root orders and finds better than the probability itself (measured): listings a wrong topic brings come last.
    sure = tuple((topic.topic, topic.probability**ROOT) for topic in topics)
    whole = Reading(0, len(text), topics=sure, words=need.words if need else (), who=need.who if need else ())
    # Last: a word belongs to the first reading that holds it.
    return replace(meant, readings=(*meant.readings, whole), shown=(*meant.shown, *told))


def _without(text: str, readings: Iterable[Reading]) -> str:
    for reading in readings:
        text = text[: reading.start] + " " * (reading.end - reading.start) + text[reading.end :]
    return text
