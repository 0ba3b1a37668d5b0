"""Where topics stand among vectors, and how sure a vector can be of one.

A topic is near when the sentences that say it are: the mean of its three nearest ones and their centre count half each,
in a space where the directions that vary inside every topic (who speaks, how long) are shrunk: linear discriminant
analysis with shrinkage (Ledoit and Wolf). « Nothing we offer » is one more answer, near by its three nearest texts
alone: they have no centre. Likenesses become probabilities by a softmax, whose temperature is fitted on our own
sentences, each left out in turn, so that another model needs no tuning: a probability is right about as often as it
says (measured: docs/decisions/2026-11-24-meaning.md).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from directory.search.embedding.embedder import Vectors
from directory.search.sayings import NO_TOPIC, Sayings

Floats = npt.NDArray[np.floating[Any]]
Places = npt.NDArray[np.intp]
SHRINKAGE = 0.7  # 1 = no direction is shrunk
NEAREST = 3  # sentences that speak for an answer
TEMPERATURES = np.geomspace(0.02, 0.15, 9)


@dataclass(frozen=True, slots=True)
class TopicSpace:
    """`examples` (n × dimensions) say the answers `owners`: a place in `topics`, or the one after, for nothing.
    `centres` are those of each topic. Whitened and of length 1. `by_answer` holds the places of the examples of each
    answer, filled up with n."""

    topics: tuple[str, ...]
    origin: Floats
    whitening: Floats
    examples: Floats
    owners: Places
    by_answer: Places
    centres: Floats
    temperature: float = 1.0

    @classmethod
    def fit(cls, sayings: Sayings, vectors: Vectors) -> Self:
        """The space of `sayings`, whose vectors are given in the same order."""
        topics = tuple(dict.fromkeys(topic for topic in sayings.topics if topic != NO_TOPIC))
        places = {**{topic: place for place, topic in enumerate(topics)}, NO_TOPIC: len(topics)}
        owners = np.array([places[topic] for topic in sayings.topics])
        said = owners < len(topics)
        origin, whitening = _whitening(vectors[said], owners[said])
        examples = _whitened(vectors, origin, whitening)
        centres = _unit(_means(examples[said], owners[said]))
        space = cls(topics, origin, whitening, examples, owners, _by_answer(owners), centres)
        return replace(space, temperature=_calibrated(space._likenesses_without_self(), owners))

    def nearest(self, vector: Floats, least: float, most: int) -> tuple[tuple[str, float], ...]:
        """At most `most` topics of probability `least` or more, the likeliest first."""
        asked = _whitened(vector[np.newaxis], self.origin, self.whitening)
        likenesses = self._likenesses(asked @ self.examples.T, asked @ self.centres.T)
        chances = _probabilities(likenesses, self.temperature)[0, :-1]
        likeliest = np.argsort(-chances, kind="stable")[:most]
        return tuple((self.topics[place], float(chances[place])) for place in likeliest if chances[place] >= least)

    def _likenesses(self, to_examples: Floats, to_centres: Floats) -> Floats:
        """Likeness (−1 to 1) to each topic and to nothing: n × (topics + 1). An example of nan is left out."""
        filled = np.hstack([to_examples, np.full((len(to_examples), 1), np.nan)])
        best = -np.sort(-filled[:, self.by_answer], axis=2)[:, :, :NEAREST]  # nan is sorted last
        to_nearest = np.nanmean(best, axis=2)
        return np.hstack([(to_nearest[:, :-1] + to_centres) / 2, to_nearest[:, -1:]])

    def _likenesses_without_self(self) -> Floats:
        """Likenesses of each example, as if it were none of the examples."""
        to_examples = self.examples @ self.examples.T
        np.fill_diagonal(to_examples, np.nan)
        to_centres = self.examples @ self.centres.T
        said = np.flatnonzero(self.owners < len(self.topics))
        examples, owners = self.examples[said], self.owners[said]
        counts = np.bincount(owners)[owners, np.newaxis]
        others = _unit(_means(examples, owners)[owners] * counts - examples)
        to_centres[said, owners] = (examples * others).sum(axis=1)
        return self._likenesses(to_examples, to_centres)


def _whitening(vectors: Vectors, owners: Places) -> tuple[Floats, Floats]:
    """The mean of the topics, and what makes their inner variation the same in every direction, nearly."""
    means = _means(vectors, owners)
    inner = vectors - means[owners]
    covariance = inner.T @ inner / len(vectors)
    size = len(covariance)
    shrunk = (1 - SHRINKAGE) * covariance + SHRINKAGE * np.eye(size) * np.trace(covariance) / size
    return means.mean(axis=0), np.linalg.inv(np.linalg.cholesky(shrunk)).T


def _whitened(vectors: Floats, origin: Floats, whitening: Floats) -> Floats:
    return _unit((vectors - origin) @ whitening)


def _unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True))


def _means(vectors: Floats, owners: Places) -> Floats:
    return np.array([vectors[owners == owner].mean(axis=0) for owner in range(owners.max() + 1)])


def _by_answer(owners: Places) -> Places:
    places = np.full((owners.max() + 1, np.bincount(owners).max()), len(owners))
    for owner, row in enumerate(places):
        own = np.flatnonzero(owners == owner)
        row[: len(own)] = own
    return places


def _probabilities(likenesses: Floats, temperature: float) -> Floats:
    powers = np.exp((likenesses - likenesses.max(axis=1, keepdims=True)) / temperature)
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _calibrated(likenesses: Floats, answers: Places) -> float:
    """The temperature that makes `answers` the likeliest."""
    rows = np.arange(len(likenesses))

    def likelihood(temperature: float) -> float:
        return float(np.log(_probabilities(likenesses, temperature)[rows, answers] + 1e-9).mean())

    return max(map(float, TEMPERATURES), key=likelihood)
