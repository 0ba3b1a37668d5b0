from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from directory.errors import InvalidInput
from directory.search.embedding.local import LocalEmbedder
from directory.search.sayings import (
    FOLDER,
    NO_TOPIC,
    Sayings,
    as_asked,
    find_vectors,
    make_vectors,
    read_sayings,
)
from directory.taxonomy.vocabulary import vocabulary


@pytest.fixture
def few() -> Sayings:
    return Sayings(("j'ai faim", "bonjour"), ("equipement-et-alimentation--alimentation", NO_TOPIC))


def test_every_topic_is_said_in_several_ways() -> None:
    sayings = read_sayings()
    assert set(sayings.topics) == {*vocabulary().topics, NO_TOPIC}
    assert min(sayings.topics.count(topic) for topic in vocabulary().topics) >= 3


def test_no_sentence_is_said_for_two_topics() -> None:
    texts = read_sayings().texts
    assert len(set(texts)) == len(texts)


def test_the_vectors_that_come_with_the_code_are_those_of_its_sentences() -> None:
    embedder, sayings = LocalEmbedder(), read_sayings()
    vectors = find_vectors(sayings, embedder.name, [FOLDER])
    assert vectors is not None, "run « brp vectors --folder seeds/meaning »"
    assert len(vectors) == len(sayings.texts)
    places = [0, len(vectors) // 2, len(vectors) - 1]
    assert np.allclose(vectors[places], embedder.embed([sayings.texts[place] for place in places]), atol=2e-3)


def test_vectors_are_found_again(tmp_path: Path, few: Sayings) -> None:
    embedder = LocalEmbedder()
    make_vectors(few, embedder, tmp_path / "meaning")
    found = find_vectors(few, embedder.name, [tmp_path, tmp_path / "meaning"])
    assert found is not None
    assert np.allclose(found, embedder.embed(few.texts), atol=2e-3)


def test_vectors_of_other_sentences_or_another_model_are_not_used(tmp_path: Path, few: Sayings) -> None:
    make_vectors(few, LocalEmbedder(), tmp_path)
    changed = Sayings((few.texts[0], "bonsoir"), few.topics)
    assert find_vectors(changed, LocalEmbedder().name, [tmp_path]) is None
    assert find_vectors(few, "another", [tmp_path]) is None


def test_a_topic_that_does_not_exist_is_told(tmp_path: Path) -> None:
    (tmp_path / "topics.yaml").write_text("mangez--bien: {about: manger, says: [un, deux]}", encoding="utf-8")
    (tmp_path / "nothing.yaml").write_text("[bonjour]", encoding="utf-8")
    with pytest.raises(InvalidInput, match="mangez--bien"):
        read_sayings(tmp_path)


def test_who_shouts_or_types_curly_apostrophes_asks_for_the_same() -> None:
    assert as_asked("  J’AI   FAIM ") == "j'ai faim"
