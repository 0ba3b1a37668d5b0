from __future__ import annotations

import numpy as np
import pytest

from directory.search.topic_space import TopicSpace

COUNT, DIMENSIONS = 12, 8
A, B, NOTHING = range(3)


@pytest.fixture(scope="module")
def space() -> TopicSpace:
    """Two topics that point in two directions, and nothing in a third, with some noise."""
    noise = np.random.default_rng(7).normal(0, 0.3, (3 * COUNT, DIMENSIONS))
    vectors = np.repeat(np.eye(DIMENSIONS)[:3], COUNT, axis=0) + noise
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return TopicSpace.fit(vectors, np.repeat([A, B, NOTHING], COUNT))


@pytest.mark.parametrize("answer", [A, B, NOTHING])
def test_what_points_where_an_answer_does_is_most_like_it(space: TopicSpace, answer: int) -> None:
    assert space.likenesses(np.eye(DIMENSIONS)[[answer]]).argmax() == answer


def test_what_is_between_two_topics_is_less_like_one_than_what_is_there(space: TopicSpace) -> None:
    first, second = np.eye(DIMENSIONS)[:2]
    between, there = space.likenesses(np.array([first + second, first]))
    assert between[A] < there[A]


def test_every_text_is_compared_with_every_answer(space: TopicSpace) -> None:
    likenesses = space.likenesses(np.eye(DIMENSIONS)[:5])
    assert likenesses.shape == (5, 3)
    assert (np.abs(likenesses) <= 1).all()
