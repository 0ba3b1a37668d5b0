from __future__ import annotations

import numpy as np
import pytest

from directory.search.topic_words import TopicWords

TEXTS = ("plus de gazole dans la voiture", "le gazole est cher", "la crèche est fermée", "une crèche pour mon fils")


@pytest.fixture(scope="module")
def words() -> TopicWords:
    return TopicWords.fit(TEXTS, np.array([0, 0, 1, 1]))


@pytest.mark.parametrize(("text", "answer"), [("payer son gazole", 0), ("les crèches du quartier", 1)])
def test_a_word_tells_the_answer_whose_examples_hold_it(words: TopicWords, text: str, answer: int) -> None:
    assert words.evidence([text])[0].argmax() == answer


def test_words_of_no_example_tell_nothing(words: TopicWords) -> None:
    assert words.evidence(["un hélicoptère", ""]).tolist() == [[0.0, 0.0], [0.0, 0.0]]


def test_a_word_said_twice_tells_no_more_than_once(words: TopicWords) -> None:
    once, twice = words.evidence(["gazole", "gazole gazole"])
    assert once.tolist() == twice.tolist()
