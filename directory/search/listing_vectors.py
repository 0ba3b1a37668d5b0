"""Reading listings with an embedder, a few at a time: after they are written, and never in a search.

What is read can be dropped and read again. Nothing is lost when it is interrupted: each step keeps what it read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from directory.database import Database, utc_now
from directory.resources.index_queue import one_writer, queue
from directory.resources.markdown import to_text
from directory.resources.models import Resource, ResourceVector
from directory.resources.published import published
from directory.resources.status import Status
from directory.search.embedding.embedder import Embedder
from directory.search.need_space import need_space

STEP = 32  # listings read between two looks at the queue of the index: a second or two
LONGEST = 250  # characters read: 400 take 80 ms instead of 50, and order no better (docs/decisions)


@dataclass(frozen=True, slots=True)
class Told:
    """What a version of a resource tells, and the hash of that (SHA-256, hexadecimal)."""

    resource_id: str
    version: int
    text: str
    text_hash: str


def telling_text(resource: Resource) -> str:
    """What is read of `resource`: its name, its summary and the beginning of its description, each said once."""
    summary, description = (" ".join(text.split()) for text in (resource.summary, to_text(resource.description)))
    said = summary.rstrip(" .…")
    if description.startswith(said):
        description = description[len(said) :].lstrip(" .…")
    return " ".join(f"{resource.name}. {summary} {description}".split())[:LONGEST]


class ListingVectors:
    """Keeps the vectors of one record's published listings with one embedder; `None` reads nothing."""

    def __init__(self, database: Database, embedder: Embedder | None) -> None:
        self.database = database
        self.embedder = embedder

    def waiting(self) -> int:
        """How many listings are to be read, or looked at again because they changed."""
        if not (model := self._model()):
            return 0
        with self.database.reading() as session:
            return session.scalar(sa.select(sa.func.count()).select_from(_unread(model).subquery())) or 0

    def step(self, limit: int = STEP) -> int:
        """Reads at most `limit` of them and asks the index to look at them again. Returns how many were done.

        Nobody who edits waits while the embedder reads. Raises `EmbedderFailed`; nothing is changed then.
        """
        if not (model := self._model()):
            return 0
        self._forget_others(model)
        with self.database.reading() as session:
            ids = list(session.scalars(_unread(model).order_by(Resource.id).limit(limit)))
            told = [_told(resource) for resource in published(session, ids)]
            kept = _kept(session, ids)
        new = [listing for listing in told if (listing.resource_id, listing.text_hash) not in kept]
        read = dict(zip(new, self._read([listing.text for listing in new]), strict=True))
        # One that changed, but not what is read of it, keeps its vector.
        vectors = {listing: read.get(listing) or kept[listing.resource_id, listing.text_hash] for listing in told}
        with self.database.transaction() as session:
            one_writer(session)
            _keep(session, model, vectors)
            queue(session, [listing.resource_id for listing in new], utc_now())
        return len(told)

    def _model(self) -> str:
        """The embedder's model, when it is known where its vectors stand; else ""."""
        return self.embedder.name if self.embedder and need_space(self.embedder.name) else ""

    def _read(self, texts: Sequence[str]) -> Iterator[bytes]:
        vectors = self.embedder.embed(texts) if self.embedder and texts else ()
        return (np.asarray(vector, dtype="<f2").tobytes() for vector in vectors)

    def _forget_others(self, model: str) -> None:
        """Vectors of two models never meet: those of another one go first, from the index as from the record."""
        others = ResourceVector.model != model
        with self.database.reading() as session:
            if session.scalar(sa.select(ResourceVector.resource_id).where(others).limit(1)) is None:
                return
        with self.database.transaction() as session:
            one_writer(session)
            gone = session.scalars(sa.delete(ResourceVector).where(others).returning(ResourceVector.resource_id))
            queue(session, list(gone), utc_now())


def _unread(model: str) -> sa.Select[Any]:
    """Ids of the published resources that have no vector of `model`, or one of another version of theirs."""
    same = sa.and_(ResourceVector.resource_id == Resource.id, ResourceVector.model == model)
    changed = sa.or_(ResourceVector.version.is_(None), ResourceVector.version != Resource.version)
    return sa.select(Resource.id).outerjoin(ResourceVector, same).where(Resource.status == Status.PUBLISHED, changed)


def _told(resource: Resource) -> Told:
    text = telling_text(resource)
    return Told(resource.id, resource.version, text, hashlib.sha256(text.encode()).hexdigest())


def _kept(session: Session, ids: Iterable[str]) -> Mapping[tuple[str, str], bytes]:
    """Vectors by resource and hash of what was read."""
    rows = session.scalars(sa.select(ResourceVector).where(ResourceVector.resource_id.in_(ids)))
    return {(row.resource_id, row.text_hash): row.vector for row in rows}


def _keep(session: Session, model: str, vectors: Mapping[Told, bytes]) -> None:
    """Keeps the vectors of resources that are still there: one may have been deleted meanwhile."""
    ids = [listing.resource_id for listing in vectors]
    session.execute(sa.delete(ResourceVector).where(ResourceVector.resource_id.in_(ids)))
    there = set(session.scalars(sa.select(Resource.id).where(Resource.id.in_(ids))))
    rows = [
        {"resource_id": listing.resource_id, "version": listing.version, "text_hash": listing.text_hash}
        | {"model": model, "vector": vector}
        for listing, vector in vectors.items()
        if listing.resource_id in there
    ]
    if rows:
        session.execute(sa.insert(ResourceVector), rows)
