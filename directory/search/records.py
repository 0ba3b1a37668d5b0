"""What the index should hold, by the record: the published resources, and nothing else; how many were read."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from directory.resources.models import Resource, ResourceVector
from directory.resources.status import Status


def count_published(session: Session) -> int:
    """How many documents the index should hold."""
    query = sa.select(sa.func.count()).select_from(Resource).where(Resource.status == Status.PUBLISHED)
    return session.scalar(query) or 0


def count_read(session: Session) -> int:
    """How many of them have a vector (`listing_vectors`)."""
    query = sa.select(sa.func.count()).select_from(ResourceVector).join(Resource)
    return session.scalar(query.where(Resource.status == Status.PUBLISHED)) or 0


def published_versions(session: Session) -> dict[str, int]:
    """Version of each resource that the index should hold, by id."""
    query = sa.select(Resource.id, Resource.version).where(Resource.status == Status.PUBLISHED)
    return dict(session.execute(query).all())
