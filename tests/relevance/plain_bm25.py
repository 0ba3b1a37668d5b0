"""What the product must beat: BM25 over one French text field, any word, no thesaurus; the place is only a filter."""

from __future__ import annotations

from collections.abc import Mapping

import tantivy
from tantivy import Occur, Query

from indexing.analysis import NO_WORD, fold, stem_analyzer
from indexing.document import Document
from indexing.fields import TEXT_FIELDS
from tests.relevance.grading import Grader
from tests.relevance.judgements import Judged
from tests.relevance.measure import DEPTH, Ranker

MANY = 2_000  # more than the corpus holds: the place is looked at after the search


def plain_bm25(documents: Mapping[str, Document], grader: Grader) -> Ranker:
    """A ranker over an index in memory of all text fields of `documents`."""
    index = _index(documents)
    searcher = index.searcher()

    def find(query: Judged) -> list[str]:
        stems = dict.fromkeys(stem_analyzer().analyze(query.text))
        words = [(Occur.Should, Query.term_query(index.schema, "text", stem)) for stem in stems]
        hits = searcher.search(Query.boolean_query(words), MANY).hits if words else []
        names = (searcher.doc(address)["name"][0] for _, address in hits)
        serving = (name for name in names if grader.serves(documents[name], query.commune))
        return [name for name, _ in zip(serving, range(DEPTH), strict=False)]

    return find


def _index(documents: Mapping[str, Document]) -> tantivy.Index:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("name", stored=True, tokenizer_name="raw")
    builder.add_text_field("text", tokenizer_name="french")
    index = tantivy.Index(builder.build())
    index.register_tokenizer("french", stem_analyzer())
    writer = index.writer()
    for name, document in documents.items():
        text = " ".join(getattr(document, field.name) for field in TEXT_FIELDS)
        writer.add_document(tantivy.Document(name=name, text=text if fold(text) else NO_WORD))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index
