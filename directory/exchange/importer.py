"""Listings → record: read to the end, then validated, located and saved batch after batch, each line accounted for.

A file that cannot be used raises before the first write. A crash keeps whole batches, and the same import run again
finishes the work: listings already stored are left as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from directory.database import Database
from directory.exchange.ledger import Ledger
from directory.exchange.listings import Listing, Refused
from directory.exchange.preparing import Accepted, Preparer, Stored, organisation_id, resource_id
from directory.exchange.progress import Progress
from directory.exchange.report import Account
from directory.exchange.spool import Spool
from directory.resources.models import Organisation, Resource
from directory.resources.status import Status, change_status
from directory.resources.store import Outcome, save
from directory.territories.gazetteer import Gazetteer
from directory.territories.geocoding import Geocoder

BATCH = 250  # listings a transaction

Outcomes = dict[int, Outcome]  # by position in the batch


def run(
    listings: Iterable[Listing | Refused],
    database: Database,
    gazetteer: Gazetteer,
    geocoder: Geocoder,
    *,
    status: Status,
    dry_run: bool,
    progress: Progress,
    now: datetime,
) -> Account:
    """Imports `listings`; the account says what became of every line. The caller closes it.

    `status` is that of new listings; one whose source says it is over is never published. With `dry_run` the same is
    done and nothing kept. Raises `UnusableFile` before anything is written.
    """
    account = Account(dry_run=dry_run)
    try:
        with Spool() as spool, Ledger() as ledger:
            count = _read(listings, spool, progress)
            preparer = Preparer(gazetteer, geocoder, account, ledger)
            with progress.stage("Essai à blanc" if dry_run else "Enregistrement", "fiches", count) as stage:
                for batch in spool.batches(BATCH):
                    rejected = account.rejections.count
                    accepted = preparer.prepare(batch, _stored(database, batch))
                    _count(account, accepted, *_save(database, accepted, status, now, keep=not dry_run))
                    stage.advance(len(batch), account.rejections.count - rejected)
            _look_for_vanished(database, ledger, account)
    except BaseException:
        account.close()
        raise
    return account


def _read(listings: Iterable[Listing | Refused], spool: Spool, progress: Progress) -> int:
    """Spools everything the files hold; returns how many listings and refused lines that is."""
    count = 0
    with progress.stage("Lecture", "lignes") as stage:
        for item in listings:
            spool.add(item)
            count += 1
            if isinstance(item, Refused):
                stage.advance(1, rejected=1)
            else:
                stage.advance(len(item.origins))
    return count


def _stored(database: Database, batch: Sequence[Listing | Refused]) -> Stored:
    """What the record already holds of a batch: its resources, and the organisations it names without describing."""
    listings = [item for item in batch if isinstance(item, Listing)]
    resources = {resource_id(item) for item in listings}
    named = {organisation_id(item) for item in listings if item.organisation.keys() == {"external_id"}}
    found: list[Resource | Organisation] = []
    with database.reading() as session:
        found += session.scalars(sa.select(Resource).where(Resource.id.in_(resources)))
        found += session.scalars(sa.select(Organisation).where(Organisation.id.in_(named)))
    return {record.id: record for record in found}


def _save(
    database: Database, accepted: Sequence[Accepted], status: Status, now: datetime, *, keep: bool
) -> tuple[Outcomes, Outcomes]:
    """Saves a batch in one transaction (undone unless `keep`); outcomes of its organisations, then of its resources.

    Organisations go first and alone, so that the outcome of a resource is its own.
    """
    organisations = [number for number, item in enumerate(accepted) if item.new_organisation]
    resources = [number for number, item in enumerate(accepted) if item.resource is not None]
    current = [number for number in resources if not accepted[number].listing.over]
    over = [number for number in resources if accepted[number].listing.over]
    with database.transaction() as session:

        def save_these(numbers: Sequence[int], status: Status, *, with_resource: bool) -> Outcomes:
            incoming = [accepted[number].incoming(with_resource=with_resource) for number in numbers]
            return dict(zip(numbers, save(session, incoming, status=status, now=now), strict=True))

        of_organisations = save_these(organisations, status, with_resource=False)
        of_resources = save_these(current, status, with_resource=True)
        of_resources |= save_these(over, Status.DRAFT, with_resource=True)
        _suspend(session, [resource_id(accepted[number].listing) for number in over], now)
        if not keep:
            session.rollback()
    return of_organisations, of_resources


def _suspend(session: Session, ids: Sequence[str], now: datetime) -> None:
    """Takes out of sight the published resources whose source says they are over."""
    published = sa.select(Resource).where(Resource.id.in_(ids), Resource.status == Status.PUBLISHED)
    for resource in session.scalars(published).all():
        change_status(session, resource, Status.SUSPENDED, now)


def _count(account: Account, accepted: Sequence[Accepted], organisations: Outcomes, resources: Outcomes) -> None:
    """Adds a saved batch to the account. A line that changed only the organisation of its resource is an update."""
    for number, item in enumerate(accepted):
        of_organisation = organisations.get(number, Outcome.UNCHANGED)
        if number in organisations:
            account.organisations.count(of_organisation)
        if number in resources:
            account.resources.count(resources[number])
        fate = resources.get(number, of_organisation)
        if fate == Outcome.UNCHANGED != of_organisation:
            fate = Outcome.UPDATED
        account.count_lines(item.listing.origins, fate)


def _look_for_vanished(database: Database, ledger: Ledger, account: Account) -> None:
    """Reports stored resources of the sources read that no file held. They are left as they are: the files may be a
    part of their source only, and only a person can tell."""
    for source in ledger.sources_of_resources():
        query = sa.select(Resource.id, Resource.external_id, Resource.name).where(
            Resource.source == source, Resource.status != Status.ARCHIVED
        )
        with database.reading() as session:
            for identifier, external_id, name in session.execute(query.execution_options(yield_per=1000)):
                if ledger.resource(source, external_id) is None:
                    account.vanished.add({"source": source, "external_id": external_id, "id": identifier, "name": name})
