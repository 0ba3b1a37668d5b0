"""What names a record for good: its id and its slug."""

from __future__ import annotations

from uuid import UUID, uuid5

from slugify import slugify

from directory.resources.models import Resource

NAMESPACE = UUID("5b3f3f0e-6c39-4a53-9a54-0f2d8f6f1c82")  # never to change: every id follows from it
LONGEST_SLUG = Resource.__table__.c.slug.type.length or 0  # type: ignore[attr-defined]  # the column is a String

APOSTROPHES = (("’", " "), ("'", " "))  # they part words in French; slugify would join them


def record_id(source: str, external_id: str) -> str:
    """The id of the record that `source` calls `external_id`: the same on every computer, at every import.

    The pair is joined by a line break, which neither part can hold, so no two pairs give the same id.
    """
    return str(uuid5(NAMESPACE, f"{source}\n{external_id}"))


def slug_of(name: str, commune_name: str, resource_id: str, digits: int = 6) -> str:
    """`name` and commune in lower-case ASCII, then the first `digits` of the id so that homonyms differ."""
    words = slugify(
        f"{name} {commune_name}", max_length=LONGEST_SLUG - digits - 1, word_boundary=True, replacements=APOSTROPHES
    )
    return f"{words or 'fiche'}-{resource_id.replace('-', '')[:digits]}"
