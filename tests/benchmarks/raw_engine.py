"""Tantivy alone, written as its documentation would: the same text, the same question, none of our promises.

It knows neither exact order (distance, freshness), nor facets that ignore their own filter, nor typing errors.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import tantivy
from tantivy import Occur, Query

from indexing.analysis import stem_analyzer, tokens
from indexing.document import Document
from indexing.fields import FACETS, FIELDS, TEXT_FIELDS, Kind
from indexing.query import SearchQuery


def schema() -> tantivy.Schema:
    """Text with French stems, exact values as fast columns, the card stored."""
    builder = tantivy.SchemaBuilder()
    for field in TEXT_FIELDS:
        builder.add_text_field(field.name, tokenizer_name="french")
    for field in FIELDS:
        if field.kind is Kind.KEYWORD:
            builder.add_text_field(field.name, tokenizer_name="raw", index_option="basic", fast=bool(field.facet))
    builder.add_bytes_field("card", stored=True)
    return builder.build()


def build(documents: Iterable[Document], folder: Path) -> tuple[tantivy.Index, float]:
    """Indexes `documents` (already in memory); the index and the seconds it took."""
    index = tantivy.Index(schema(), path=str(folder))
    index.register_tokenizer("french", stem_analyzer())
    before = time.perf_counter()
    writer = index.writer()
    for document in documents:
        values: dict[str, object] = {field.name: getattr(document, field.name) for field in TEXT_FIELDS}
        for field in FIELDS:
            if field.kind is Kind.KEYWORD and (value := getattr(document, field.name)):
                values[field.name] = value if isinstance(value, str) else list(value)
        values["card"] = json.dumps(document.card, default=str).encode()
        writer.add_document(tantivy.Document.from_dict(values, index.schema))
    writer.commit()
    writer.wait_merging_threads()
    seconds = time.perf_counter() - before
    index.reload()
    return index, seconds


def search(index: tantivy.Index, queries: Sequence[SearchQuery]) -> list[float]:
    """Seconds of each query: the twenty best with their cards, and the counts of the facets."""
    searcher = index.searcher()
    counts = json.dumps({name: {"terms": {"field": FACETS[name].name, "size": 100}} for name in FACETS})
    aggregations = json.loads(counts)
    seconds = []
    for query in queries:
        before = time.perf_counter()
        asked = _query(index.schema, query)
        for _, address in searcher.search(asked, 20).hits:
            searcher.doc(address)
        searcher.aggregate(asked, aggregations)
        seconds.append(time.perf_counter() - before)
    return seconds


def _query(schema: tantivy.Schema, query: SearchQuery) -> Query:
    words = [
        Query.disjunction_max_query(
            [Query.boost_query(Query.term_query(schema, field.name, word.stem), field.weight) for field in TEXT_FIELDS]
        )
        for word in tokens(query.text)
    ]
    clauses = [(Occur.Must, word) for word in words]
    if query.place:
        clauses.append((Occur.Must, Query.term_set_query(schema, "covers", list(query.place.territories))))
    return Query.boolean_query(clauses)
