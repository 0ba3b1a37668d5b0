"""From the table of fields to Tantivy: its schema, and a document as it stores it."""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import tantivy

from indexing.analysis import NO_WORD, fold, stem_analyzer, surface_analyzer, word_analyzer
from indexing.distances import cell_of
from indexing.document import Document
from indexing.fields import ABOUT_BYTES, FIELDS, TEXT_FIELDS, Kind, checked_about
from indexing.ranking import days

SCHEMA_VERSION = 4  # grows when the way a document is stored changes without `FIELDS`
NOWHERE = "nowhere"  # in `nearby`: coverage unknown and no point

# Beside the declared fields, what is derived from them. `ordinal` numbers every writing of a document, growing: it is
# the place of its columns in memory. `nearby` tells where a document of unknown coverage is (a cell, or `NOWHERE`).
# `anywhere` holds the stems of all text fields, `surfaces` their words unstemmed, to compare typing errors with.
# `about_0`… hold its place among needs, eight bytes each, all 0 when it is not known: Tantivy has no column of bytes.
# Pairs of 64-bit numbers sort as the first 16 bytes of the id and of the folded name do.
ANALYZERS: dict[str, Callable[[], tantivy.TextAnalyzer]] = {
    "french": stem_analyzer,
    "surfaces": surface_analyzer,
    "words": word_analyzer,
}
ABOUT_NUMBERS = tuple(f"about_{number}" for number in range(ABOUT_BYTES // 8))
NUMBERS = ("ordinal", "id_high", "id_low", "name_high", "name_low", "schedule_key", *ABOUT_NUMBERS)


def build_schema() -> tantivy.Schema:
    """The Tantivy schema of `FIELDS` and of what is derived from them."""
    builder = tantivy.SchemaBuilder()
    for field in FIELDS:
        match field.kind:
            case Kind.TEXT:
                builder.add_text_field(field.name, tokenizer_name="french")
            case Kind.KEYWORD:
                builder.add_text_field(
                    field.name, tokenizer_name="raw", index_option="basic", stored=field.name == "id"
                )
            case Kind.INTEGER | Kind.DAY:
                builder.add_integer_field(field.name, fast=True)
            case Kind.NUMBER:
                builder.add_float_field(field.name, fast=True)
            case Kind.FLAG:
                builder.add_boolean_field(field.name, fast=True)
            case Kind.POINT:
                builder.add_float_field("latitude", fast=True)
                builder.add_float_field("longitude", fast=True)
            case Kind.JSON:
                builder.add_bytes_field(field.name, stored=True)
    for number in NUMBERS:
        builder.add_unsigned_field(number, fast=True, indexed=number == "ordinal")
    builder.add_boolean_field("covers_unknown", fast=True, indexed=True)
    builder.add_text_field("nearby", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("name_key", tokenizer_name="raw", index_option="basic", stored=True)
    builder.add_text_field("name_words", tokenizer_name="words", index_option="freq")
    builder.add_text_field("organisation_words", tokenizer_name="words", index_option="freq")
    builder.add_text_field("surfaces", tokenizer_name="surfaces", index_option="basic")
    builder.add_text_field("anywhere", tokenizer_name="french", index_option="basic")
    return builder.build()


def fingerprint() -> str:
    """Changes with the schema: an index written otherwise must be rebuilt, not misread."""
    return hashlib.sha256(repr((SCHEMA_VERSION, FIELDS)).encode()).hexdigest()[:8]


def register_analyzers(index: tantivy.Index) -> None:
    """Tells `index` the analyzers its schema names."""
    for name, analyzer in ANALYZERS.items():
        index.register_tokenizer(name, analyzer())


def stored_form(document: Document, ordinal: int, schema: tantivy.Schema) -> tantivy.Document:
    """`document` as Tantivy takes it. Raises `ValueError` or `TypeError` when a value does not fit its field."""
    name_key = fold(document.name)
    texts = [text for field in TEXT_FIELDS if (text := getattr(document, field.name))]
    values: dict[str, Any] = {}
    for field in FIELDS:
        value = getattr(document, field.name)
        match field.kind:
            case Kind.TEXT:
                values[field.name] = value or NO_WORD
            case Kind.KEYWORD:
                values[field.name] = [value] if isinstance(value, str) and value else list(value)
            case Kind.DAY:
                values[field.name] = days(value)
            case Kind.POINT if value is not None:
                values["latitude"], values["longitude"] = value
            case Kind.JSON:
                values[field.name] = json.dumps(value, ensure_ascii=False, default=_as_json).encode()
            case Kind.INTEGER | Kind.NUMBER | Kind.FLAG:
                values[field.name] = value
    values |= {
        "ordinal": ordinal,
        "covers_unknown": not document.covers,
        "name_key": name_key,
        "name_words": document.name,
        "organisation_words": document.organisation,
        "surfaces": texts,
        "anywhere": texts,
        "schedule_key": schedule_key(document.schedule),
    }
    values["id_high"], values["id_low"] = id_order(document.id)
    values["name_high"], values["name_low"] = _order(name_key.encode())
    values |= zip(ABOUT_NUMBERS, about_numbers(document.about), strict=True)
    if not document.covers:
        values["nearby"] = cell_of(document.point) if document.point else NOWHERE
    return tantivy.Document.from_dict(values, schema)


def schedule_key(schedule: str) -> int:
    """A number for a schedule; 0 for the unknown one."""
    return int.from_bytes(hashlib.blake2b(schedule.encode(), digest_size=8).digest()) if schedule else 0


def about_numbers(about: bytes) -> tuple[int, ...]:
    """The bytes of `about` as the numbers they are stored as. Raises `ValueError` when it has another length."""
    return struct.unpack(f"<{len(ABOUT_NUMBERS)}Q", checked_about(about) or bytes(ABOUT_BYTES))


def id_order(identifier: str) -> tuple[int, int]:
    """Two numbers in the order of the ids: all of a UUID, the first 16 bytes of another id."""
    try:
        return divmod(UUID(identifier).int, 2**64)
    except ValueError:
        return _order(identifier.encode())


def _order(text: bytes) -> tuple[int, int]:
    return divmod(int.from_bytes(text[:16].ljust(16, b"\0")), 2**64)


def _as_json(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a card holds JSON, not {type(value).__name__}")
