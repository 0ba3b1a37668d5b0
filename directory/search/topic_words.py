"""What the words of a text tell of its answer, which its vector blurs: « gazole », « crèche », « huissier ».

Naive Bayes on the stems of the example sentences, each counted once a sentence; a word of no example tells nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from directory.search.topic_space import Floats, Places
from indexing.analysis import tokens

SMOOTHING = 0.1  # sentences in which every answer has each word, seen or not


@dataclass(frozen=True)
class TopicWords:
    """`counts` (stems × answers): examples of each answer that hold each of `stems`."""

    stems: tuple[str, ...]
    counts: npt.NDArray[np.integer[Any]]

    @classmethod
    def fit(cls, texts: Sequence[str], owners: Places) -> Self:
        """The words of `texts`, which say the answers `owners`."""
        bags = [_stems(text) for text in texts]
        places = {stem: place for place, stem in enumerate(sorted(set[str]().union(*bags)))}
        counts = np.zeros((len(places), owners.max() + 1), dtype=np.uint16)
        for bag, owner in zip(bags, owners, strict=True):
            counts[[places[stem] for stem in bag], owner] += 1
        return cls(tuple(places), counts)

    def evidence(self, texts: Sequence[str]) -> Floats:
        """Logarithm of how likely each answer makes the words of each text: n × answers."""
        told = [[self._places[stem] for stem in _stems(text) if stem in self._places] for text in texts]
        return np.array([self._chances[places].sum(axis=0) for places in told])

    @cached_property
    def _places(self) -> dict[str, int]:
        return {stem: place for place, stem in enumerate(self.stems)}

    @cached_property
    def _chances(self) -> Floats:
        smoothed = self.counts + SMOOTHING
        return np.asarray(np.log(smoothed / smoothed.sum(axis=0)), dtype=np.float32)


def _stems(text: str) -> set[str]:
    return {token.stem for token in tokens(text)}
