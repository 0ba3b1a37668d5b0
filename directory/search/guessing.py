"""What a whole text may mean, where some of its words explain nothing yet: a guess, shown as one, taken back alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from directory.search.meaning import Meaning
from directory.search.thesaurus import Thesaurus
from directory.search.topic_classifier import Meant
from directory.search.understanding import MOST_WORDINGS, Understanding, understood_topic
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
    slug, probability = topics[0].topic, topics[0].probability
    words, who = _helping(topics, thesaurus)
    known = {thing.value for thing in meant.shown}
    told = () if probability < SHOWN or slug in known else (understood_topic(WHOLE, slug, probability),)
    # Its root orders and finds better than the probability itself (measured): listings a wrong topic brings come last.
    sure = tuple((meant.topic, meant.probability**ROOT) for meant in topics)
    # Last: a word belongs to the first reading that holds it.
    return replace(
        meant,
        readings=(*meant.readings, Reading(0, len(text), topics=sure, words=words, who=who)),
        shown=(*meant.shown, *told),
    )


def _helping(topics: Sequence[Meant], thesaurus: Thesaurus) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of the likely precise needs, and who helps there."""
    words: dict[str, None] = {}
    who: dict[str, None] = {}
    for topic in topics:
        for need, share in topic.needs:
            if topic.probability * share >= NEED and (sense := thesaurus.needs.get((topic.topic, need))):
                words |= dict.fromkeys(sense.words)
                who |= dict.fromkeys(sense.who)
    return tuple(words)[:MOST_WORDINGS], tuple(who)[:MOST_WORDINGS]


def _without(text: str, readings: Iterable[Reading]) -> str:
    for reading in readings:
        text = text[: reading.start] + " " * (reading.end - reading.start) + text[reading.end :]
    return text
