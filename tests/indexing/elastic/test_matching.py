"""From a plan, a place and filters to clauses: values in, dicts out."""

from __future__ import annotations

from datetime import date

from indexing.clauses import ALL_UNITS, EXACT_NAME, OTHER_FIELDS, WEIGHTS, Best, Phrase, Term, TextPlan, Topic, Unit
from indexing.elastic.matching import (
    SERVES,
    clause_query,
    facet_clauses,
    mark,
    other_clauses,
    place_clause,
    text_clause,
)
from indexing.query import Place, SearchQuery

AID, HOME = (Best(tuple(Term(name, stem, weight) for name, weight in WEIGHTS.items())) for stem in ("aid", "logement"))
PLAN = TextPlan(units=(Unit((AID,)), Unit((HOME,))), stages=(2, 1), name_key="aide logement")


def test_without_units_every_document_answers() -> None:
    assert text_clause(TextPlan(), 0, parts=False) == {"match_all": {}}


def test_all_units_are_required_at_the_first_stage_and_some_at_the_next() -> None:
    for stage in PLAN.stages:
        clause = text_clause(PLAN, stage, parts=False)["function_score"]
        (enough,) = clause["query"]["bool"]["filter"]
        assert enough["bool"] == {
            "should": [
                {
                    "bool": {
                        "should": [
                            {"bool": {"should": [{"terms": {"anywhere": [stem]}}], "minimum_should_match": 1}},
                            {"term": {"name_key": "aide logement"}},
                        ],
                        "minimum_should_match": 1,
                    }
                }
                for stem in ("aid", "logement")
            ],
            "minimum_should_match": stage,
        }
        (all_held,) = clause["functions"]
        assert all_held["weight"] == ALL_UNITS


def test_a_word_counts_where_it_weighs_most_and_the_exact_name_above_all() -> None:
    aid, _, exact = text_clause(PLAN, 2, parts=False)["function_score"]["query"]["bool"]["should"]
    assert aid["dis_max"]["tie_breaker"] == OTHER_FIELDS
    assert aid["dis_max"]["queries"][0] == {"term": {"name": {"value": "aid", "boost": 4.0, "_name": "name:aid"}}}
    assert exact == {"constant_score": {"filter": {"term": {"name_key": "aide logement"}}, "boost": EXACT_NAME}}


def test_words_of_a_unit_held_in_part_count_only_when_asked() -> None:
    plan = TextPlan(units=(Unit((AID, HOME), at_least=2),), stages=(1, 0))
    whole, parts = (text_clause(plan, 1, parts=parts)["function_score"]["query"]["bool"] for parts in (False, True))
    assert len(parts["should"]) == len(whole["should"]) + 2
    assert whole["should"][0]["bool"]["minimum_should_match"] == 2


def test_each_kind_of_clause_has_a_name_by_which_a_hit_tells_it() -> None:
    phrase = Phrase("name", ((0, "prêt"), (2, "honneur")), 3.0)
    topic = Topic("topics", "mobilite", 7.0, finds=True)
    assert clause_query(phrase) == {
        "match_phrase": {"name": {"query": "prêt _ honneur", "boost": 3.0, "_name": 'name:"prêt _ honneur"'}}
    }
    assert clause_query(topic)["constant_score"]["boost"] == 7.0
    assert mark(topic) == "topics=mobilite"


def test_a_place_takes_what_covers_it_what_stands_there_and_the_unknown_nearby() -> None:
    place = Place(("commune-82121", "france"), "82121", (44.0, 1.3))
    serves, unknown, stands = place_clause(place, 25.0)["bool"]["should"]
    assert serves == {"terms": {"covers": ["commune-82121", "france"], "_name": SERVES}}
    assert stands == {"term": {"commune": "82121"}}
    circle = unknown["bool"]["filter"][1]["bool"]["should"][0]["geo_distance"]
    assert circle == {"distance": "25.0km", "point": {"lat": 44.0, "lon": 1.3}}


def test_a_place_without_a_point_takes_every_unknown() -> None:
    assert {"term": {"covers_unknown": True}} in place_clause(Place(("france",)), None)["bool"]["should"]


def test_filters_that_are_facets_stand_apart_from_the_others() -> None:
    query = SearchQuery(
        today=date(2026, 1, 1),
        filters={"category": ("se-loger",), "cost": ()},
        open_schedules=frozenset({"Mo"}),
        verified_since=date(1970, 1, 11),
    )
    assert facet_clauses(query) == {"category": {"terms": {"categories": ["se-loger"]}}}
    assert list(other_clauses(query)) == [{"terms": {"schedule": ["Mo"]}}, {"range": {"verified_on": {"gte": 10}}}]


def test_unknown_hours_are_those_of_documents_without_a_schedule() -> None:
    (clause,) = other_clauses(SearchQuery(today=date(2026, 1, 1), open_schedules=frozenset({"Mo", ""})))
    assert clause["bool"]["should"] == [
        {"terms": {"schedule": ["Mo"]}},
        {"bool": {"must_not": [{"exists": {"field": "schedule"}}]}},
    ]
