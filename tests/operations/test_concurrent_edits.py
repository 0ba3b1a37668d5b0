"""Many edit, many drain, some are killed: record and index agree in the end."""

from __future__ import annotations

import random
import signal
import threading
import time
from collections.abc import Iterable, Iterator, Sequence

import pytest
import sqlalchemy as sa

from directory.database import utc_now
from directory.resources.models import Resource
from directory.resources.status import Status, change_status
from directory.search.index_sync import IndexSync
from directory.services import Services
from indexing.document import Document
from indexing.embedded.engine import EmbeddedEngine
from indexing.results import ApplyReport
from tests.operations.conftest import Environment, Worker, editors, opened, until
from tests.operations.editing import edit

EDITORS, EDITS, WORKERS = 2, 1_000, 3


def test_after_thousands_of_edits_and_killed_workers_record_and_index_agree(environment: Environment) -> None:
    with opened(environment) as services:
        services.index_sync.rebuild()
        workers = [Worker(environment) for _ in range(WORKERS)]
        killed = 0
        try:
            with editors(environment, EDITORS, EDITS) as editing:
                while any(editor.poll() is None for editor in editing):
                    busy = [worker for worker in workers if worker.has_said("drained")]
                    if killed < 2 and busy:  # whichever came to draining: on SQLite they take turns
                        workers.remove(busy[0])
                        assert busy[0].end(signal.SIGKILL) == -signal.SIGKILL
                        workers.append(Worker(environment))
                        killed += 1
                    time.sleep(0.1)
                assert [editor.wait() for editor in editing] == [0] * EDITORS
            until(lambda: services.index_sync.status().queued == 0)
            # The last one may still be starting: before its first word it has no ear for SIGTERM.
            until(lambda: all(worker.has_said("started") for worker in workers))
            assert [worker.end(signal.SIGTERM) for worker in workers] == [0] * WORKERS
        finally:
            for worker in workers:
                worker.__exit__()
        assert killed
        assert not services.index_sync.verify()
        assert len(services.engine.versions()) == services.index_sync.status().published > 0


class Meeting(EmbeddedEngine):
    """An engine in which every batch waits for another one to be there too, and that notes what it was told."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder)
        self.door = threading.Barrier(2, timeout=30)
        self.told: list[str] = []

    def apply(self, documents: Iterable[Document], deletions: Sequence[str] = ()) -> ApplyReport:
        documents = list(documents)
        self.told += [document.id for document in documents] + list(deletions)
        self.door.wait()
        return super().apply(documents, deletions)


@pytest.fixture
def postgresql_services(environment: Environment) -> Iterator[Services]:
    with opened(environment) as services:
        yield services


@pytest.mark.parametrize("environment", ["postgresql-tantivy"], indirect=True)
def test_two_drains_at_once_share_the_work_and_do_none_twice(
    postgresql_services: Services, environment: Environment
) -> None:
    services, chance = postgresql_services, random.Random(1)
    for _ in range(300):
        edit(services.database, chance)
    engine = Meeting(environment["BRP_SEARCH_URL"].removeprefix("tantivy:"))
    sync = IndexSync(services.database, engine, services.gazetteer)
    half = 75
    drains = [threading.Thread(target=sync.drain, args=(half,)) for _ in range(2)]
    for drain in drains:
        drain.start()
    for drain in drains:
        drain.join()
    assert len(engine.told) == len(set(engine.told)) == 2 * half
    services.index_sync.drain_all()
    assert not services.index_sync.verify()


@pytest.mark.parametrize("environment", ["postgresql-tantivy"], indirect=True)
def test_a_resource_somebody_is_at_is_left_to_them(postgresql_services: Services) -> None:
    services, chance = postgresql_services, random.Random(1)
    edit(services.database, chance)
    held, go_on = threading.Event(), threading.Event()

    class Slow(EmbeddedEngine):
        def apply(self, documents: Iterable[Document], deletions: Sequence[str] = ()) -> ApplyReport:
            held.set()
            go_on.wait(30)
            return super().apply(documents, deletions)

    slow = Slow(services.settings.search_url.removeprefix("tantivy:"))
    first = threading.Thread(target=IndexSync(services.database, slow, services.gazetteer).drain)
    first.start()
    held.wait(30)
    try:
        with services.database.transaction() as session:
            change_status(session, session.scalars(sa.select(Resource)).one(), Status.SUSPENDED, utc_now())
        assert services.index_sync.status().queued == 2
        assert services.index_sync.drain().busy
    finally:
        go_on.set()
        first.join()
    assert services.index_sync.drain_all().deleted == 1
    assert services.engine.versions() == {}
