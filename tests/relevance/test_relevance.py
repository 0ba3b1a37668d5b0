"""The search finds at least as well as it did: figures of the bench against `floors.yaml`."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import yaml

from tests.relevance import report
from tests.relevance.conftest import Bench
from tests.relevance.judgements import FOLDER, HELD_OUT
from tests.relevance.measure import ndcg

FLOORS = yaml.safe_load((FOLDER / "floors.yaml").read_bytes())
PROMISED = {"typo": 40, "acronym": 30, "sentence": 40, "place": 30, "name": 20}
QUERIES, OF_EACH_NEED, NEEDS, HELD_OUT_SHARE = 200, 15, 9, 1 / 3


@pytest.fixture(scope="session")
def figures(bench: Bench) -> dict[str, dict[str, Any]]:
    return report.rows(bench.found)


@pytest.mark.parametrize("rows", ["all", "held_out", "sentence", "typo"])
def test_ndcg_stays_above_its_floor(bench: Bench, figures: dict[str, dict[str, Any]], rows: str) -> None:
    assert figures[rows]["ndcg"] >= FLOORS[bench.engine]["ndcg"][rows]


def test_a_good_answer_stands_among_the_first_five_as_often_as_before(bench: Bench, figures: dict[str, Any]) -> None:
    assert figures["all"]["success"] >= FLOORS[bench.engine]["success"]


def test_queries_without_any_answer_stay_rare(bench: Bench, figures: dict[str, dict[str, Any]]) -> None:
    assert figures["all"]["zero"] <= FLOORS[bench.engine]["zero"]


def test_typing_errors_keep_the_answers_of_the_clean_query(bench: Bench, figures: dict[str, dict[str, Any]]) -> None:
    assert figures["all"]["overlap"] >= FLOORS[bench.engine]["overlap"]


def test_the_product_beats_plain_bm25_on_every_need(bench: Bench, figures: dict[str, dict[str, Any]]) -> None:
    plain = report.rows(bench.plain)
    needs = {item.query.need for item in bench.found}
    assert {need for need in needs if figures[need]["ndcg"] <= plain[need]["ndcg"]} == set()


def test_the_set_keeps_the_strata_it_promises(bench: Bench) -> None:
    queries = [item.query for item in bench.found]
    needs = Counter(query.need for query in queries)
    tags = Counter(tag for query in queries for tag in query.tags)
    assert len({(query.text, query.commune) for query in queries}) == len(queries) >= QUERIES
    assert len(needs) == NEEDS
    assert min(needs.values()) >= OF_EACH_NEED
    assert {tag: tags[tag] for tag, count in PROMISED.items() if tags[tag] < count} == {}
    assert sum(query.split == HELD_OUT for query in queries) >= HELD_OUT_SHARE * len(queries)


def test_every_query_has_a_good_answer_at_its_place(bench: Bench) -> None:
    assert [item.query.text for item in bench.found if max(item.grades.values(), default=0) < 2] == []


def test_a_perfect_order_is_worth_one_and_a_reversed_one_less() -> None:
    assert ndcg([3, 2, 1], [1, 2, 3]) == 1.0
    assert 0 < ndcg([1, 2, 3], [1, 2, 3]) < 1
    assert ndcg([], [3]) == 0.0
    assert ndcg([0] * 10 + [3], [3]) == 0.0
