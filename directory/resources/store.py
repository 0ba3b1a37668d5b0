"""Saves organisations and resources by batches, and reads them back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from directory.errors import NotFound
from directory.resources.identity import record_id, slug_of
from directory.resources.index_queue import one_writer, queue
from directory.resources.models import Organisation, Resource, ResourceCategory, ResourceCoverage
from directory.resources.status import Status

BATCH = 500  # listings saved in one transaction: enough to be fast, few enough to hold other writers up for a moment
# Ours, not the source's: written when the listing is born, never moved by a later save.
OURS = frozenset({"adviser_note", "review_every_days"})

Record = TypeVar("Record", Organisation, Resource)


class Outcome(StrEnum):
    """What a save did to one listing."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A listing as its source gives it: clean values of the schemas, `external_id` included.

    `resource` is None when the source only describes an organisation. A key that is absent is left as it is stored.
    """

    source: str
    organisation: Mapping[str, Any]
    resource: Mapping[str, Any] | None

    @property
    def organisation_id(self) -> str:
        """The id its organisation has, or will have."""
        return record_id(self.source, self.organisation["external_id"])

    @property
    def resource_id(self) -> str:
        """The id its resource has, or will have; "" without a resource."""
        return record_id(self.source, self.resource["external_id"]) if self.resource else ""


def save(session: Session, incoming: Sequence[Incoming], *, status: Status, now: datetime) -> list[Outcome]:
    """Stores at most `BATCH` listings in the caller's transaction, with as many queries for one as for all.

    A listing is known by (source, external id): saving it twice changes nothing. New ones get `status`; those already
    stored keep theirs, as they keep their slug, `verified_*` and the fields of `OURS`. An organisation described
    several times in the batch takes the last values. What changed is queued for the index.

    Returns one outcome per listing, in order: that of its resource, or `UPDATED` when only its organisation changed.
    """
    if len(incoming) > BATCH:
        raise ValueError(f"{len(incoming)} listings at once, {BATCH} at most")
    one_writer(session)
    organisations = _save_organisations(session, incoming, now)
    resources = _stored(session, Resource, {item.resource_id for item in incoming if item.resource})
    slugs = _slugs(session, [item for item in incoming if item.resource and item.resource_id not in resources])
    outcomes = []
    changed: dict[str, None] = {}
    for item in incoming:
        outcome = of_organisation = organisations[item.organisation_id]
        if item.resource is not None:
            outcome = _save_resource(session, item, resources, slugs, status, now)
            if outcome != Outcome.UNCHANGED:
                changed[item.resource_id] = None
            elif of_organisation == Outcome.UPDATED:
                outcome = Outcome.UPDATED
        outcomes.append(outcome)
    session.flush()
    offers = _age_offers(session, [key for key, outcome in organisations.items() if outcome == Outcome.UPDATED])
    queue(session, changed | dict.fromkeys(offers), now)
    return outcomes


def _save_organisations(session: Session, incoming: Sequence[Incoming], now: datetime) -> dict[str, Outcome]:
    """What became of each organisation of the batch, by id."""
    sources = {item.organisation_id: item.source for item in incoming}
    values: dict[str, dict[str, Any]] = {}
    for item in incoming:
        values.setdefault(item.organisation_id, {}).update(item.organisation)
    stored = _stored(session, Organisation, values)
    outcomes = {}
    for key, given in values.items():
        if organisation := stored.get(key):
            changed = _write(organisation, given)
            organisation.updated_at = now if changed else organisation.updated_at
            outcomes[key] = Outcome.UPDATED if changed else Outcome.UNCHANGED
        else:
            session.add(Organisation(id=key, source=sources[key], created_at=now, updated_at=now, **given))
            outcomes[key] = Outcome.CREATED
    return outcomes


def _age_offers(session: Session, organisation_ids: Sequence[str]) -> list[str]:
    """Gives a new version to all resources of organisations that changed: their documents hold its name. Their ids."""
    if not organisation_ids:
        return []
    offers = sa.update(Resource).where(Resource.organisation_id.in_(organisation_ids))
    return list(session.scalars(offers.values(version=Resource.version + 1).returning(Resource.id)))


def _save_resource(
    session: Session,
    item: Incoming,
    stored: dict[str, Resource],
    slugs: Mapping[str, str],
    status: Status,
    now: datetime,
) -> Outcome:
    """Writes one resource, and adds it to `stored` when it is new."""
    given = dict(item.resource or {})
    categories, coverage = given.pop("categories", None), given.pop("coverage", None)
    given["organisation_id"] = item.organisation_id
    resource = stored.get(item.resource_id)
    if resource is None:
        resource = Resource(id=item.resource_id, slug=slugs[item.resource_id], source=item.source, status=status)
        resource.version, resource.created_at, resource.updated_at = 1, now, now
        for key, value in given.items():
            setattr(resource, key, value)
        _write_categories(resource, categories or [])
        _write_coverage(resource, coverage or [])
        session.add(resource)
        stored[resource.id] = resource
        return Outcome.CREATED
    changed = _write(resource, {key: value for key, value in given.items() if key not in OURS})
    if categories is not None and categories != resource.categories:
        _write_categories(resource, categories)
        changed = True
    if coverage is not None and set(coverage) != set(resource.coverage):
        _write_coverage(resource, coverage)
        changed = True
    if not changed:
        return Outcome.UNCHANGED
    resource.version += 1
    resource.updated_at = now
    return Outcome.UPDATED


def _stored(session: Session, model: type[Record], ids: Collection[str]) -> dict[str, Record]:
    return {record.id: record for record in session.scalars(sa.select(model).where(model.id.in_(ids)))}


def _write(record: Organisation | Resource, values: Mapping[str, Any]) -> bool:
    """Writes the values that differ; whether any did."""
    different = {key: value for key, value in values.items() if getattr(record, key) != value}
    for key, value in different.items():
        setattr(record, key, value)
    return bool(different)


def _write_categories(resource: Resource, categories: Sequence[str]) -> None:
    rows = {row.category: row for row in resource.category_rows}
    resource.category_rows = [rows.get(category) or ResourceCategory(category=category) for category in categories]
    for position, row in enumerate(resource.category_rows):
        row.position = position


def _write_coverage(resource: Resource, coverage: Sequence[str]) -> None:
    rows = {row.territory_id: row for row in resource.coverage_rows}
    resource.coverage_rows = [rows.get(code) or ResourceCoverage(territory_id=code) for code in sorted(set(coverage))]


def _slugs(session: Session, new: Sequence[Incoming]) -> dict[str, str]:
    """A free slug for each new resource, by id. Two ids that begin alike (one chance in 16 million) get more digits."""
    names = {
        item.resource_id: (item.resource["name"], item.resource.get("commune_name", ""))
        for item in new
        if item.resource
    }
    slugs = {key: slug_of(*words, key) for key, words in names.items()}
    taken = set(session.scalars(sa.select(Resource.slug).where(Resource.slug.in_(slugs.values()))))
    for key, slug in slugs.items():
        if slug in taken:
            slugs[key] = slug_of(*names[key], key, digits=32)
        taken.add(slug)
    return slugs


def resource_by_slug(session: Session, slug: str, *, any_status: bool = False) -> Resource:
    """The resource of that slug, with its organisation. Raises `NotFound`, also when it is not published."""
    return _one(session, Resource.slug == slug, any_status)


def resource_by_id(session: Session, resource_id: str, *, any_status: bool = False) -> Resource:
    """The resource of that id, with its organisation. Raises `NotFound`, also when it is not published."""
    return _one(session, Resource.id == resource_id, any_status)


def other_offers(session: Session, resource: Resource, limit: int = 20) -> list[Resource]:
    """Other published resources of the same organisation, by name."""
    query = (
        sa.select(Resource)
        .where(Resource.organisation_id == resource.organisation_id, Resource.id != resource.id)
        .where(Resource.status == Status.PUBLISHED)
        .order_by(Resource.name, Resource.id)
        .limit(limit)
    )
    return list(session.scalars(query))


def _one(session: Session, which: sa.ColumnElement[bool], any_status: bool) -> Resource:
    query = sa.select(Resource).where(which).options(joinedload(Resource.organisation))
    resource = session.scalars(query if any_status else query.where(Resource.status == Status.PUBLISHED)).one_or_none()
    if resource is None:
        raise NotFound("Cette fiche n’existe pas, ou n’est plus publiée. Cherchez-la par son nom ou par le besoin.")
    return resource
