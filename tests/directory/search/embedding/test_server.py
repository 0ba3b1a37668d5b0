from __future__ import annotations

import time

import numpy as np
import pytest

from directory.search.embedding.choice import open_embedder
from directory.search.embedding.embedder import EmbedderFailed
from directory.search.embedding.local import LocalEmbedder
from directory.search.embedding.server import PORTION, ServerEmbedder
from tests.directory.search.embedding.servers import real_server, running, server_that_answers

TEXTS = ["je n'ai plus de quoi manger", "passer le permis", "il me frappe"]


def test_a_server_gives_the_vectors_that_its_model_gives_here() -> None:
    with running(real_server()) as url:
        embedder = open_embedder(f"{url}#small")
        assert embedder is not None
        assert embedder.name == "small"
        vectors = embedder.embed(TEXTS, 10)
    assert np.allclose(vectors, LocalEmbedder().embed(TEXTS), atol=1e-5)


def test_many_texts_are_asked_for_in_portions() -> None:
    texts = [f"besoin {number}" for number in range(PORTION + 1)]
    with running(real_server()) as url:
        vectors = ServerEmbedder(url, "small").embed(texts)
    assert np.allclose(vectors[-1:], LocalEmbedder().embed(texts[-1:]), atol=1e-5)
    assert len(vectors) == len(texts)


@pytest.mark.parametrize(
    "body",
    [
        b"<html>502 Bad Gateway</html>",
        b"{}",
        b'{"data": []}',
        b'{"data": [{"index": 0, "embedding": []}]}',
        b'{"data": [{"index": 0, "embedding": [0.0, 0.0]}]}',
        b'{"data": [{"index": 0, "embedding": [1.0, NaN]}]}',
        b'{"data": [{"index": 0, "embedding": "AAAA"}]}',
        b'{"data": [{"index": 0, "embedding": [1, 2]}, {"index": 1, "embedding": [1, 2]}]}',
        b'{"data": [{"index": 0, "embedding": [1, 2]}, {"index": 1, "embedding": [1]}]}',
    ],
)
def test_an_answer_that_is_no_vector_is_refused(body: bytes) -> None:
    with running(server_that_answers(body)) as url, pytest.raises(EmbedderFailed):
        ServerEmbedder(url, "model").embed(["manger"], 5)


def test_a_server_that_fails_is_told() -> None:
    with running(server_that_answers(b"{}", status=500)) as url, pytest.raises(EmbedderFailed, match="500"):
        ServerEmbedder(url, "model").embed(["manger"], 5)


def test_a_slow_server_is_not_waited_for() -> None:
    start = time.monotonic()
    with running(server_that_answers(b"{}", after=1.0)) as url:
        with pytest.raises(EmbedderFailed, match="Timeout"):
            ServerEmbedder(url, "model").embed(["manger"], 0.1)
        assert time.monotonic() - start < 0.9


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(EmbedderFailed):
        ServerEmbedder("http://127.0.0.1:9/v1", "model").embed(["manger"], 5)
