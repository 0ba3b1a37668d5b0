"""The whole question for one step of a search, and its order."""

from __future__ import annotations

from datetime import date

import pytest

from indexing import ranking
from indexing.clauses import TextPlan
from indexing.elastic.ordering import NOWHERE_KM, TOP, sort_keys, told
from indexing.elastic.query_builder import Step, facets_of, search_body
from indexing.query import Place, Preference, SearchQuery, Sort

TODAY = date(2026, 1, 1)
HERE = Place(("france",), "82121", (44.0, 1.3))


def test_a_page_is_cut_by_offset_and_limit_as_far_as_the_window_reaches() -> None:
    body = search_body(SearchQuery(TODAY, offset=40, limit=20), TextPlan(), Step(0, None))
    assert (body["from"], body["size"], body["track_total_hits"]) == (40, 20, True)
    beyond = search_body(SearchQuery(TODAY, offset=9_990, limit=20), TextPlan(), Step(0, None))
    assert (beyond["from"], beyond["size"]) == (0, 0)


def test_a_facet_is_counted_without_its_own_filter() -> None:
    query = SearchQuery(TODAY, filters={"category": ("a",), "cost": ("b",)}, facets=("category", "kind", "mode"))
    body = search_body(query, TextPlan(), Step(0, None))
    category, cost = {"terms": {"categories": ["a"]}}, {"terms": {"cost": ["b"]}}
    assert body["post_filter"] == {"bool": {"filter": [category, cost]}}
    assert body["aggs"]["facets category"]["filter"] == {"bool": {"filter": [cost]}}
    assert body["aggs"]["facets "]["filter"] == {"bool": {"filter": [category, cost]}}
    assert list(body["aggs"]["facets "]["aggs"]) == ["kind", "mode"]
    counts = {
        "facets category": {"category": {"buckets": [{"key": "a", "doc_count": 3}]}},
        "facets ": {"kind": {"buckets": []}, "mode": {"buckets": [{"key": "m", "doc_count": 1}]}},
    }
    assert facets_of(query, counts) == {"category": {"a": 3}, "kind": {}, "mode": {"m": 1}}


def test_wider_radii_are_counted_by_the_same_question() -> None:
    body = search_body(SearchQuery(TODAY, place=HERE), TextPlan(), Step(0, 10.0), wider=(25.0, 100.0))
    assert list(body["aggs"]) == ["within 25.0", "within 100.0"]
    assert "10.0km" in str(body["post_filter"])
    assert "100.0km" in str(body["query"])
    narrow = search_body(SearchQuery(TODAY, place=HERE), TextPlan(), Step(0, 10.0))
    assert "aggs" not in narrow
    assert "post_filter" not in narrow


def test_the_formula_is_that_of_ranking() -> None:
    script = search_body(SearchQuery(TODAY, place=HERE), TextPlan(), Step(0, 10.0))["query"]["script_score"]["script"]
    for constant in (ranking.OVERDUE, ranking.NOT_VERIFIED, ranking.FULL, ranking.HALF_WAY_KM, ranking.UNKNOWN_NEAR):
        assert str(constant) in script["source"]
    assert script["params"]["today"] == ranking.days(TODAY)


def test_the_source_of_the_script_does_not_change_with_the_query() -> None:
    wish = Preference("audience", ("jeunes",))
    scripts = {
        search_body(query, TextPlan(), Step(0, None))["query"]["script_score"]["script"]["source"]
        for query in (
            SearchQuery(TODAY, place=HERE, preferences=(wish,)),
            SearchQuery(date(2027, 1, 1), place=Place(("x",)), preferences=(wish, Preference("cost", ("gratuit",)))),
        )
    }
    assert len(scripts) == 1  # compiled once


@pytest.mark.parametrize("sort", Sort)
def test_every_order_ends_with_something_unique(sort: Sort) -> None:
    keys = list(sort_keys(SearchQuery(TODAY, place=HERE, sort=sort)))
    assert "id" in keys
    assert keys[-1] == "id" or keys[: keys.index("id") + 1] == ["name", "id"]


def test_without_a_point_there_is_no_distance() -> None:
    assert list(sort_keys(SearchQuery(TODAY, place=Place(("france",))))) == ["step", "id"]


def test_score_and_distance_are_read_back_from_the_keys() -> None:
    score, distance = told({"step": TOP + 100.0, "distance": 1.5})
    assert (round(score, 3), distance) == (2.718, 1.5)
    assert told({"step": TOP, "distance": NOWHERE_KM}) == (1.0, None)
