from __future__ import annotations

from pathlib import Path

import pytest

from directory.errors import InvalidInput
from directory.search.sayings import NO_TOPIC, as_asked, key_of_sayings, read_sayings
from directory.search.thesaurus import thesaurus
from directory.taxonomy.vocabulary import vocabulary


def test_every_topic_is_said_in_several_ways() -> None:
    sayings = read_sayings()
    assert set(sayings.topics) == {*vocabulary().topics, NO_TOPIC}
    assert min(sayings.topics.count(topic) for topic in vocabulary().topics) >= 3


def test_every_precise_need_of_a_sentence_is_one_of_the_thesaurus() -> None:
    sayings = read_sayings()
    named = {(topic, need) for topic, need in zip(sayings.topics, sayings.needs, strict=True) if need}
    assert len(named) > 500
    assert named <= thesaurus().needs.keys()


def test_no_sentence_is_said_for_two_topics() -> None:
    texts = read_sayings().texts
    assert len(set(texts)) == len(texts)


def test_the_key_changes_with_the_model_and_with_any_file(tmp_path: Path) -> None:
    (tmp_path / "topics.yaml").write_text("a", encoding="utf-8")
    (tmp_path / "nothing.yaml").write_text("b", encoding="utf-8")
    first = key_of_sayings("model", tmp_path)
    assert (key_of_sayings("model", tmp_path) == first, key_of_sayings("other", tmp_path) == first) == (True, False)
    (tmp_path / "nothing.yaml").write_text("c", encoding="utf-8")
    assert key_of_sayings("model", tmp_path) != first


def test_a_topic_that_does_not_exist_is_told(tmp_path: Path) -> None:
    (tmp_path / "topics.yaml").write_text("mangez--bien: {about: manger, says: [un, deux]}", encoding="utf-8")
    (tmp_path / "nothing.yaml").write_text("[bonjour]", encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"mangez--bien.*nothing\.yaml"):
        read_sayings(tmp_path)


def test_who_shouts_or_types_curly_apostrophes_asks_for_the_same() -> None:
    assert as_asked("  J’AI   FAIM ") == "j'ai faim"
