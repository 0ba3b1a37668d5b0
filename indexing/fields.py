"""The only place where an indexed field is declared. Both engines build their mapping and their queries from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

ABOUT_BYTES = 64  # signed, from -127 to 127: one a direction in which needs differ


class Kind(Enum):
    """How a value is indexed."""

    TEXT = auto()  # French analysis (`indexing.analysis`)
    KEYWORD = auto()  # exact value, one or many
    INTEGER = auto()
    NUMBER = auto()
    DAY = auto()  # a date, as days since 1970-01-01
    POINT = auto()  # latitude, longitude
    FLAG = auto()
    JSON = auto()  # stored, not searched
    VECTOR = auto()  # `ABOUT_BYTES` bytes, or none: compared, not searched


@dataclass(frozen=True, slots=True)
class Field:
    """`name` is the attribute of `Document`. `weight` is the part a text field takes in relevance (0 = none).

    `facet` is the name it is filtered and counted by outside (`category` for `categories`), "" when it is neither.
    """

    name: str
    kind: Kind
    weight: float = 0.0
    facet: str = ""


FIELDS: tuple[Field, ...] = (
    Field("id", Kind.KEYWORD),
    Field("version", Kind.INTEGER),
    Field("name", Kind.TEXT, weight=4.0),
    Field("organisation", Kind.TEXT, weight=2.0),
    Field("summary", Kind.TEXT, weight=2.0),
    Field("topic_words", Kind.TEXT, weight=1.5),
    Field("description", Kind.TEXT, weight=1.0),
    Field("audience_words", Kind.TEXT, weight=0.7),
    Field("commune_name", Kind.TEXT, weight=0.7),
    Field("categories", Kind.KEYWORD, facet="category"),
    Field("topics", Kind.KEYWORD, facet="topic"),
    Field("suggested_topics", Kind.KEYWORD),  # read in its words, when its source names none; never shown as its own
    Field("audiences", Kind.KEYWORD, facet="audience"),
    Field("modes", Kind.KEYWORD, facet="mode"),
    Field("languages", Kind.KEYWORD, facet="language"),
    Field("kind", Kind.KEYWORD, facet="kind"),
    Field("cost", Kind.KEYWORD, facet="cost"),
    Field("capacity", Kind.KEYWORD),
    Field("covers", Kind.KEYWORD),
    Field("commune", Kind.KEYWORD),
    Field("point", Kind.POINT),
    Field("remote", Kind.FLAG),
    Field("schedule", Kind.KEYWORD),
    Field("verified_on", Kind.DAY),
    Field("due_on", Kind.DAY),
    Field("overdue_on", Kind.DAY),
    Field("completeness", Kind.NUMBER),
    Field("about", Kind.VECTOR),
    Field("card", Kind.JSON),
)

TEXT_FIELDS: tuple[Field, ...] = tuple(field for field in FIELDS if field.kind is Kind.TEXT)
FACETS: dict[str, Field] = {field.facet: field for field in FIELDS if field.facet}


def checked_about(about: bytes) -> bytes:
    """`about` as it is. Raises `ValueError` unless it holds `ABOUT_BYTES` bytes or none."""
    if len(about) not in (0, ABOUT_BYTES):
        raise ValueError(f"about holds {len(about)} bytes: {ABOUT_BYTES} or none were expected")
    return about
