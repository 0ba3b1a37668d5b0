"""`python -m tests.operations.editing SEED COUNT`: makes COUNT edits of the record of the environment, at random.

Everybody edits the same listings, so that writers meet; each edit is a transaction of its own.
"""

from __future__ import annotations

import os
import random
import sys

import sqlalchemy as sa

from directory.database import Database, utc_now
from directory.resources.index_queue import one_writer
from directory.resources.models import Resource
from directory.resources.status import Status, change_status
from directory.resources.store import save
from directory.settings import Settings
from tests.directory.resources.listings import listing

LISTINGS = 200
OTHER = {Status.PUBLISHED: Status.SUSPENDED, Status.SUSPENDED: Status.PUBLISHED}


def edit(database: Database, chance: random.Random) -> None:
    """One edit: new words, a new name of the organisation of many, or in and out of sight."""
    number = chance.randrange(LISTINGS)
    organisation = {"external_id": f"o{number % 20}", "name": f"Entraide {number % 20}"}
    kind = chance.random()
    with database.transaction() as session:
        one_writer(session)  # what is read now stays true until the change is kept
        resource = session.scalars(sa.select(Resource).where(Resource.external_id == f"Listing {number}")).one_or_none()
        if resource is not None and kind < 0.3:
            change_status(session, resource, OTHER[Status(resource.status)], utc_now())
            return
        if kind < 0.35:
            organisation["name"] += f" {chance.randrange(1000)}"
        item = listing(
            f"Listing {number}",
            organisation,
            summary=f"Edited {chance.randrange(1_000_000)}",
            categories=["se-loger"],
            coverage=["departement-82"],
        )
        save(session, [item], status=Status.PUBLISHED, now=utc_now())


def main() -> None:
    """Edits as the command line says."""
    seed, count = map(int, sys.argv[1:])
    database = Database(Settings.from_environment(os.environ).database_url)
    chance = random.Random(seed)
    for _ in range(count):
        edit(database, chance)


if __name__ == "__main__":
    main()
