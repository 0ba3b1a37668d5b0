"""Which topics a text means, and how surely: its vector and its words together.

Likenesses among vectors and evidence of words add up and become probabilities by a softmax. Its temperature is fitted
on our own sentences, read by a classifier that has not seen them, so that another model needs no tuning: a probability
is right about as often as it says. Measured: docs/decisions/2026-11-24-meaning.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np

from directory.search.embedding.embedder import Embedder, EmbedderFailed, Vectors
from directory.search.learnt import MADE_HERE, file_name, keep, read_kept
from directory.search.sayings import FOLDER, NO_TOPIC, Sayings, key_of_sayings, read_sayings
from directory.search.topic_space import Floats, Places, TopicSpace
from directory.search.topic_words import TopicWords

WORDS = 0.3  # weight of words: they repeat each other, and naive Bayes takes each for a new proof
FOLDS = 10
TEMPERATURES = np.geomspace(0.02, 0.15, 25)
NEAREST = 2  # sentences that speak for a precise need
BYTE = 127.0  # steps from 0 to 1 in which examples are kept: measured, nothing is lost


class Meant(NamedTuple):
    """What a text may mean: `topics` with their probability, the likeliest first. `need` is the likeliest precise need
    of the first one ("" when its nearest sentences tell none), with the probability of both."""

    topics: tuple[tuple[str, float], ...] = ()
    need: str = ""
    need_probability: float = 0.0


@dataclass(frozen=True, slots=True)
class TopicClassifier:
    """Answers are `topics`, in their order, then nothing that we offer. `needs` are (place of a topic, precise need),
    and `needed` tells the place among them of each example of `space`."""

    topics: tuple[str, ...]
    needs: tuple[tuple[int, str], ...]
    needed: Places
    space: TopicSpace
    words: TopicWords
    temperature: float

    @classmethod
    def fit(cls, sayings: Sayings, vectors: Vectors) -> Self:
        """Learns `sayings`, whose vectors are given in the same order. Takes seconds."""
        topics = tuple(dict.fromkeys(topic for topic in sayings.topics if topic != NO_TOPIC))
        places = {**{topic: place for place, topic in enumerate(topics)}, NO_TOPIC: len(topics)}
        owners = np.array([places[topic] for topic in sayings.topics])
        temperature = _calibrated(*_read_unseen(sayings.texts, vectors, owners), owners)
        named = list(zip(owners.tolist(), sayings.needs, strict=True))
        needs = tuple(dict.fromkeys(named))
        needed = np.array([needs.index(need) for need in named])
        space, words = TopicSpace.fit(vectors, owners), TopicWords.fit(sayings.texts, owners)
        return cls(topics, needs, needed, space, words, temperature)

    def read(self, text: str, vector: Floats, least: float, most: int) -> Meant:
        """At most `most` topics of probability `least` or more."""
        if vector.shape != self.space.origin.shape:
            raise EmbedderFailed(f"{vector.size} dimensions, not {self.space.origin.size}: run « brp vectors » again")
        likenesses, evidence = self.space.likenesses(vector[np.newaxis]), self.words.evidence([text])
        chances = _probabilities(likenesses, evidence, self.temperature)[0, :-1]
        likeliest = [int(place) for place in np.argsort(-chances, kind="stable")[:most] if chances[place] >= least]
        if not likeliest:
            return Meant()
        need, share = self._need(likeliest[0], vector)
        topics = tuple((self.topics[place], float(chances[place])) for place in likeliest)
        return Meant(topics, need, topics[0][1] * share)

    def _need(self, topic: int, vector: Floats) -> tuple[str, float]:
        """The likeliest precise need of `topic`: that of the sentences nearest to `vector`. Its probability there."""
        own = np.flatnonzero(self.space.owners == topic)
        near, needed = self.space.nearness(vector, own), self.needed[own]
        needs = np.unique(needed)
        told = np.array([np.sort(near[needed == need])[-NEAREST:].mean() for need in needs])
        powers = np.exp((told - told.max()) / self.temperature)
        likeliest = int(np.argmax(powers))
        _, need = self.needs[needs[likeliest]]
        return need, float(powers[likeliest] / powers.sum())

    def save(self, path: Path, key: str) -> None:
        """Writes all of it in `path`, at half precision, examples to a byte. Raises `OSError`."""
        keep(
            path,
            key,
            topics=np.array(self.topics),
            needs=np.array([f"{topic} {need}" for topic, need in self.needs]),
            needed=self.needed.astype(np.uint16),
            origin=self.space.origin.astype(np.float16),
            whitening=self.space.whitening.astype(np.float16),
            examples=np.round(self.space.examples * BYTE).astype(np.int8),
            owners=self.space.owners.astype(np.uint16),
            stems=np.array(" ".join(self.words.stems)),
            counts=self.words.counts,
            temperature=np.array(self.temperature),
        )

    @classmethod
    def load(cls, path: Path, key: str) -> Self | None:
        """What `save` wrote in `path` with the same `key`; else None."""
        kept = read_kept(path, key)
        if kept is None:
            return None
        origin, whitening, examples = (kept[name].astype(np.float32) for name in ("origin", "whitening", "examples"))
        examples /= BYTE  # in place: 20 MB
        space = TopicSpace(origin, whitening, examples, kept["owners"].astype(np.intp))
        words = TopicWords(tuple(str(kept["stems"]).split()), kept["counts"])
        named = (need.split(" ", 1) for need in kept["needs"].tolist())
        needs = tuple((int(topic), need) for topic, need in named)
        topics, needed = tuple(kept["topics"].tolist()), kept["needed"].astype(np.intp)
        return cls(topics, needs, needed, space, words, float(kept["temperature"]))


def find_classifier(
    model: str, sayings: Path = FOLDER, folders: Sequence[Path] = (MADE_HERE, FOLDER)
) -> TopicClassifier | None:
    """The classifier of the files in `sayings` for `model`, from the first of `folders` that holds it; else None."""
    key = key_of_sayings(model, sayings)
    kept = (TopicClassifier.load(folder / file_name(model), key) for folder in folders)
    return next((classifier for classifier in kept if classifier is not None), None)


def make_classifier(embedder: Embedder, sayings: Path = FOLDER, folder: Path = MADE_HERE) -> Path:
    """Asks `embedder` for the vectors of the files in `sayings` (four minutes with the local one), learns them and
    keeps what is learnt in `folder`; returns the file.

    Raises `EmbedderFailed`, `InvalidInput`, `OSError`.
    """
    key, read = key_of_sayings(embedder.name, sayings), read_sayings(sayings)
    path = folder / file_name(embedder.name)
    TopicClassifier.fit(read, embedder.embed(read.texts)).save(path, key)
    return path


def _read_unseen(texts: Sequence[str], vectors: Vectors, owners: Places) -> tuple[Floats, Floats]:
    """Likenesses and evidence of each text, by what is learnt from texts of the other folds only."""
    likenesses, evidence = np.zeros((2, len(texts), owners.max() + 1))
    folds = np.zeros(len(texts), dtype=np.intp)
    for owner in range(owners.max() + 1):  # each answer keeps examples, whichever fold is left out
        folds[owners == owner] = np.arange((owners == owner).sum()) % FOLDS
    for fold in range(folds.max() + 1):
        seen, unseen = np.flatnonzero(folds != fold).tolist(), np.flatnonzero(folds == fold).tolist()
        likenesses[unseen] = TopicSpace.fit(vectors[seen], owners[seen]).likenesses(vectors[unseen])
        words = TopicWords.fit([texts[place] for place in seen], owners[seen])
        evidence[unseen] = words.evidence([texts[place] for place in unseen])
    return likenesses, evidence


def _calibrated(likenesses: Floats, evidence: Floats, answers: Places) -> float:
    """The temperature that makes `answers` the likeliest."""
    rows = np.arange(len(answers))

    def likelihood(temperature: float) -> float:
        return float(np.log(_probabilities(likenesses, evidence, temperature)[rows, answers] + 1e-9).mean())

    return max(map(float, TEMPERATURES), key=likelihood)


def _probabilities(likenesses: Floats, evidence: Floats, temperature: float) -> Floats:
    """Each row sums to 1."""
    told = likenesses / temperature + WORDS * evidence
    powers = np.exp(told - told.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
