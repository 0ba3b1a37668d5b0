"""Completions of what is being typed: which words it may become, then which names hold them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from elasticsearch import Elasticsearch

from indexing.completions import COMPLETIONS, FIELDS, LOOKED_AT, most_frequent, named, shared_out, typed_words
from indexing.elastic.asking import ask
from indexing.results import Suggestion
from indexing.typos import beginning_variants, variants

MOST_KNOWN = 20_000  # words of names with the same first letter, to compare typing errors with


def run(client: Elasticsearch, index: str, prefix: str, limit: int) -> list[Suggestion]:
    """See `Engine.suggest`."""
    words = typed_words(prefix)
    if not words:
        return []
    known = ask(client, index, words_body(words))["aggregations"]
    kinds = []
    for kind, field in FIELDS.items():
        spellings = _spellings(client, index, field, words, known)
        found = _found(client, index, names_body(field, spellings)) if all(spellings) else ()
        kinds.append(named(kind, found, words))
    return shared_out(kinds, limit)


def words_body(words: Sequence[str]) -> dict[str, Any]:
    """Asks, for each field of names, what the last of `words` may become and which of the others are held."""
    aggregations: dict[str, Any] = {}
    for field in FIELDS.values():
        aggregations[f"{field} completed"] = _beginning(field, words[-1], COMPLETIONS)
        aggregations |= {f"{field} {word}": {"filter": {"term": {field: word}}} for word in words[:-1]}
    return {"size": 0, "aggs": aggregations}


def names_body(field: str, spellings: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Asks for the names that hold one spelling of each word."""
    clauses = [{"dis_max": {"queries": [{"term": {field: word}} for word in some]}} for some in spellings]
    return {"size": LOOKED_AT, "query": {"bool": {"must": clauses}}}


def _spellings(
    client: Elasticsearch, index: str, field: str, words: Sequence[str], known: Mapping[str, Any]
) -> list[list[str]]:
    """For each word, itself where it is held or the words it may stand for; for the last one, what it may become."""
    spellings = []
    for word in words[:-1]:
        held = known[f"{field} {word}"]["doc_count"]
        near = () if held else variants(word, _words(client, index, field, word[0]))
        spellings.append([word] if held else [variant.word for variant in near])
    completed = _counted(known[f"{field} completed"])
    if not completed:
        others = _words(client, index, field, words[-1][0])
        beginnings = tuple(variant.word for variant in beginning_variants(words[-1], others))
        completed = [(word, count) for word, count in others if word.startswith(beginnings)] if beginnings else []
    return [*spellings, most_frequent(completed)]


def _words(client: Elasticsearch, index: str, field: str, beginning: str) -> list[tuple[str, int]]:
    body = {"size": 0, "aggs": {"words": _beginning(field, beginning, MOST_KNOWN)}}
    return _counted(ask(client, index, body)["aggregations"]["words"])


def _beginning(field: str, beginning: str, size: int) -> dict[str, Any]:
    """Words of `field` that begin so (folded words hold letters and digits alone, no sign of a pattern)."""
    return {"terms": {"field": f"{field}.each", "include": f"{beginning}.*", "size": size}}


def _counted(terms: Mapping[str, Any]) -> list[tuple[str, int]]:
    return [(found["key"], found["doc_count"]) for found in terms["buckets"]]


def _found(client: Elasticsearch, index: str, body: dict[str, Any]) -> Iterator[tuple[float, str, Mapping[str, Any]]]:
    for hit in ask(client, index, body)["hits"]["hits"]:
        yield hit["_score"], hit["_id"], hit["_source"]["card"]
