"""Where answers stand among vectors.

An answer is a topic, or, last, nothing that we offer. A topic is near when the sentences that say it are: the mean of
its three nearest ones and their centre count half each, in a space where the directions that vary inside every topic
(who speaks, how long) are shrunk: linear discriminant analysis with shrinkage (Ledoit and Wolf). Nothing is near by its
three nearest texts alone: they have no centre.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from directory.search.embedding.embedder import Vectors

Floats = npt.NDArray[np.floating[Any]]
Places = npt.NDArray[np.integer[Any]]
SHRINKAGE = 0.7  # 1 = no direction is shrunk
NEAREST = 3  # sentences that speak for an answer
TINY = 1e-6  # variance that there is even when each topic is said once


@dataclass(frozen=True)
class TopicSpace:
    """`examples` (n × dimensions, whitened and of length 1) say the answers `owners`; the last answer is nothing."""

    origin: Floats
    whitening: Floats
    examples: Floats
    owners: Places

    @classmethod
    def fit(cls, vectors: Vectors, owners: Places) -> Self:
        """The space of examples with these `vectors`."""
        said = owners < owners.max()
        origin, whitening = whitening_of(vectors[said], owners[said])
        return cls(origin, whitening, _whitened(vectors, origin, whitening), owners)

    def likenesses(self, vectors: Floats) -> Floats:
        """How near each of `vectors` is to each answer, −1 to 1: n × answers."""
        asked = _whitened(vectors, self.origin, self.whitening)
        to_examples = np.hstack([asked @ self.examples.T, np.full((len(asked), 1), np.nan)])
        best = -np.sort(-to_examples[:, self._by_answer], axis=2)[:, :, :NEAREST]  # nan is sorted last
        to_nearest = np.nanmean(best, axis=2)
        return np.hstack([(to_nearest[:, :-1] + asked @ self._centres.T) / 2, to_nearest[:, -1:]])

    def nearness(self, vector: Floats, examples: Places) -> Floats:
        """How near `vector` is to each of these `examples`, −1 to 1."""
        return np.asarray(self.examples[examples] @ _whitened(vector, self.origin, self.whitening))

    @cached_property
    def _centres(self) -> Floats:
        said = self.owners < self.owners.max()
        return unit(means_of(self.examples[said], self.owners[said]))

    @cached_property
    def _by_answer(self) -> Places:
        """The places of the examples of each answer, filled up with n."""
        places = np.full((self.owners.max() + 1, np.bincount(self.owners).max()), len(self.owners))
        for owner, row in enumerate(places):
            own = np.flatnonzero(self.owners == owner)
            row[: len(own)] = own
        return places


def whitening_of(vectors: Vectors, owners: Places) -> tuple[Floats, Floats]:
    """The mean of the topics, and what makes their inner variation the same in every direction, nearly."""
    means = means_of(vectors, owners)
    inner = vectors - means[owners]
    covariance = inner.T @ inner / len(vectors)
    size = len(covariance)
    mean = np.trace(covariance) / size + TINY
    shrunk = (1 - SHRINKAGE) * covariance + SHRINKAGE * mean * np.eye(size)
    return means.mean(axis=0), np.linalg.inv(np.linalg.cholesky(shrunk)).T.astype(np.float32)


def _whitened(vectors: Floats, origin: Floats, whitening: Floats) -> Floats:
    return unit((vectors - origin) @ whitening)


def unit(vectors: Floats) -> Floats:
    """Of length 1, but for what stands at the origin."""
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), TINY))


def means_of(vectors: Floats, owners: Places) -> Floats:
    """The mean of the vectors of each owner."""
    return np.array([vectors[owners == owner].mean(axis=0) for owner in range(owners.max() + 1)])
