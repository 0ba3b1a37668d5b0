from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from directory.errors import InvalidInput
from directory.search.embedding.embedder import EmbedderFailed
from directory.search.embedding.local import LocalEmbedder
from directory.search.sayings import FOLDER, NO_TOPIC, Sayings, read_sayings
from directory.search.topic_classifier import Meant, TopicClassifier, find_classifier, make_classifier
from directory.search.topic_space import Floats
from directory.taxonomy.vocabulary import vocabulary

COUNT, DIMENSIONS = 12, 8
FOOD, CHILDREN = "equipement-et-alimentation--alimentation", "famille--garde-denfants"
DIRECTIONS = np.eye(DIMENSIONS)


@pytest.fixture(scope="module")
def classifier() -> TopicClassifier:
    """Two topics and nothing, which point in three directions with some noise and have a word each."""
    vectors = np.repeat(DIRECTIONS[:3], COUNT, axis=0)
    vectors = vectors + np.random.default_rng(7).normal(0, 0.3, vectors.shape)
    topics = (FOOD,) * COUNT + (CHILDREN,) * COUNT + (NO_TOPIC,) * COUNT
    texts = tuple(f"{word} {number}" for word in ("repas", "crèche", "bonjour") for number in range(COUNT))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return TopicClassifier.fit(Sayings(texts, topics, ("",) * len(texts)), vectors.astype(np.float32))


def chances(classifier: TopicClassifier, text: str, vector: Floats) -> dict[str, float]:
    return dict(classifier.read(text, vector, 0.0, 2).topics)


def test_the_likeliest_topic_comes_first(classifier: TopicClassifier) -> None:
    assert [topic for topic, _ in classifier.read("", DIRECTIONS[1], 0.0, 2).topics] == [CHILDREN, FOOD]
    assert classifier.read("", DIRECTIONS[1], 0.8, 2).topics[0][1] > 0.8


def test_no_more_topics_than_asked_for_and_none_unlikelier(classifier: TopicClassifier) -> None:
    between = DIRECTIONS[0] + DIRECTIONS[1]
    assert len(classifier.read("", between, 0.0, 1).topics) == 1
    assert classifier.read("", DIRECTIONS[2], 0.5, 2) == Meant()


def test_a_word_makes_its_topic_likelier(classifier: TopicClassifier) -> None:
    between = DIRECTIONS[0] + DIRECTIONS[1]
    without, with_word = (chances(classifier, text, between) for text in ("", "une crèche"))
    assert with_word[CHILDREN] > without[CHILDREN]
    assert with_word[FOOD] < without[FOOD]


def test_a_vector_of_another_size_is_refused(classifier: TopicClassifier) -> None:
    with pytest.raises(EmbedderFailed, match="brp vectors"):
        classifier.read("", np.ones(3), 0.0, 1)


def test_what_is_kept_reads_as_what_was_learnt(classifier: TopicClassifier, tmp_path: Path) -> None:
    classifier.save(tmp_path / "meaning" / "kept.npz", "key")
    kept = TopicClassifier.load(tmp_path / "meaning" / "kept.npz", "key")
    assert kept is not None
    for text, vector in (("repas", DIRECTIONS[1]), ("crèche", DIRECTIONS[0] + DIRECTIONS[1])):
        before, after = (chances(one, text, vector) for one in (classifier, kept))
        assert after == pytest.approx(before, abs=0.01)
    assert TopicClassifier.load(tmp_path / "meaning" / "kept.npz", "another key") is None
    assert TopicClassifier.load(tmp_path / "nowhere.npz", "key") is None


def test_a_classifier_is_made_once_and_found_until_its_sentences_or_the_model_change(tmp_path: Path) -> None:
    topics, nothing = tmp_path / "topics.yaml", tmp_path / "nothing.yaml"
    topics.write_text(
        f"{FOOD}: {{about: manger, says: [j'ai faim, un repas]}}\n"
        f"{CHILDREN}: {{about: garder un enfant, says: [une crèche, une nounou]}}",
        encoding="utf-8",
    )
    nothing.write_text("[bonjour, bonsoir]", encoding="utf-8")
    embedder = LocalEmbedder()
    path = make_classifier(embedder, tmp_path, tmp_path / "made")
    found = find_classifier(embedder.name, tmp_path, [tmp_path, path.parent])
    assert found is not None
    assert found.topics == (FOOD, CHILDREN)
    assert find_classifier("another", tmp_path, [path.parent]) is None
    nothing.write_text("[bonjour, bonne nuit]", encoding="utf-8")
    assert find_classifier(embedder.name, tmp_path, [path.parent]) is None


def test_the_classifier_that_comes_with_the_code_has_learnt_its_sentences() -> None:
    embedder, sayings = LocalEmbedder(), read_sayings()
    shipped = find_classifier(embedder.name, folders=[FOLDER])
    assert shipped is not None, "run « brp vectors --folder seeds/meaning »"
    assert set(shipped.topics) == {*vocabulary().topics}
    for place in (0, len(sayings.texts) // 2, len(sayings.texts) - 1):
        (vector,) = embedder.embed([sayings.texts[place]])
        whitened = (vector - shipped.space.origin) @ shipped.space.whitening
        assert shipped.space.examples[place] @ whitened == pytest.approx(np.linalg.norm(whitened), rel=0.01)


def test_sentences_that_are_at_fault_are_not_learnt(tmp_path: Path) -> None:
    (tmp_path / "topics.yaml").write_text("mangez--bien: {about: manger, says: [un, deux]}", encoding="utf-8")
    (tmp_path / "nothing.yaml").write_text("[bonjour, bonsoir]", encoding="utf-8")
    with pytest.raises(InvalidInput):
        make_classifier(LocalEmbedder(), tmp_path, tmp_path)
