"""Saving listings and reading them back, on both databases."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from directory.database import Database
from directory.errors import NotFound
from directory.resources.models import IndexQueueEntry, Organisation, Resource
from directory.resources.status import Status, change_status
from directory.resources.store import (
    BATCH,
    Incoming,
    Outcome,
    other_offers,
    resource_by_id,
    resource_by_slug,
    save,
)
from tests.directory.resources.listings import LATER, NOW, empty_queue, listing, queued, save_all, stored

CREATED, UPDATED, UNCHANGED = Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED


def test_a_new_listing_is_created_with_all_its_values(database: Database) -> None:
    item = listing(categories=["se-loger", "se-soigner"], coverage=["france", "commune-82121"], phone="+33563000000")
    assert save_all(database, item) == [CREATED]
    resource = stored(database, item)
    assert (resource.name, resource.phone, resource.status) == ("Colis alimentaire", "+33563000000", "published")
    assert resource.categories == ["se-loger", "se-soigner"]
    assert resource.coverage == ["commune-82121", "france"]
    assert resource.organisation.name == "Entraide"
    assert (resource.version, resource.created_at, resource.updated_at) == (1, NOW, NOW)


def test_saving_the_same_listing_again_changes_nothing(database: Database) -> None:
    item = listing(categories=["se-loger"], coverage=["france"], closures=[], topics=["numerique"])
    save_all(database, item)
    empty_queue(database)
    assert save_all(database, item, now=LATER) == [UNCHANGED]
    assert stored(database, item).updated_at == NOW
    assert stored(database, item).version == 1
    assert queued(database) == []


@pytest.mark.parametrize(
    "change",
    [
        {"phone": "+33563000001"},
        {"topics": ["numerique"]},
        {"categories": ["se-soigner", "se-loger"]},
        {"coverage": ["commune-82121"]},
        {"coverage": []},
        {"closures": [{"from": "2026-08-01", "to": "2026-08-02", "reason": ""}]},
        {"source_updated_on": date(2026, 11, 1)},
        {"latitude": 44.1, "longitude": 1.3},
    ],
)
def test_a_change_is_stored_dated_counted_and_queued(database: Database, change: dict[str, Any]) -> None:
    item = listing(categories=["se-loger", "se-soigner"], coverage=["france"])
    save_all(database, item)
    empty_queue(database)
    changed = replace(item, resource={**(item.resource or {}), **change})
    assert save_all(database, changed, now=LATER) == [UPDATED]
    resource = stored(database, item)
    assert all(getattr(resource, key) == value for key, value in change.items())
    assert (resource.version, resource.created_at, resource.updated_at) == (2, NOW, LATER)
    assert queued(database) == [item.resource_id]


def test_a_field_that_the_source_does_not_carry_is_not_emptied(database: Database) -> None:
    save_all(database, listing(phone="+33563000000", categories=["se-loger"], coverage=["france"]))
    item = listing(summary="Sur rendez-vous")
    save_all(database, item)
    resource = stored(database, item)
    assert (resource.phone, resource.summary) == ("+33563000000", "Sur rendez-vous")
    assert (resource.categories, resource.coverage) == (["se-loger"], ["france"])


def test_a_save_never_moves_what_belongs_to_us(database: Database) -> None:
    item = listing(adviser_note="Demander Mme A.")
    save_all(database, item)
    with database.transaction() as session:
        resource = session.get_one(Resource, item.resource_id)
        resource.verified_on, resource.verified_by, resource.verified_how = date(2026, 11, 1), "la structure", "visite"
        resource.review_every_days = 30
        change_status(session, resource, Status.SUSPENDED, NOW)
    slug = stored(database, item).slug
    renamed = replace(item, resource={**(item.resource or {}), "name": "Colis de Noël", "adviser_note": ""})
    assert save_all(database, renamed, status=Status.PUBLISHED) == [UPDATED]
    resource = stored(database, item)
    assert resource.name == "Colis de Noël"
    assert (resource.verified_on, resource.verified_by, resource.verified_how) == (
        date(2026, 11, 1),
        "la structure",
        "visite",
    )
    assert (resource.status, resource.slug, resource.review_every_days) == ("suspended", slug, 30)
    assert resource.adviser_note == "Demander Mme A."


def test_ids_follow_from_source_and_external_id_alone(database: Database) -> None:
    one = Incoming("ab", {"external_id": "c", "name": "A"}, {"external_id": "d", "name": "A"})
    two = Incoming("a", {"external_id": "bc", "name": "A"}, {"external_id": "bd", "name": "A"})
    assert save_all(database, one, two) == [CREATED, CREATED]
    assert one.resource_id != two.resource_id
    assert one.resource_id == Incoming("ab", {}, {"external_id": "d"}).resource_id


def test_a_slug_says_name_and_commune_in_ascii_and_never_exceeds_its_column(database: Database) -> None:
    short, long = listing("Épicerie sociale « L’Étal »"), listing("Accompagnement " * 10)
    nameless = listing("—", commune_name="")
    save_all(database, short, long, nameless)
    assert stored(database, short).slug == f"epicerie-sociale-l-etal-montauban-{short.resource_id[:6]}"
    assert len(stored(database, long).slug) <= 120
    assert stored(database, nameless).slug == f"fiche-{nameless.resource_id[:6]}"


def test_a_slug_already_taken_gets_more_digits(database: Database) -> None:
    item = listing()
    save_all(database, listing("Autre"))
    with database.transaction() as session:
        session.scalars(sa.select(Resource)).one().slug = f"colis-alimentaire-montauban-{item.resource_id[:6]}"
    assert save_all(database, item) == [CREATED]
    assert stored(database, item).slug == f"colis-alimentaire-montauban-{item.resource_id.replace('-', '')}"


def test_an_organisation_alone_can_be_saved(database: Database) -> None:
    alone = Incoming("test", {"external_id": "entraide", "name": "Entraide"}, None)
    assert save_all(database, alone) == [CREATED]
    assert save_all(database, alone) == [UNCHANGED]
    assert queued(database) == []


def test_a_change_of_organisation_reaches_the_documents_of_all_its_resources(database: Database) -> None:
    one, two = listing("Un"), listing("Deux")
    save_all(database, one, two)
    empty_queue(database)
    renamed = Incoming("test", {"external_id": "entraide", "name": "Entraide 82"}, None)
    assert save_all(database, renamed, now=LATER) == [UPDATED]
    assert set(queued(database)) == {one.resource_id, two.resource_id}
    assert stored(database, one).version == 2
    assert stored(database, one).organisation.updated_at == LATER


def test_a_listing_whose_organisation_alone_changed_is_told_updated(database: Database) -> None:
    save_all(database, listing())
    assert save_all(database, listing(organisation={"phone": "+33563000000"})) == [UPDATED]


def test_an_organisation_described_twice_in_a_batch_takes_the_last_values(database: Database) -> None:
    items = [listing("Un", {"phone": "115"}), listing("Deux", {"phone": "3949"})]
    save_all(database, *items)
    assert stored(database, items[0]).organisation.phone == "3949"
    assert save_all(database, *items) == [UNCHANGED, UNCHANGED]


def test_a_listing_given_twice_in_a_batch_is_stored_once(database: Database) -> None:
    assert save_all(database, listing(), listing(), listing(summary="Autre")) == [CREATED, UNCHANGED, UPDATED]
    assert stored(database, listing()).summary == "Autre"
    assert queued(database) == [listing().resource_id]


def test_a_resource_can_move_to_another_organisation(database: Database) -> None:
    item = listing()
    save_all(database, item)
    moved = replace(item, organisation={"external_id": "croix", "name": "La Croix"})
    assert save_all(database, moved) == [UPDATED]
    assert stored(database, item).organisation.name == "La Croix"


def test_the_number_of_queries_does_not_grow_with_the_batch(database: Database) -> None:
    def queries_of(items: list[Incoming]) -> int:
        statements: list[str] = []

        def note(*arguments: Any) -> None:
            statements.append(arguments[2])

        sa.event.listen(database.engine, "before_cursor_execute", note)
        save_all(database, *items)
        sa.event.remove(database.engine, "before_cursor_execute", note)
        return len(statements)

    def batch(size: int, **values: Any) -> list[Incoming]:
        return [listing(f"L{number}", categories=["se-loger"], coverage=["france"], **values) for number in range(size)]

    one_created = queries_of([listing("Un", {"external_id": "un"}, categories=["se-loger"], coverage=["france"])])
    assert queries_of(batch(200)) == one_created
    assert queries_of(batch(200)) == queries_of(batch(1))
    assert queries_of(batch(200, summary="neuf")) == queries_of(batch(1, summary="plus neuf"))


def test_more_than_a_batch_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="500 at most"):
        save_all(database, *[listing()] * (BATCH + 1))


def test_a_transaction_undone_leaves_no_row_in_the_queue(database: Database) -> None:
    def fail() -> None:
        with database.transaction() as session:
            save(session, [listing()], status=Status.PUBLISHED, now=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert queued(database) == []


def test_two_writers_of_the_same_listings_lose_and_double_nothing(database: Database) -> None:
    batches, writers = 6, 3
    outcomes: list[Outcome] = []
    failures: list[BaseException] = []

    def write(writer: int) -> None:
        try:
            for batch in range(batches):
                # Writers meet the same rows in opposite orders, which is how deadlocks are made.
                names = sorted((f"L{batch}-{number}" for number in range(20)), reverse=writer % 2 == 0)
                outcomes.extend(save_all(database, *(listing(name, summary=f"par {writer}") for name in names)))
        except BaseException as failure:  # a thread keeps its errors to itself
            failures.append(failure)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with database.reading() as session:
        versions = session.scalars(sa.select(Resource.version)).all()
        entries = session.scalars(sa.select(IndexQueueEntry.id)).all()
        assert session.scalar(sa.select(sa.func.count()).select_from(Organisation)) == 1
    assert outcomes.count(CREATED) == len(versions) == batches * 20
    assert outcomes.count(UPDATED) == sum(versions) - len(versions)
    assert len(entries) == sum(versions)


def test_a_reader_by_slug_or_id_gets_the_resource_with_its_organisation(database: Database) -> None:
    item = listing()
    save_all(database, item)
    with database.reading() as session:
        resource = resource_by_id(session, item.resource_id)
        assert resource_by_slug(session, resource.slug) is resource
    assert resource.organisation.name == "Entraide"


def test_what_is_not_published_is_not_found_unless_asked_for(database: Database) -> None:
    item = listing()
    save_all(database, item, status=Status.DRAFT)
    with database.reading() as session:
        with pytest.raises(NotFound, match="n’est plus publiée"):
            resource_by_id(session, item.resource_id)
        draft = resource_by_id(session, item.resource_id, any_status=True)
        assert resource_by_slug(session, draft.slug, any_status=True) is draft
        with pytest.raises(NotFound):
            resource_by_slug(session, "inconnue")


def test_other_offers_are_the_published_ones_of_the_same_organisation(database: Database) -> None:
    one, two, three = listing("Colis"), listing("Vestiaire"), listing("Accueil de jour")
    elsewhere = replace(listing("Ailleurs"), organisation={"external_id": "croix", "name": "La Croix"})
    save_all(database, one, two, three, elsewhere)
    save_all(database, listing("Brouillon"), status=Status.DRAFT)
    with database.reading() as session:
        offers = other_offers(session, resource_by_id(session, one.resource_id))
    assert [offer.name for offer in offers] == ["Accueil de jour", "Vestiaire"]
