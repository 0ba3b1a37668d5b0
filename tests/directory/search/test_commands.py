from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from directory.cli import cli
from directory.search.commands import index, search
from directory.services import Services
from tests.directory.conftest import Publish


def run(command: object, services: Services, *arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments), obj=services)  # type: ignore[arg-type]


@pytest.fixture
def listing(services: Services, publish: Publish) -> str:
    resource_id = publish("Épicerie solidaire", commune_code="82037", phone="05 63 00 00 00")
    services.index_sync.drain()
    return resource_id


def test_search_prints_what_was_found_for_people(services: Services, listing: str) -> None:
    done = run(search, services, "epicerie", "--commune", "82037", "--category", "se-loger")
    assert done.exit_code == 0
    assert "1\u00a0ressource — Caussade (82300)" in done.output
    assert "Épicerie solidaire (Association · Caussade" in done.output


def test_search_prints_the_answer_of_the_api_for_programs(services: Services, listing: str) -> None:
    answer = json.loads(run(search, services, "epicerie", "solidaire", "--json").output)
    assert (answer["total"], answer["items"][0]["id"]) == (1, listing)


def test_a_wrong_value_is_told_by_name(services: Services, listing: str) -> None:
    done = run(search, services, "epicerie", "--category", "se-loge")
    assert "category : « se-loge »" in str(done.exception)
    assert "« se-loger »" in str(done.exception)


def test_status_agrees_after_a_sync(services: Services, publish: Publish, listing: str) -> None:
    publish("Autre")
    assert "En attente : 1" in run(index, services, "status").output
    assert "1\u00a0écriture, 0\u00a0retrait" in run(index, services, "sync").output
    done = run(index, services, "status", "--verify")
    assert done.exit_code == 0
    assert "Fiches absentes de l’index : 0" in done.output


def test_status_says_when_the_index_no_longer_follows(services: Services, listing: str) -> None:
    services.engine.apply([], [listing])
    done = run(index, services, "status")
    assert done.exit_code == 1
    assert "brp index rebuild" in done.output


def test_rebuild_puts_a_new_index_in_service(services: Services, listing: str) -> None:
    before = services.engine.health().generation
    assert "1\u00a0fiche." in run(index, services, "rebuild").output
    assert services.engine.health().generation > before


def test_a_sync_without_any_index_makes_one(services: Services, publish: Publish) -> None:
    publish("Épicerie")
    assert "Nouvel index en service : 1\u00a0fiche." in run(index, services, "sync").output
    assert services.index_sync.status().queued == 0


def test_the_commands_are_part_of_brp() -> None:
    assert {"index", "search"} <= cli.commands.keys()
