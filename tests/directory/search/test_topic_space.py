from __future__ import annotations

import numpy as np
import pytest

from directory.search.sayings import NO_TOPIC, Sayings
from directory.search.topic_space import TopicSpace

COUNT, DIMENSIONS = 12, 8


@pytest.fixture(scope="module")
def space() -> TopicSpace:
    """Two topics that point in two directions, and nothing in a third, with some noise."""
    noise = np.random.default_rng(7).normal(0, 0.3, (3 * COUNT, DIMENSIONS))
    vectors = np.repeat(np.eye(DIMENSIONS)[:3], COUNT, axis=0) + noise
    sayings = Sayings(tuple(map(str, range(3 * COUNT))), ("a",) * COUNT + ("b",) * COUNT + (NO_TOPIC,) * COUNT)
    return TopicSpace.fit(sayings, (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32))


def test_the_nearest_topic_comes_first_and_is_likely(space: TopicSpace) -> None:
    assert [topic for topic, _ in space.nearest(np.eye(DIMENSIONS)[1], 0.0, 2)] == ["b", "a"]
    assert space.nearest(np.eye(DIMENSIONS)[1], 0.9, 2)[0][1] > 0.9


def test_what_is_near_nothing_is_no_topic(space: TopicSpace) -> None:
    assert space.nearest(np.eye(DIMENSIONS)[2], 0.5, 2) == ()


def test_what_is_between_two_topics_is_less_sure_than_what_is_one(space: TopicSpace) -> None:
    first, second = np.eye(DIMENSIONS)[:2]
    ((_, between),) = space.nearest(first + second, 0.0, 1)
    ((_, alone),) = space.nearest(first, 0.0, 1)
    assert between < alone


def test_no_more_topics_than_asked_for(space: TopicSpace) -> None:
    assert len(space.nearest(np.ones(DIMENSIONS), 0.0, 1)) == 1
