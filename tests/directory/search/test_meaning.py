from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import yaml

from directory.search import guessing
from directory.search.embedding.embedder import Vectors
from directory.search.embedding.local import LocalEmbedder
from directory.search.embedding.server import ServerEmbedder
from directory.search.guessing import SHOWN
from directory.search.meaning import LEAST, MOST, Meaning
from directory.search.sayings import as_asked, read_sayings
from directory.search.topic_classifier import Meant
from tests.directory.search.embedding.counting import CountingEmbedder
from tests.directory.search.embedding.servers import running, server_that_answers

SENTENCES = yaml.safe_load((Path(__file__).parent / "sentences.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def meaning() -> Meaning:
    return Meaning(LocalEmbedder())


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("je n'ai plus de quoi manger", "equipement-et-alimentation--alimentation"),
        ("elle se lève la nuit pour boire du vin en cachette", "sante--addictions"),
        ("ma machine à laver vient de rendre l'âme", "equipement-et-alimentation--electromenager"),
        ("il a levé la main sur moi hier soir", "famille--surmonter-conflits-separation-violence"),
        ("MA CHAUDIÈRE EST TOMBÉE EN PANNE ET ON GÈLE", "logement-hebergement--se-maintenir-dans-le-logement"),
    ],
)
def test_a_sentence_finds_its_topic(meaning: Meaning, text: str, topic: str) -> None:
    assert meaning.read(text).topics[0][0] == topic


@pytest.mark.parametrize(
    "text", ["bonjour", "Jean Jaurès", "capitale de l'Australie", "recette de tarte aux pommes", "azerty"]
)
def test_what_asks_for_nothing_is_told_no_topic(meaning: Meaning, text: str) -> None:
    assert all(probability < SHOWN for _, probability in meaning.read(text).topics)


def test_an_empty_text_has_no_topic(meaning: Meaning) -> None:
    assert meaning.read("") == meaning.read("  ") == Meant()


def test_topics_come_with_their_probability_the_likeliest_first(meaning: Meaning) -> None:
    topics = meaning.read("je suis seule avec mes enfants et je n'y arrive plus").topics
    probabilities = [probability for _, probability in topics]
    assert 1 <= len(topics) <= MOST
    assert probabilities == sorted(probabilities, reverse=True)
    assert all(LEAST <= probability <= 1 for probability in probabilities)


def ordering(read: Meant) -> list[tuple[str, float]]:
    """The topics of `read` that order answers; one that is none when there is no such topic."""
    likely = [(topic, probability) for topic, probability in read.topics if probability >= guessing.LEAST]
    return likely[: guessing.MOST] or [("", 0.0)]


def test_sentences_that_are_no_examples_are_mostly_understood_and_as_sure_as_said(meaning: Meaning) -> None:
    read = [(ordering(meaning.read(sentence["q"])), sentence["topics"]) for sentence in SENTENCES]
    asked = [(topics, right) for topics, right in read if right]
    told = [topics[0][0] in right for topics, right in asked if topics[0][1] >= SHOWN]
    told_for_nothing = [topics for topics, right in read if not right and topics[0][1] >= SHOWN]
    assert sum(topics[0][0] in right for topics, right in asked) >= 0.75 * len(asked)
    assert sum(any(topic in right for topic, _ in topics) for topics, right in asked) >= 0.85 * len(asked)
    assert sum(told) >= 0.85 * len(told)
    assert len(told_for_nothing) <= 0.1 * (len(read) - len(asked))


def test_no_sentence_of_the_test_is_an_example() -> None:
    assert not {as_asked(sentence["q"]) for sentence in SENTENCES} & {*read_sayings().texts}


def test_an_embedder_that_is_off_reads_nothing() -> None:
    assert Meaning(None).read("je n'ai plus de quoi manger") == Meant()


def test_a_text_is_embedded_once_and_then_costs_nothing() -> None:
    embedder = CountingEmbedder()
    meaning = Meaning(embedder)
    first = meaning.read("J’ai faim et plus rien à manger")
    start = time.perf_counter()
    again = [meaning.read("j'ai faim et plus rien  à manger") for _ in range(100)]
    assert (time.perf_counter() - start) / 100 < 0.001
    assert again == [first] * 100
    assert len(embedder.asked) == 1


def test_a_broken_embedder_is_left_alone_for_a_while_and_told_once(caplog: pytest.LogCaptureFixture) -> None:
    embedder = CountingEmbedder()
    embedder.broken = True
    meaning = Meaning(embedder)
    with caplog.at_level(logging.WARNING):
        assert [meaning.read(f"j'ai faim {number}") for number in range(5)] == [Meant()] * 5
    assert len(embedder.asked) == 1
    assert len(caplog.records) == 1
    assert "faim" not in caplog.text


def test_what_an_embedder_failed_to_read_is_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    embedder = CountingEmbedder()
    embedder.broken = True
    meaning = Meaning(embedder)
    assert meaning.read("j'ai faim") == Meant()
    embedder.broken = False
    monkeypatch.setattr("time.monotonic", lambda: float("inf"))
    assert meaning.read("j'ai faim") != ()


def test_a_model_without_vectors_of_the_topics_says_what_to_do(caplog: pytest.LogCaptureFixture) -> None:
    with running(server_that_answers(b"{}")) as url, caplog.at_level(logging.WARNING):
        assert Meaning(ServerEmbedder(url, "unseen")).read("j'ai faim") == Meant()
    assert "brp vectors" in caplog.text


def test_a_vector_of_another_size_reads_nothing() -> None:
    class Short(LocalEmbedder):
        def embed(self, texts: Sequence[str], seconds: float | None = None) -> Vectors:
            del seconds
            return np.ones((len(texts), 3), dtype=np.float32)

    assert Meaning(Short()).read("j'ai faim") == Meant()
