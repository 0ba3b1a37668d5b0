"""What the record itself can tell of the published resources: the state of the base, and its lists by category.

Used where no engine is needed, or none answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from directory.resources.models import Resource, ResourceCategory, ResourceCoverage
from directory.resources.status import Status

RECENT = timedelta(days=183)  # « vérifiées depuis moins de 6 mois »
PAGE_SIZE = 50
DEPARTEMENT = "departement-"


@dataclass(frozen=True, slots=True)
class BaseFacts:
    """The state of the base: published resources, those verified within six months, the last change."""

    total: int
    recently_verified: int
    updated_at: datetime | None

    @property
    def verified_percent(self) -> int:
        """Share verified within six months, rounded down: it never says more than what is."""
        return 100 * self.recently_verified // self.total if self.total else 0


def base_facts(session: Session, today: date) -> BaseFacts:
    """The state of the base on `today`."""
    recent = func.count().filter(Resource.verified_on >= today - RECENT)
    row = session.execute(
        select(func.count(), recent, func.max(Resource.updated_at)).where(Resource.status == Status.PUBLISHED)
    ).one()
    return BaseFacts(*row)


def count_by_category(session: Session) -> Mapping[str, int]:
    """Published resources of each category that has some."""
    published = select(Resource.id).where(Resource.status == Status.PUBLISHED)
    counted = (
        select(ResourceCategory.category, func.count())
        .where(ResourceCategory.resource_id.in_(published))
        .group_by(ResourceCategory.category)
    )
    return {row.category: row[1] for row in session.execute(counted)}


def departements_served(session: Session, limit: int = 12) -> list[str]:
    """Ids of the départements that most resources say they serve, most served first.

    Whether a resource is published is not looked at: this only orders a menu, and would cost ten times more.
    """
    territory = ResourceCoverage.territory_id
    served = (
        select(territory)
        .where(territory.startswith(DEPARTEMENT))
        .group_by(territory)
        .order_by(func.count().desc(), territory)
        .limit(limit)
    )
    return list(session.scalars(served))


def in_category(session: Session, category: str, territories: Sequence[str], page: int = 1) -> list[Resource]:
    """A page of `PAGE_SIZE` published resources of `category`, by name, with their organisations.

    With `territories` (ids of a place and of what holds it), only those that serve one of them or do not say whom
    they serve.
    """
    listed = (
        select(Resource)
        .join(ResourceCategory, ResourceCategory.resource_id == Resource.id)
        .where(Resource.status == Status.PUBLISHED, ResourceCategory.category == category)
        .options(joinedload(Resource.organisation))
        .order_by(Resource.name, Resource.id)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    if territories:
        serving = Resource.coverage_rows.any(ResourceCoverage.territory_id.in_(territories))
        listed = listed.where(or_(serving, ~Resource.coverage_rows.any()))
    return list(session.scalars(listed))
