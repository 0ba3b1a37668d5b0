"""The index follows the record, whatever is killed on the way."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterable, Sequence

import pytest

import indexing.errors
from directory.errors import SearchUnavailable
from directory.resources.index_queue import queue
from directory.resources.models import Resource
from directory.resources.status import Status, change_status
from directory.search.index_lock import index_lock
from directory.search.index_sync import IndexSync
from directory.search.params import SearchParams
from directory.services import Services
from directory.settings import Settings
from indexing.document import Document
from indexing.embedded.engine import EmbeddedEngine
from indexing.results import ApplyReport
from tests.directory.conftest import NOW, ON_BOTH_DATABASES, Publish

pytestmark = ON_BOTH_DATABASES


def found(services: Services, words: str) -> list[str]:
    return [item.card["name"] for item in services.finder.find(SearchParams(q=words), NOW).items]


def suspend(services: Services, resource_id: str) -> None:
    with services.database.transaction() as session:
        resource = session.get(Resource, resource_id)
        assert resource is not None
        change_status(session, resource, Status.SUSPENDED, NOW)


def test_a_published_listing_is_found_once_the_queue_is_drained(services: Services, publish: Publish) -> None:
    publish("Épicerie solidaire")
    report = services.index_sync.drain()
    assert (report.applied, report.deleted, report.failed) == (1, 0, {})
    assert found(services, "épicerie") == ["Épicerie solidaire"]
    assert services.index_sync.status().queued == 0


def test_a_change_replaces_and_a_suspension_removes(services: Services, publish: Publish) -> None:
    resource_id = publish("Épicerie solidaire", first_step="Appeler")
    services.index_sync.drain()
    publish("Épicerie solidaire", summary="Des courses à petit prix")
    services.index_sync.drain()
    assert found(services, "courses") == ["Épicerie solidaire"]
    suspend(services, resource_id)
    assert services.index_sync.drain().deleted == 1
    assert services.engine.versions() == {}


@pytest.mark.parametrize("status", [status for status in Status if status != Status.PUBLISHED])
def test_what_is_not_published_never_enters_the_index(services: Services, publish: Publish, status: Status) -> None:
    publish("Épicerie solidaire", status=status)
    services.index_sync.drain()
    assert services.engine.health().documents == 0


def test_a_renamed_organisation_is_found_under_its_new_name(services: Services, publish: Publish) -> None:
    publish("Épicerie", organisation="Croix rouge")
    services.index_sync.drain()
    with services.database.transaction() as session:
        resource = session.query(Resource).one()
        resource.organisation.name = "Secours populaire"
        queue(session, [resource.id], NOW)
    services.index_sync.drain()
    assert found(services, "secours populaire") == ["Épicerie"]


def test_a_deleted_listing_leaves_the_index(services: Services, publish: Publish) -> None:
    resource_id = publish("Épicerie")
    services.index_sync.drain()
    with services.database.transaction() as session:
        session.delete(session.get(Resource, resource_id))
        queue(session, [resource_id], NOW)
    assert services.index_sync.drain().deleted == 1
    assert services.engine.versions() == {}


def test_a_bounded_drain_leaves_the_rest_for_the_next(services: Services, publish: Publish) -> None:
    for number in range(5):
        publish(f"Listing {number}")
    assert services.index_sync.drain(limit=3).applied == 3
    assert services.index_sync.status().queued == 2
    assert services.index_sync.drain_all().applied == 2
    assert not services.index_sync.verify()


class Interrupted(EmbeddedEngine):
    """An engine that writes, then something else happens before its caller hears of it."""

    def __init__(self, folder: str, meanwhile: object) -> None:
        super().__init__(folder)
        self.meanwhile = meanwhile

    def apply(self, documents: Iterable[Document], deletions: Sequence[str] = ()) -> ApplyReport:
        report = super().apply(documents, deletions)
        assert callable(self.meanwhile)
        self.meanwhile()
        return report


def interrupted(services: Services, settings: Settings, meanwhile: object) -> IndexSync:
    engine = Interrupted(settings.search_url.removeprefix("tantivy:"), meanwhile)
    return IndexSync(services.database, engine, services.gazetteer)


def test_a_change_made_while_the_engine_writes_stays_queued(
    services: Services, settings: Settings, publish: Publish
) -> None:
    resource_id = publish("Épicerie")
    interrupted(services, settings, lambda: suspend(services, resource_id)).drain()
    assert services.engine.versions() == {resource_id: 1}
    assert services.index_sync.status().queued == 1
    services.index_sync.drain()
    assert services.engine.versions() == {}


def test_a_process_killed_between_the_engine_and_the_record_loses_nothing(
    services: Services, settings: Settings, publish: Publish
) -> None:
    resource_id = publish("Épicerie")
    program = textwrap.dedent("""
        import os, signal, sys
        from directory.services import open_services
        from directory.settings import Settings
        parts = open_services(Settings(database_url=sys.argv[1], search_url=sys.argv[2]))
        write = type(parts.engine).apply
        def write_and_die(engine, documents, deletions=()):
            write(engine, documents, deletions)
            os.kill(os.getpid(), signal.SIGKILL)
        type(parts.engine).apply = write_and_die
        parts.index_sync.drain()
    """)
    killed = subprocess.run([sys.executable, "-c", program, settings.database_url, settings.search_url], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert services.index_sync.status().queued == 1
    assert services.index_sync.drain().applied == 1
    assert services.engine.versions() == {resource_id: 1}


def test_an_engine_that_does_not_answer_leaves_everything_queued(
    services: Services, settings: Settings, publish: Publish
) -> None:
    publish("Épicerie")

    def fail() -> None:
        raise indexing.errors.SearchUnavailable("down")

    with pytest.raises(SearchUnavailable):
        interrupted(services, settings, fail).drain()
    assert services.index_sync.status().queued == 1


class Refusing(EmbeddedEngine):
    """An engine that refuses the document named « Mauvaise »."""

    def apply(self, documents: Iterable[Document], deletions: Sequence[str] = ()) -> ApplyReport:
        documents = list(documents)
        report = super().apply([document for document in documents if document.name != "Mauvaise"], deletions)
        errors = {document.id: "refusée" for document in documents if document.name == "Mauvaise"}
        return ApplyReport(report.applied, report.stale, errors)


def test_a_refused_listing_stays_queued_and_keeps_nobody_waiting(
    services: Services, settings: Settings, publish: Publish
) -> None:
    refused = publish("Mauvaise")
    publish("Bonne")
    engine = Refusing(settings.search_url.removeprefix("tantivy:"))
    sync = IndexSync(services.database, engine, services.gazetteer)
    assert sync.drain(limit=1).failed == {refused: "refusée"}
    report = sync.drain_all()
    assert (report.applied, dict(report.failed)) == (1, {refused: "refusée"})
    assert sync.status().queued == 1


def test_many_drains_at_once_leave_record_and_index_equal(services: Services, publish: Publish) -> None:
    ids = [publish(f"Listing {number}") for number in range(30)]
    stop = threading.Event()
    failures: list[Exception] = []

    def drain() -> None:
        while not stop.is_set():
            try:
                services.index_sync.drain(limit=7)
            except Exception as error:  # told to the test below
                failures.append(error)
                return

    drainers = [threading.Thread(target=drain) for _ in range(3)]
    for drainer in drainers:
        drainer.start()
    for resource_id in ids[::2]:
        suspend(services, resource_id)
    stop.set()
    for drainer in drainers:
        drainer.join()
    services.index_sync.drain_all()
    assert failures == []
    assert sorted(services.engine.versions()) == sorted(ids[1::2])
    assert not services.index_sync.verify()


def test_a_drain_does_not_wait_for_a_rebuild(services: Services, publish: Publish) -> None:
    publish("Épicerie")
    with index_lock(services.database, 0) as held:
        assert held
        assert services.index_sync.drain(patience_seconds=0).busy
    assert services.index_sync.drain().applied == 1


def test_a_checker_names_what_differs(services: Services, publish: Publish) -> None:
    kept, lost, changed = publish("Gardée"), publish("Perdue"), publish("Changée")
    services.index_sync.drain()
    services.engine.apply([], [lost])
    publish("Changée", summary="autre")
    differences = services.index_sync.verify()
    assert (differences.missing, differences.extra, differences.outdated) == ((lost,), (), (changed,))
    assert kept in services.engine.versions()


def test_the_status_tells_what_waits_and_since_when(services: Services, publish: Publish) -> None:
    publish("Épicerie")
    status = services.index_sync.status()
    assert (status.published, status.queued, status.oldest_queued_at) == (1, 1, NOW)
