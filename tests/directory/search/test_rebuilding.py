"""A rebuild holds everything published, whoever writes meanwhile."""

from __future__ import annotations

import threading

import pytest

from directory.errors import BrpError, SearchUnavailable
from directory.resources.models import Resource
from directory.resources.status import Status, change_status
from directory.search.index_lock import index_lock
from directory.search.params import SearchParams
from directory.services import Services
from tests.directory.conftest import NOW, ON_BOTH_DATABASES, Publish

pytestmark = ON_BOTH_DATABASES


def found(services: Services, words: str) -> list[str]:
    return [item.card["name"] for item in services.finder.find(SearchParams(q=words), NOW).items]


def suspend(services: Services, resource_id: str) -> None:
    with services.database.transaction() as session:
        resource = session.get(Resource, resource_id)
        assert resource is not None
        change_status(session, resource, Status.SUSPENDED, NOW)


def test_a_rebuild_holds_every_published_listing(services: Services, publish: Publish) -> None:
    ids = [publish(f"Listing {number}") for number in range(7)]
    suspend(services, ids[0])
    progress: list[tuple[int, int]] = []
    assert services.index_sync.rebuild(lambda done, total: progress.append((done, total))) == 6
    assert progress[-1] == (6, 6)
    assert services.index_sync.status().queued == 0
    assert not services.index_sync.verify()


def test_changes_made_during_a_rebuild_are_in_the_new_index(
    services: Services, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("directory.search.rebuilding.PORTION", 2)
    monkeypatch.setattr("directory.search.rebuilding.REPLAY_SECONDS", -1.0)
    ids = sorted(publish(f"Listing {number}") for number in range(8))
    services.index_sync.drain()
    seen_by_readers: list[bool] = []

    def meanwhile(done: int, _total: int) -> None:
        if done == 2:
            suspend(services, ids[0])  # already copied
            suspend(services, ids[-1])  # not yet
            publish("Nouvelle")
        if done == 4:
            seen_by_readers.append(ids[0] not in services.engine.versions())

    assert services.index_sync.rebuild(meanwhile) == 7
    assert seen_by_readers == [True]
    assert not services.index_sync.verify()
    assert services.index_sync.status().queued == 0


def test_a_rebuild_while_others_write_loses_nothing(
    services: Services, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("directory.search.rebuilding.PORTION", 5)
    ids = [publish(f"Listing {number}") for number in range(40)]
    stop = threading.Event()

    def write() -> None:
        for number, resource_id in enumerate(ids):
            if stop.is_set():
                return
            suspend(services, resource_id) if number % 2 else publish(f"Listing {number}", summary="changée")
            services.index_sync.drain(patience_seconds=0)

    writer = threading.Thread(target=write)
    writer.start()
    for _ in range(3):
        services.index_sync.rebuild()
    stop.set()
    writer.join()
    services.index_sync.drain_all()
    assert not services.index_sync.verify()


def test_a_rebuild_refuses_to_switch_when_a_document_failed(
    services: Services, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish("Épicerie")
    services.index_sync.rebuild()
    before = services.engine.health().generation
    monkeypatch.setattr("directory.search.rebuilding.count_published", lambda _session: 2)
    with pytest.raises(BrpError, match="l’ancien sert encore"):
        services.index_sync.rebuild()
    assert services.engine.health().generation == before
    assert found(services, "épicerie") == ["Épicerie"]


def test_two_rebuilds_do_not_cross(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("directory.search.index_sync.PATIENCE_SECONDS", 0.0)
    with index_lock(services.database, 0), pytest.raises(BrpError, match="en cours"):
        services.index_sync.rebuild()


def test_a_lost_index_is_made_again_from_the_record(services: Services, publish: Publish) -> None:
    publish("Épicerie")
    with pytest.raises(SearchUnavailable):
        found(services, "épicerie")
    assert services.index_sync.rebuild() == 1
    assert found(services, "épicerie") == ["Épicerie"]
    assert services.engine.health().status == "green"
