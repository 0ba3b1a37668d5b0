"""The worker drains, waits for what is down, and stops when asked."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

import indexing.errors
from directory.search import worker as working
from directory.search.index_lock import index_lock
from directory.search.index_sync import IndexSync
from directory.search.listing_vectors import ListingVectors
from directory.search.worker import Look, Worker
from directory.services import Services
from directory.settings import Settings
from indexing.document import Document
from indexing.embedded.engine import EmbeddedEngine
from indexing.results import ApplyReport, Health
from tests.browser.server import brp, environment_of
from tests.directory.conftest import ON_BOTH_DATABASES, Publish
from tests.directory.search.embedding.counting import CountingEmbedder

Event = tuple[str, dict[str, Any]]


class Failing(EmbeddedEngine):
    """An engine that does not answer while `down` is set."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder)
        self.down = False

    def apply(self, documents: Iterable[Document], deletions: Sequence[str] = ()) -> ApplyReport:
        if self.down:
            raise indexing.errors.SearchUnavailable("secret of the house")
        return super().apply(documents, deletions)


@pytest.fixture
def engine(settings: Settings) -> Failing:
    return Failing(settings.search_url.removeprefix("tantivy:"))


@pytest.fixture
def events() -> list[Event]:
    return []


@pytest.fixture
def worker(services: Services, engine: Failing, events: list[Event]) -> Worker:
    def tell(event: str, **values: str | int) -> None:
        events.append((event, values))

    sync = IndexSync(services.database, engine, services.gazetteer)
    return Worker(sync, ListingVectors(services.database, None), tell, threading.Event())


@ON_BOTH_DATABASES
def test_it_makes_the_index_first_then_drains_what_changes(
    services: Services, publish: Publish, worker: Worker, events: list[Event]
) -> None:
    publish("Épicerie")
    assert worker.run_once()
    publish("Vestiaire")
    assert worker.run_once()
    assert events == [
        ("rebuilding", {"published": 1}),
        ("rebuilt", {"documents": 1}),
        ("drained", {"applied": 1, "deleted": 0}),
    ]
    assert not services.index_sync.verify()


def test_an_engine_that_came_back_empty_gets_the_whole_base_again(
    services: Services, publish: Publish, worker: Worker, engine: Failing, settings: Settings
) -> None:
    publish("Épicerie")
    worker.run_once()
    publish("Vestiaire")
    engine.down = True
    assert worker.look() is Look.FAILED
    shutil.rmtree(settings.search_url.removeprefix("tantivy:"))
    engine.down = False
    assert worker.run_once()
    assert not services.index_sync.verify()
    assert services.engine.health().documents == 2


def test_while_the_engine_is_down_it_waits_longer_and_longer_and_says_nothing_of_the_cause(
    publish: Publish, worker: Worker, engine: Failing, events: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    worker.run_once()
    publish("Épicerie")
    engine.down = True
    pauses: list[float] = []

    def wait(seconds: float) -> bool:
        pauses.append(seconds)
        if len(pauses) == 7:
            worker.stop.set()
        return True

    monkeypatch.setattr(worker.stop, "wait", wait)
    worker.run()
    assert pauses == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]
    assert ("failed", {"error": "SearchUnavailable", "cause": "SearchUnavailable"}) in events
    assert "secret" not in str(events)


def test_edits_go_on_while_the_engine_is_down_and_the_index_catches_up(
    services: Services, publish: Publish, worker: Worker, engine: Failing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "POLL_SECONDS", 0.01)
    monkeypatch.setattr(working, "LONGEST_PAUSE_SECONDS", 0.05)
    worker.run_once()
    engine.down = True
    thread = threading.Thread(target=worker.run)
    thread.start()
    for number in range(20):
        publish(f"Listing {number}")
    assert services.index_sync.status().queued == 20
    engine.down = False
    until(lambda: services.index_sync.status().queued == 0)
    worker.stop.set()
    thread.join()
    assert not services.index_sync.verify()


def test_a_refused_listing_is_told_by_its_id_and_does_not_make_it_hurry(
    services: Services, publish: Publish, worker: Worker, events: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    worker.run_once()
    refused = publish("Mauvaise")

    def refuse(_documents: object, _deletions: object = ()) -> ApplyReport:
        return ApplyReport((), (), {refused: "reads like this: …"})

    monkeypatch.setattr(worker.sync.engine, "apply", refuse)
    assert not worker.run_once()
    assert events[-1] == ("refused", {"resources": 1, "first": refused})
    assert services.index_sync.status().queued == 1


@ON_BOTH_DATABASES
def test_listings_are_read_when_nothing_else_waits_and_the_index_hears_of_it(
    services: Services, publish: Publish, worker: Worker, events: list[Event]
) -> None:
    worker.vectors = ListingVectors(services.database, CountingEmbedder())
    publish("Épicerie")
    assert worker.run_once()
    publish("Vestiaire")
    assert worker.run_once()
    drained = ("drained", {"applied": 1, "deleted": 0})
    assert [event for event in events if event[0] in ("drained", "read")] == [
        ("read", {"resources": 1}),  # the rebuild came before
        drained,
        drained,
    ]
    assert worker.vectors.waiting() == 1  # it looks again after a minute
    worker._reads_again_at = 0.0
    assert worker.run_once()
    assert worker.vectors.waiting() == 0
    assert not services.index_sync.verify()


def test_an_embedder_that_fails_keeps_nothing_else_waiting(
    services: Services, publish: Publish, worker: Worker, events: list[Event]
) -> None:
    embedder = CountingEmbedder()
    embedder.broken = True
    worker.vectors = ListingVectors(services.database, embedder)
    publish("Épicerie")
    assert worker.run_once()
    publish("Vestiaire")
    assert worker.run_once()
    assert events[-2:] == [
        ("embedder_failed", {"cause": "EmbedderFailed"}),
        ("drained", {"applied": 1, "deleted": 0}),
    ]
    assert not services.index_sync.verify()


def test_a_database_that_does_not_answer_is_waited_for(
    worker: Worker, events: list[Event], services: Services, settings: Settings
) -> None:
    worker.run_once()
    Path(settings.database_url.removeprefix("sqlite:///")).unlink()
    services.database.engine.dispose()
    assert worker.look() is Look.FAILED
    assert events[-1][1]["error"] == "OperationalError"


def test_stopping_in_a_rebuild_leaves_the_present_index_alone(
    services: Services, publish: Publish, worker: Worker, engine: Failing, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish("Épicerie")
    worker.stop.set()
    monkeypatch.setattr(engine, "health", lambda: Health("red", 0, ""))
    assert worker.look() is Look.IDLE
    monkeypatch.undo()
    assert services.engine.health().status == "red"
    with index_lock(services.database, 0) as held:
        assert held


@pytest.fixture
def process(services: Services, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """`brp worker` itself."""
    command = [*brp(), "worker"]
    with subprocess.Popen(command, env=environment_of(tmp_path), stdout=subprocess.PIPE, text=True) as running:
        yield running
        running.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_works_until_it_is_told_to_stop(
    services: Services, publish: Publish, process: subprocess.Popen[str], number: signal.Signals
) -> None:
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())["event"] == "started"
    publish("Épicerie")
    until(lambda: services.engine.health().documents == 1)
    process.send_signal(number)
    assert process.wait(timeout=15) == 0
    events = [json.loads(line) for line in process.stdout]
    assert events[-1]["event"] == "stopped"
    assert all({"at", "event"} <= event.keys() for event in events)


def test_once_drains_and_ends(services: Services, publish: Publish, tmp_path: Path) -> None:
    publish("Épicerie")
    command = [*brp(), "worker", "--once"]
    subprocess.run(command, env=environment_of(tmp_path), check=True, stdout=subprocess.DEVNULL)
    assert not services.index_sync.verify()
    assert services.index_sync.status().queued == 0


def until(holds: Callable[[], bool], seconds: float = 30) -> None:
    """Waits until `holds()`; fails when it never does."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)
