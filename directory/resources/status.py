"""Where a resource stands, and the only ways from one status to another (DESIGN §4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from directory.errors import RefusedTransition
from directory.resources.index_queue import one_writer, queue
from directory.resources.models import Resource


class Status(StrEnum):
    """Only published resources are shown and found."""

    DRAFT = "draft"
    PENDING = "pending"
    PUBLISHED = "published"
    SUSPENDED = "suspended"
    ARCHIVED = "archived"


LABELS: Mapping[Status, str] = {
    Status.DRAFT: "brouillon",
    Status.PENDING: "à valider",
    Status.PUBLISHED: "publiée",
    Status.SUSPENDED: "suspendue",
    Status.ARCHIVED: "archivée",
}

# draft → pending → published ⇄ suspended → archived, and nothing else. An import that publishes at once breaks no rule:
# the listing is born published, it never was a draft.
TRANSITIONS: Mapping[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.PENDING}),
    Status.PENDING: frozenset({Status.PUBLISHED}),
    Status.PUBLISHED: frozenset({Status.SUSPENDED}),
    Status.SUSPENDED: frozenset({Status.PUBLISHED, Status.ARCHIVED}),
    Status.ARCHIVED: frozenset(),
}


def change_status(session: Session, resource: Resource, new: Status, now: datetime) -> None:
    """Moves `resource` to `new` and tells the index, in the caller's transaction.

    Raises `RefusedTransition` when `TRANSITIONS` does not hold that step from the status stored at this moment.
    """
    one_writer(session)
    session.refresh(resource, ["status", "version"])  # another writer may have been first
    old = Status(resource.status)
    if new not in TRANSITIONS[old]:
        raise RefusedTransition(_refusal(old, new))
    resource.status = new
    resource.version += 1
    resource.updated_at = now
    queue(session, [resource.id], now)


def _refusal(old: Status, new: Status) -> str:
    possible = " ou ".join(f"« {LABELS[status]} »" for status in Status if status in TRANSITIONS[old])
    way_out = f"Elle peut seulement devenir {possible}." if possible else "Elle ne peut plus changer d’état."
    return f"Cette fiche est « {LABELS[old]} » : elle ne peut pas devenir « {LABELS[new]} ». {way_out}"
