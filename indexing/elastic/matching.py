"""From the plan of a text, a place and filters to clauses of Elasticsearch. Values in, dicts out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from indexing import ranking
from indexing.clauses import ALL_UNITS, EXACT_NAME, OTHER_FIELDS, Best, Clause, Phrase, Term, TextPlan, Topic, Unit
from indexing.elastic.schema import with_gaps
from indexing.fields import FACETS
from indexing.query import Place, SearchQuery

Query = dict[str, Any]

SERVES = "serves"  # marks hits whose coverage holds the place


def text_clause(plan: TextPlan, at_least: int, *, parts: bool) -> Query:
    """Documents that hold `at_least` of the units of `plan`, with their relevance; without units, all, with 1.

    At 0, those that anything of a unit is found in. With `parts`, each word of a unit adds to the score by itself too.
    """
    if not plan.units:
        return {"match_all": {}}
    named = {"term": {"name_key": plan.name_key}}  # holds every unit, as asked
    held = [any_of([_held(unit), named]) for unit in plan.units]
    added = [query for unit in plan.units for query in _scored(unit)]
    if parts:
        added += [_best(word) for unit in plan.units for word in unit.words if unit.at_least > 1]
    enough = any_of(held, at_least) if at_least else any_of([*held, *added])
    exact = {"constant_score": {"filter": named, "boost": EXACT_NAME}}
    phrase = [clause_query(plan.phrase)] if plan.phrase else []
    should = [*added, *(_best(word) for word in plan.extras), *phrase, exact]
    found = {"bool": {"filter": [enough], "should": should}}
    functions = [{"filter": all_of(held), "weight": ALL_UNITS}]
    return {"function_score": {"query": found, "functions": functions, "boost_mode": "multiply"}}


def clause_query(clause: Clause) -> Query:
    """One clause of a plan, with its score and its name."""
    name = mark(clause)
    match clause:
        case Term(field, stem, weight):
            return {"term": {field: {"value": stem, "boost": weight, "_name": name}}}
        case Phrase(field, stems, weight):
            return {"match_phrase": {field: {"query": with_gaps(stems), "boost": weight, "_name": name}}}
        case Topic(field, slug, weight):
            return {"constant_score": {"filter": {"term": {field: slug}}, "boost": weight, "_name": name}}


def mark(clause: Clause) -> str:
    """The name of `clause`: a hit tells the names of those it answers."""
    match clause:
        case Term(field, stem):
            return f"{field}:{stem}"
        case Phrase(field, stems):
            return f'{field}:"{with_gaps(stems)}"'
        case Topic(field, slug):
            return f"{field}={slug}"


def place_clause(place: Place, radius_km: float | None) -> Query:
    """Documents that may answer at `place`; those of unknown coverage within `radius_km` (None: anywhere)."""
    unknown: Query = {"term": {"covers_unknown": True}}
    if place.point is not None and radius_km is not None:
        latitude, longitude = place.point
        circle = {"distance": f"{radius_km}km", "point": {"lat": latitude, "lon": longitude}}
        nowhere = {"bool": {"must_not": [{"exists": {"field": "point"}}]}}
        unknown = all_of([unknown, any_of([{"geo_distance": circle}, nowhere])])
    clauses = [{"terms": {"covers": list(place.territories), "_name": SERVES}}, unknown]
    if place.commune:
        clauses.append({"term": {"commune": place.commune}})
    return any_of(clauses)


def facet_clauses(query: SearchQuery) -> dict[str, Query]:
    """The filters of `query` that are facets too, by facet."""
    return {facet: {"terms": {FACETS[facet].name: list(values)}} for facet, values in query.filters.items() if values}


def other_clauses(query: SearchQuery) -> Iterator[Query]:
    """The conditions of `query` that every count obeys."""
    if query.open_schedules is not None:
        held: Query = {"terms": {"schedule": sorted(query.open_schedules - {""})}}
        none: Query = {"bool": {"must_not": [{"exists": {"field": "schedule"}}]}}
        yield any_of([held, none]) if "" in query.open_schedules else held
    if query.verified_since is not None:
        yield {"range": {"verified_on": {"gte": ranking.days(query.verified_since)}}}


def all_of(clauses: Iterable[Query]) -> Query:
    """Documents that answer all `clauses`, without score."""
    return {"bool": {"filter": list(clauses)}}


def any_of(clauses: Sequence[Query], at_least: int = 1) -> Query:
    """Documents that answer `at_least` of `clauses`."""
    return {"bool": {"should": list(clauses), "minimum_should_match": at_least}}


def _best(word: Best) -> Query:
    return _heaviest([clause_query(term) for term in word.terms])


def _scored(unit: Unit) -> Iterator[Query]:
    """What the parts of `unit` add to the score: its words or another wording, and its topics."""
    words = [_best(word) for word in unit.words]
    wordings = [_best(wording) for wording in (*unit.others, *unit.near)]
    own = words if len(words) == 1 else [any_of(words, unit.at_least)] if words else []
    if own or wordings:
        yield _heaviest([*own, *wordings]) if wordings else own[0]
    if unit.topics:
        yield {"dis_max": {"queries": [clause_query(topic) for topic in unit.topics]}}


def _held(unit: Unit) -> Query:
    """Documents that hold `unit`."""
    ways = [any_of([_anywhere(word) for word in unit.words], unit.at_least)] if unit.words else []
    ways += [_anywhere(wording) for wording in unit.others]
    ways += [{"term": {topic.field: topic.slug}} for topic in unit.topics if topic.finds]
    return ways[0] if len(ways) == 1 else any_of(ways)


def _anywhere(word: Best) -> Query:
    """Documents that hold `word`."""
    stems: dict[str, list[str]] = {}
    for field, stem in word.places:
        stems.setdefault(field, []).append(stem)
    phrases = (phrase for phrase in word.terms if isinstance(phrase, Phrase))
    ways: list[Query] = [{"terms": {field: held}} for field, held in stems.items()]
    ways += [{"match_phrase": {phrase.field: with_gaps(phrase.stems)}} for phrase in phrases]
    return ways[0] if len(ways) == 1 else any_of(ways)


def _heaviest(queries: Sequence[Query]) -> Query:
    return {"dis_max": {"queries": list(queries), "tie_breaker": OTHER_FIELDS}}
