"""What a text means when no word of it is known: the topics nearest to it. A guess, never needed to answer."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from functools import lru_cache, partial

from directory.search.embedding.embedder import Embedder, EmbedderFailed
from directory.search.need_space import Needed, need_space
from directory.search.sayings import as_asked
from directory.search.topic_classifier import Meant, TopicClassifier, find_classifier

LEAST = 0.005  # probability below which a topic is not worth a mention
MOST = 12  # topics
SECONDS = 2.0  # that a search waits for an embedder elsewhere
REST_SECONDS = 60.0  # that one which failed is left alone
KEPT = 10_000  # texts whose topics are remembered

log = logging.getLogger(__name__)


class Meaning:
    """Reads texts with one embedder; `None` reads nothing. Loads what it needs at the first text."""

    def __init__(self, embedder: Embedder | None) -> None:
        self._embedder = embedder
        self._resting_until = 0.0
        self._remembered = lru_cache(KEPT)(partial(_ask, embedder)) if embedder else None

    def read(self, text: str) -> Meant:
        """What the whole `text` may mean, at most `MOST` topics; nothing when nothing is likely, or the embedder is
        off, fails or rests. Never raises."""
        asked = as_asked(text)
        if self._remembered is None or not asked or time.monotonic() < self._resting_until:
            return Meant()
        try:
            return self._remembered(asked)
        except (EmbedderFailed, OSError) as error:
            self._resting_until = time.monotonic() + REST_SECONDS
            log.warning("meaning is left out for %d seconds: %s", REST_SECONDS, error)
            return Meant()

    def about(self, needed: Sequence[Needed]) -> bytes:
        """Where listings that answer what is `needed` stand, as `SearchQuery.about`; b"" when it cannot be told."""
        space = need_space(self._embedder.name) if self._embedder and needed else None
        return space.asked(needed) if space else b""


def _ask(embedder: Embedder, asked: str) -> Meant:
    classifier = _classifier(embedder.name)
    (vector,) = embedder.embed([asked], SECONDS)
    return classifier.read(asked, vector, LEAST, MOST)


@lru_cache(maxsize=2)
def _classifier(model: str) -> TopicClassifier:
    """What tells topics by the vectors of `model`. Raises `EmbedderFailed` when it was never made."""
    found = find_classifier(model)
    if found is None:
        raise EmbedderFailed(f"the topics were not learnt with {model}: run « brp vectors »")
    return found
