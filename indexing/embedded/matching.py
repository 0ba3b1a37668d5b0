"""From the plan of a text and a place to Tantivy's query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tantivy import Occur, Query, Schema

from indexing.distances import cells_around
from indexing.embedded.schema import NOWHERE
from indexing.fields import TEXT_FIELDS
from indexing.plan import EXACT_NAME, OTHER_FIELDS, Best, TextPlan
from indexing.query import Place

WORD = 16_384.0  # above any relevance; with 24 words a 32-bit score still tells relevances a hundredth apart
TEXT_NAMES = frozenset(field.name for field in TEXT_FIELDS)
MANY_VALUES = 200
WIDE_KM = 400.0  # beyond, looking cell by cell costs more than looking at all


def text_query(schema: Schema, plan: TextPlan, at_least: int) -> Query:
    """Documents that hold `at_least` of the words of `plan`. Score: relevance + `WORD` × the number of words held."""
    words = [_held(schema, word) for word in plan.words]
    if at_least == len(words):
        clauses = [(Occur.Must, word) for word in words]
    else:
        some = [(Occur.Should, word) for word in words]
        clauses = [(Occur.Must, Query.boolean_query(some, minimum_number_should_match=at_least))]
    clauses += [(Occur.Should, _best(schema, word)) for word in plan.words]
    if plan.phrase:
        phrase = Query.phrase_query(schema, plan.phrase.field, list(plan.phrase.stems))
        clauses.append((Occur.Should, Query.boost_query(phrase, plan.phrase.weight)))
    exact = Query.term_query(schema, "name_key", plan.name_key)
    clauses.append((Occur.Should, Query.const_score_query(exact, EXACT_NAME)))
    return Query.boolean_query(clauses)


def place_query(schema: Schema, place: Place, radius_km: float) -> Query:
    """Documents that may answer at `place`: a little too many of those of unknown coverage (cells, not a circle)."""
    clauses = [_in(schema, "covers", place.territories)]
    if place.commune:
        clauses.append(_in(schema, "commune", [place.commune]))
    if place.point is None or radius_km > WIDE_KM:
        clauses.append(Query.term_query(schema, "covers_unknown", True))
    else:
        clauses.append(_in(schema, "nearby", [NOWHERE, *cells_around(place.point, radius_km)]))
    return _any(clauses)


def located_query(schema: Schema, commune: str, territories: Sequence[str]) -> Query:
    """Documents that stand in `commune` and do not say that they serve one of `territories`."""
    serving = _in(schema, "covers", territories)
    return Query.boolean_query([(Occur.Must, _in(schema, "commune", [commune])), (Occur.MustNot, serving)])


def both(text: Query, place: Query | None) -> Query:
    """Documents that answer `text` (the score) at `place`; None is everywhere."""
    if place is None:
        return text
    return Query.boolean_query([(Occur.Must, text), (Occur.Must, Query.const_score_query(place, 0.0))])


def _best(schema: Schema, word: Best) -> Query:
    terms = [
        Query.boost_query(Query.term_query(schema, term.field, term.stem, index_option="freq"), term.weight)
        for term in word.terms
    ]
    return Query.disjunction_max_query(terms, tie_breaker=OTHER_FIELDS)


def _held(schema: Schema, word: Best) -> Query:
    """Documents that hold `word`: one look at the field of all texts instead of one a text field."""
    places = {("anywhere" if term.field in TEXT_NAMES else term.field, term.stem) for term in word.terms}
    terms = [Query.term_query(schema, field, stem, index_option="basic") for field, stem in sorted(places)]
    return Query.const_score_query(_any(terms), WORD)


def _in(schema: Schema, field: str, values: Sequence[str]) -> Query:
    """Documents that hold one of `values`. One clause a value is faster, until there are many."""
    if len(values) > MANY_VALUES:
        return Query.term_set_query(schema, field, values)
    return _any(Query.term_query(schema, field, value, index_option="basic") for value in values)


def _any(clauses: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, clause) for clause in clauses])
