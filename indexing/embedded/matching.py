"""From the plan of a text and a place to Tantivy's query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tantivy import Occur, Query, Schema

from indexing.clauses import EXACT_NAME, OTHER_FIELDS, Best, Clause, Phrase, Term, TextPlan, Topic, Unit
from indexing.distances import cells_around
from indexing.embedded.schema import NOWHERE
from indexing.query import Place

UNIT = 16_384.0  # above any relevance; with 24 units a 32-bit score still tells relevances a hundredth apart
MANY_VALUES = 200
WIDE_KM = 400.0  # beyond, looking cell by cell costs more than looking at all


def text_query(schema: Schema, plan: TextPlan, at_least: int) -> Query:
    """Documents that hold `at_least` of the units of `plan`; at 0, those that anything of a unit is found in.

    Score: relevance + `UNIT` × the number of units held; relevance alone when all units are asked for.
    """
    exact = Query.term_query(schema, "name_key", plan.name_key, index_option="basic")  # holds every unit, as asked
    if at_least == len(plan.units):
        clauses = [clause for unit in plan.units for clause in _required(schema, unit, exact)]
    else:
        clauses = list(_preferred(schema, plan.units, exact, at_least))
    clauses += [(Occur.Should, _best(schema, word)) for word in plan.extras]
    if plan.phrase:
        clauses.append((Occur.Should, clause_query(schema, plan.phrase)))
    clauses.append((Occur.Should, Query.const_score_query(exact, EXACT_NAME)))
    return Query.boolean_query(clauses)


def clause_query(schema: Schema, clause: Clause) -> Query:
    """One clause of a plan, with its score."""
    match clause:
        case Term(field, stem, weight):
            return Query.boost_query(Query.term_query(schema, field, stem, index_option="freq"), weight)
        case Phrase(field, stems, weight):
            return Query.boost_query(Query.phrase_query(schema, field, list(stems)), weight)
        case Topic(field, slug, weight):
            return Query.const_score_query(Query.term_query(schema, field, slug, index_option="basic"), weight)


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
    return _heaviest(clause_query(schema, term) for term in word.terms)


def _required(schema: Schema, unit: Unit, exact: Query) -> Iterator[tuple[Occur, Query]]:
    """Documents that hold `unit`, or are `exact`, with what its parts add to the score."""
    yield Occur.Must, Query.const_score_query(_any([_held(schema, unit), exact]), 0.0)
    yield from ((Occur.Should, query) for query in (*_wordings(schema, unit), *_topics(schema, unit)))


def _preferred(schema: Schema, units: Sequence[Unit], exact: Query, at_least: int) -> Iterator[tuple[Occur, Query]]:
    """Documents that hold `at_least` of `units` (`exact` ones hold all): `UNIT` for each, and what their parts add."""
    held = [Query.const_score_query(_any([_held(schema, unit), exact]), UNIT) for unit in units]
    added = [query for unit in units for query in (*_wordings(schema, unit), *_topics(schema, unit))]
    if at_least:
        yield Occur.Must, _any(held, at_least)
        yield from ((Occur.Should, query) for query in added)
    else:
        parts = [_best(schema, word) for unit in units for word in unit.words if unit.at_least > 1]
        yield Occur.Must, _any([*held, *added, *parts])


def _wordings(schema: Schema, unit: Unit) -> Iterator[Query]:
    """What the words of `unit`, or another wording, add to the score."""
    words = [_best(schema, word) for word in unit.words]
    wordings = [_best(schema, wording) for wording in (*unit.others, *unit.near)]
    own = words if len(words) == 1 else [_any(words, unit.at_least)] if words else []
    if own or wordings:
        yield _heaviest([*own, *wordings]) if wordings else own[0]


def _topics(schema: Schema, unit: Unit) -> Iterator[Query]:
    """What the topics of `unit` add to the score: the heaviest of those a document holds."""
    if unit.topics:
        yield Query.disjunction_max_query([clause_query(schema, topic) for topic in unit.topics])


def _held(schema: Schema, unit: Unit) -> Query:
    """Documents that hold `unit`."""
    ways = [_any([_anywhere(schema, word) for word in unit.words], unit.at_least)] if unit.words else []
    ways += [_anywhere(schema, wording) for wording in unit.others]
    ways += [clause_query(schema, topic) for topic in unit.topics if topic.finds]
    return ways[0] if len(ways) == 1 else _any(ways)


def _anywhere(schema: Schema, word: Best) -> Query:
    """Documents that hold `word`."""
    found = [Query.term_query(schema, field, stem, index_option="basic") for field, stem in word.places]
    return _any([*found, *(clause_query(schema, term) for term in word.terms if isinstance(term, Phrase))])


def _heaviest(queries: Iterable[Query]) -> Query:
    return Query.disjunction_max_query(list(queries), tie_breaker=OTHER_FIELDS)


def _in(schema: Schema, field: str, values: Sequence[str]) -> Query:
    """Documents that hold one of `values`. One clause a value is faster, until there are many."""
    if len(values) > MANY_VALUES:
        return Query.term_set_query(schema, field, values)
    return _any(Query.term_query(schema, field, value, index_option="basic") for value in values)


def _any(clauses: Iterable[Query], at_least: int = 1) -> Query:
    some = [(Occur.Should, clause) for clause in clauses]
    return Query.boolean_query(some, minimum_number_should_match=at_least)
