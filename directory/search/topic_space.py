"""Where topics stand among vectors, and how sure a vector can be of one.

A topic is near when the sentences that say it are: the mean of its three nearest ones and their centre count half each,
in a space where the directions that vary inside every topic (who speaks, how long) are shrunk: linear discriminant
analysis with shrinkage (Ledoit and Wolf). Likenesses become probabilities by a softmax, with one more answer,
« nothing we offer ». Its two constants are fitted on our own sentences, each left out in turn, so that another model
needs no tuning: a probability is right about as often as it says (measured: docs/decisions/2026-11-24-meaning.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from directory.search.embedding.embedder import Vectors
from directory.search.sayings import NO_TOPIC, Sayings

Floats = npt.NDArray[np.floating[Any]]
SHRINKAGE = 0.7  # 1 = no direction is shrunk
NEAREST = 3  # sentences of a topic that speak for it
TEMPERATURES = np.geomspace(0.02, 0.15, 9)
NOTHINGS = np.arange(0.0, 0.65, 0.05)  # likenesses that « nothing » may have


@dataclass(frozen=True, slots=True)
class TopicSpace:
    """`examples` (n × dimensions) say the topics `topics[owners]`; `centres` are those of each topic. Whitened and of
    length 1. `by_topic` holds the places of the examples of each topic, filled up with n."""

    topics: tuple[str, ...]
    origin: Floats
    whitening: Floats
    examples: Floats
    owners: npt.NDArray[np.intp]
    by_topic: npt.NDArray[np.intp]
    centres: Floats
    temperature: float = 1.0
    nothing: float = 0.0

    @classmethod
    def fit(cls, sayings: Sayings, vectors: Vectors) -> Self:
        """The space of `sayings`, whose vectors are given in the same order."""
        topics = tuple(dict.fromkeys(topic for topic in sayings.topics if topic != NO_TOPIC))
        said = np.array([topic != NO_TOPIC for topic in sayings.topics])
        owners = np.array([topics.index(topic) for topic in sayings.topics if topic != NO_TOPIC])
        origin, whitening = _whitening(vectors[said], owners)
        examples = _whitened(vectors[said], origin, whitening)
        space = cls(topics, origin, whitening, examples, owners, _by_topic(owners), _unit(_means(examples, owners)))
        likenesses = np.vstack(
            [space._likenesses_without_self(), space._likenesses(_whitened(vectors[~said], origin, whitening))]
        )
        answers = np.concatenate([owners, np.full((~said).sum(), len(topics))])
        temperature, nothing = _calibrated(likenesses, answers)
        return replace(space, temperature=temperature, nothing=nothing)

    def nearest(self, vector: Floats, least: float, most: int) -> tuple[tuple[str, float], ...]:
        """At most `most` topics of probability `least` or more, the likeliest first."""
        likenesses = self._likenesses(_whitened(vector[np.newaxis], self.origin, self.whitening))
        chances = _probabilities(likenesses, self.temperature, self.nothing)[0, :-1]
        likeliest = np.argsort(-chances, kind="stable")[:most]
        return tuple((self.topics[place], float(chances[place])) for place in likeliest if chances[place] >= least)

    def _likenesses(self, asked: Floats) -> Floats:
        """Likeness (−1 to 1) of each whitened vector to each topic: n × topics."""
        return (self._to_nearest(asked @ self.examples.T) + asked @ self.centres.T) / 2

    def _likenesses_without_self(self) -> Floats:
        """Likeness of each example to each topic, as if it were not one of its examples."""
        to_examples = self.examples @ self.examples.T
        np.fill_diagonal(to_examples, np.nan)
        to_centres = self.examples @ self.centres.T
        for place, owner in enumerate(self.owners):
            others = (self.owners == owner) & (np.arange(len(self.owners)) != place)
            to_centres[place, owner] = self.examples[place] @ _unit(self.examples[others].mean(axis=0))
        return (self._to_nearest(to_examples) + to_centres) / 2

    def _to_nearest(self, to_examples: Floats) -> Floats:
        filled = np.hstack([to_examples, np.full((len(to_examples), 1), np.nan)])
        best = -np.sort(-filled[:, self.by_topic], axis=2)[:, :, :NEAREST]  # nan is sorted last
        return np.asarray(np.nanmean(best, axis=2))


def _whitening(vectors: Vectors, owners: npt.NDArray[np.intp]) -> tuple[Floats, Floats]:
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


def _means(vectors: Floats, owners: npt.NDArray[np.intp]) -> Floats:
    return np.array([vectors[owners == topic].mean(axis=0) for topic in range(owners.max() + 1)])


def _by_topic(owners: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    places = np.full((owners.max() + 1, np.bincount(owners).max()), len(owners))
    for topic, row in enumerate(places):
        own = np.flatnonzero(owners == topic)
        row[: len(own)] = own
    return places


def _probabilities(likenesses: Floats, temperature: float, nothing: float) -> Floats:
    """A row for each of `likenesses`: the topics, then « nothing »."""
    all_answers = np.hstack([likenesses, np.full((len(likenesses), 1), nothing)]) / temperature
    powers = np.exp(all_answers - all_answers.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _calibrated(likenesses: Floats, answers: Sequence[int] | npt.NDArray[np.intp]) -> tuple[float, float]:
    """The temperature and the likeness of « nothing » that make `answers` the likeliest."""
    rows = np.arange(len(likenesses))

    def likelihood(pair: tuple[float, float]) -> float:
        return float(np.log(_probabilities(likenesses, *pair)[rows, answers] + 1e-9).mean())

    return max(((float(t), float(n)) for t in TEMPERATURES for n in NOTHINGS), key=likelihood)
