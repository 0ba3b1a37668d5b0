"""The embedder port."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]  # a text a row, each of length 1


class EmbedderFailed(Exception):
    """An embedder is not installed, does not answer, or answers something else than vectors."""


class Embedder(Protocol):
    """Turns texts into vectors. `name` tells its model from any other: vectors of two models never meet."""

    @property
    def name(self) -> str:
        """The model, its version included when it has one."""
        ...

    def embed(self, texts: Sequence[str], seconds: float | None = None) -> Vectors:
        """The vectors of `texts` (n × dimensions, of length 1), as what people ask.

        Raises `EmbedderFailed`, at the latest after `seconds` when the embedder is elsewhere (None: it has its time).
        """
        ...
