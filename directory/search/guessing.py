"""What a whole text may mean, where some of its words explain nothing yet: a guess, shown as one, taken back alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from directory.search.meaning import Meaning
from directory.search.need_space import Needed
from directory.search.thesaurus import Thesaurus
from directory.search.understanding import Understanding, id_of, understood_topic
from indexing.analysis import all_words
from indexing.query import Reading

WHOLE = "sens"  # takes a guess back (`SearchParams.literal`)
SHOWN = 0.4  # probability from which a guess is told; below, it only orders
LEAST, MOST = 0.1, 4  # probability and number of topics that order
SENTENCE = 3  # words; a shorter text is a name or a word, which needs no guess
ROOT = 0.25  # of a probability makes a confidence: 0.1 → 0.56, all of them find
NEED = 0.5  # probability from which the words of a precise need are looked for
UNEXPLAINED = 2  # words; fewer left beside what is understood say nothing more
AGREEING = 0.3  # power of how likely the whole text makes what some words say: « usine » beside « garder mon fils »
DOUBTED = 0.4  # confidence below which these words are a hint only


def guess(meant: Understanding, meaning: Meaning, thesaurus: Thesaurus) -> Understanding:
    """`meant`, and the topics of its whole text unless all of it is understood already. A guess sure enough to be told
    weighs what some words say by how likely it makes it."""
    text = meant.params.q
    length = len(list(all_words(text)))
    left = len(list(all_words(_without(text, meant.readings))))
    if WHOLE in meant.params.literal or length < SENTENCE or left < UNEXPLAINED:
        return meant
    read = meaning.read(_without(text, (reading for reading in meant.readings if reading.optional)))
    likely = [(slug, probability) for slug, probability in read.topics[:MOST] if probability >= LEAST]
    if not likely:
        return meant
    if likely[0][1] >= SHOWN:
        meant = _weighed(meant, dict(read.topics))
    slug, probability = likely[0]
    need = thesaurus.needs.get((slug, read.need)) if read.need_probability >= NEED else None
    known = {thing.value for thing in meant.shown}
    told = () if probability < SHOWN or slug in known else (understood_topic(WHOLE, slug, probability),)
    # Its root orders and finds better than the probability itself (measured): listings a wrong topic brings come last.
    sure = tuple((slug, probability**ROOT) for slug, probability in likely)
    whole = Reading(0, len(text), topics=sure, words=need.words if need else (), who=need.who if need else ())
    needed = (*meant.needed, Needed(0, len(text), slug, read.need, read.need_probability))
    # Last: a word belongs to the first reading that holds it.
    return replace(meant, readings=(*meant.readings, whole), needed=needed, shown=(*meant.shown, *told))


def _weighed(meant: Understanding, probabilities: Mapping[str, float]) -> Understanding:
    """`meant`, the confidence of each topic × how likely its reading is beside the likeliest one. What is doubted is
    neither looked for nor told."""
    likeliest = max(probabilities.values())
    readings: list[Reading] = []
    sure: dict[tuple[int, int], float] = {}
    for reading in meant.readings:
        if reading.topics and not reading.optional:
            agreed = max(probabilities.get(slug, 0.0) for slug, _ in reading.topics) / likeliest
            topics = tuple((slug, confidence * agreed**AGREEING) for slug, confidence in reading.topics)
            sure[reading.start, reading.end] = topics[0][1]
            doubted = Reading(reading.start, reading.end, optional=True)
            reading = replace(reading, topics=topics) if topics[0][1] >= DOUBTED else doubted
        readings.append(reading)
    needed = (need._replace(confidence=sure[need.start, need.end]) for need in meant.needed)
    told = {id_of(meant.params.q, *span): confidence for span, confidence in sure.items()}
    shown = tuple(
        replace(thing, confidence=round(told[thing.id], 2)) if thing.kind == "topic" and thing.id in told else thing
        for thing in meant.shown
        if thing.kind not in ("topic", "wording") or told.get(thing.id, 1.0) >= DOUBTED
    )
    kept = tuple(need for need in needed if need.confidence >= DOUBTED)
    return replace(meant, readings=tuple(readings), needed=kept, shown=shown)


def _without(text: str, readings: Iterable[Reading]) -> str:
    for reading in readings:
        text = text[: reading.start] + " " * (reading.end - reading.start) + text[reading.end :]
    return text
