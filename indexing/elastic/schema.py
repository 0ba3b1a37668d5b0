"""From the table of fields to Elasticsearch: its mapping, and a document as it holds it.

Texts are cut and stemmed here, by `indexing.analysis`, and sent as stems: what a query looks for cannot differ from one
engine to the other. So the mapping only cuts at spaces. See docs/decisions.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from indexing.analysis import NO_WORD, fold, tokens
from indexing.document import Document
from indexing.fields import ABOUT_BYTES, FIELDS, Kind, checked_about
from indexing.options import EngineOptions
from indexing.ranking import days

SCHEMA_VERSION = 3  # grows when the way a document is held changes without `FIELDS`
GAP = "_"  # stands for dropped words, so that a phrase keeps its gaps; it is no letter, thus no word
WINDOW = 10_000  # results that `from` and `size` reach; beyond, `indexing.elastic.paging` walks

KINDS: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"type": "text", "analyzer": "stems"},
    Kind.KEYWORD: {"type": "keyword"},
    Kind.INTEGER: {"type": "long"},
    Kind.NUMBER: {"type": "float"},
    Kind.DAY: {"type": "integer"},
    Kind.POINT: {"type": "geo_point"},
    Kind.FLAG: {"type": "boolean"},
    Kind.JSON: {"type": "object", "enabled": False},  # kept as it is: an answer is then decoded once
    Kind.VECTOR: {"type": "dense_vector", "element_type": "byte", "dims": ABOUT_BYTES, "index": False},
}
# Beside the declared fields, what is derived from them. `anywhere` holds the stems of all text fields, `surfaces` their
# words unstemmed, to compare typing errors with. Words of names are given one by one: `each` counts them.
NAME_WORDS = {
    "type": "text",
    "analyzer": "keyword",
    "index_options": "freqs",
    "fields": {"each": {"type": "keyword"}},
}
DERIVED: dict[str, dict[str, Any]] = {
    "covers_unknown": {"type": "boolean"},
    "name_key": {"type": "keyword"},
    "name_words": NAME_WORDS,
    "organisation_words": NAME_WORDS,
    "anywhere": {"type": "keyword", "doc_values": False, "similarity": "rarity"},
    "surfaces": {"type": "keyword", "doc_values": False},
}


def mapping() -> dict[str, Any]:
    """The mapping of `FIELDS` and of what is derived from them. Only what a result list shows is kept as sent."""
    properties = {field.name: KINDS[field.kind] for field in FIELDS} | DERIVED
    return {"dynamic": "strict", "_source": {"includes": ["card", "covers_unknown"]}, "properties": properties}


def index_settings(options: EngineOptions) -> dict[str, Any]:
    """Settings of an index being filled: without copies, and seen only when we say so."""
    return {
        "number_of_shards": options.shards,
        "number_of_replicas": 0,
        "refresh_interval": "-1",
        "max_result_window": WINDOW,
        # What was deleted has no version any more. Else each deletion told again (a worker killed before it could note
        # the first) adds one to it for a minute, and the listing that comes back is taken for an older one.
        "gc_deletes": "0s",
        "similarity": {"rarity": {"type": "BM25", "b": 0.0}},  # a keyword found once then scores its rarity: IDF alone
        "analysis": {
            "filter": {"gaps": {"type": "stop", "stopwords": [GAP]}},
            "analyzer": {"stems": {"type": "custom", "tokenizer": "whitespace", "filter": ["gaps"]}},
        },
    }


def service_settings(options: EngineOptions) -> dict[str, Any]:
    """Settings of an index put in service: with its copies."""
    if options.replicas:
        return {"auto_expand_replicas": "false", "number_of_replicas": int(options.replicas)}
    return {"auto_expand_replicas": "0-1"}


def fingerprint() -> str:
    """Changes with the schema: an index written otherwise must be rebuilt, not misread."""
    return hashlib.sha256(repr((SCHEMA_VERSION, FIELDS)).encode()).hexdigest()[:8]


def stored_form(document: Document) -> bytes:
    """`document` as JSON for Elasticsearch. Raises `ValueError` or `TypeError` when a value does not fit its field."""
    values: dict[str, Any] = {}
    words: dict[str, str] = {}
    for field in FIELDS:
        value = getattr(document, field.name)
        match field.kind:
            case Kind.TEXT:
                found = tokens(value)
                words |= {token.surface: token.stem for token in found}
                values[field.name] = with_gaps([(token.position, token.stem) for token in found]) or NO_WORD
            case Kind.KEYWORD:
                values[field.name] = value if isinstance(value, str) and value else list(value)
            case Kind.DAY:
                values[field.name] = days(value)
            case Kind.POINT:
                values[field.name] = {"lat": value[0], "lon": value[1]} if value else None
            case Kind.VECTOR:
                values[field.name] = value.hex() if any(checked_about(value)) else None
            case Kind.JSON | Kind.INTEGER | Kind.NUMBER | Kind.FLAG:
                values[field.name] = value
    name_key = fold(document.name)
    values |= {
        "covers_unknown": not document.covers,
        "name_key": name_key,
        "name_words": name_key.split(),
        "organisation_words": fold(document.organisation).split(),
        "anywhere": sorted(set(words.values())),
        "surfaces": sorted(words),
    }
    return json.dumps(values, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_as_json).encode()


def with_gaps(stems: Sequence[tuple[int, str]]) -> str:
    """Stems at their positions, as text that the mapping cuts back into them."""
    written: list[str] = []
    for position, stem in stems:
        written += [GAP] * (position - stems[0][0] - len(written))
        written.append(stem)
    return " ".join(written)


def _as_json(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a card holds JSON, not {type(value).__name__}")
