"""The local embedder, which counts what it is asked, and breaks when told."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from directory.search.embedding.embedder import EmbedderFailed, Vectors
from directory.search.embedding.local import LocalEmbedder


class CountingEmbedder(LocalEmbedder):
    """`asked` texts; `broken` when told; does `meanwhile` before it answers."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.broken = False
        self.meanwhile: Callable[[], object] = lambda: None

    def embed(self, texts: Sequence[str], seconds: float | None = None) -> Vectors:
        self.asked += texts
        if self.broken:
            raise EmbedderFailed("broken")
        self.meanwhile()
        return super().embed(texts, seconds)
