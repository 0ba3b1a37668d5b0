"""The table of statuses."""

from __future__ import annotations

from itertools import product

import pytest

from directory.database import Database
from directory.errors import RefusedTransition, status_of
from directory.resources.models import Resource
from directory.resources.status import LABELS, TRANSITIONS, Status, change_status
from tests.directory.resources.listings import LATER, empty_queue, listing, queued, save_all, stored

ALLOWED = {
    ("draft", "pending"),
    ("pending", "published"),
    ("published", "suspended"),
    ("suspended", "published"),
    ("suspended", "archived"),
}


def test_the_table_is_the_one_of_the_design() -> None:
    assert {(old, new) for old, news in TRANSITIONS.items() for new in news} == ALLOWED
    assert set(TRANSITIONS) == set(LABELS) == set(Status)


@pytest.mark.parametrize(("old", "new"), sorted(product(Status, Status)))
def test_a_step_is_made_or_refused_as_the_table_says(database: Database, old: Status, new: Status) -> None:
    item = listing()
    save_all(database, item, status=old)
    empty_queue(database)

    def step() -> None:
        with database.transaction() as session:
            change_status(session, session.get_one(Resource, item.resource_id), new, LATER)

    if (old, new) in ALLOWED:
        step()
        resource = stored(database, item)
        assert (resource.status, resource.version, resource.updated_at) == (new, 2, LATER)
        assert queued(database) == [item.resource_id]
    else:
        with pytest.raises(RefusedTransition):
            step()
        assert (stored(database, item).status, queued(database)) == (old, [])


def test_a_refusal_says_in_french_what_is_possible(database: Database) -> None:
    item = listing()
    save_all(database, item)
    with database.transaction() as session:
        resource = session.get_one(Resource, item.resource_id)
        with pytest.raises(RefusedTransition) as refusal:
            change_status(session, resource, Status.ARCHIVED, LATER)
    assert str(refusal.value) == (
        "Cette fiche est « publiée » : elle ne peut pas devenir « archivée ». "
        "Elle peut seulement devenir « suspendue »."
    )
    assert status_of(refusal.value) == 409


def test_the_status_that_counts_is_the_stored_one_not_the_one_read_before(database: Database) -> None:
    item = listing()
    save_all(database, item)
    stale = stored(database, item)
    with database.transaction() as session:
        change_status(session, session.get_one(Resource, item.resource_id), Status.SUSPENDED, LATER)
    with database.transaction() as session:
        session.add(stale)
        change_status(session, stale, Status.ARCHIVED, LATER)
    assert stored(database, item).status == Status.ARCHIVED
