from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from directory.errors import BrpError
from directory.search.embedding.choice import open_embedder
from directory.search.embedding.commands import vectors
from directory.search.listing_vectors import ListingVectors
from directory.search.meaning import Meaning
from directory.search.need_space import find_need_space
from directory.search.sayings import Sayings
from directory.search.topic_classifier import Meant, find_classifier
from directory.services import Services, open_services
from directory.settings import Settings
from tests.directory.conftest import Publish
from tests.directory.search.embedding.servers import real_server, running

FEW = Sayings(("j'ai faim", "je n'ai rien à manger", "bonjour", "bonsoir"), ("a", "a", "", ""), ("", "", "", ""))


LISTINGS = [("a", need, f"{need} {number}") for need in ("manger", "se loger") for number in range(40)]


def with_embedder(services: Services, embedder: str) -> Services:
    vectors = ListingVectors(services.database, open_embedder(embedder))
    return replace(services, settings=replace(services.settings, embedder=embedder), listing_vectors=vectors)


def test_the_local_model_reads_the_listings_and_nothing_else(services: Services, publish: Publish) -> None:
    services.index_sync.rebuild()
    publish("Épicerie")
    for told in ("1\xa0fiche lue", "0\xa0fiche lue"):
        done = CliRunner().invoke(vectors, [], obj=with_embedder(services, "local"), catch_exceptions=False)
        assert (done.exit_code, done.output) == (0, f"Les vecteurs sont à jour : {told}.\n")
    assert services.index_sync.status().queued == 0
    assert not services.index_sync.verify()


def test_listings_are_read_of_a_base_that_is_up_to_date_only(settings: Settings) -> None:
    done = CliRunner().invoke(vectors, [], obj=open_services(settings))
    assert "brp db upgrade" in str(done.exception)


def test_the_vectors_of_another_model_are_made_once(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("directory.search.topic_classifier.read_sayings", lambda _: FEW)
    monkeypatch.setattr("directory.search.need_space.read_listings", lambda _: LISTINGS)
    with running(real_server()) as url:
        done = CliRunner().invoke(
            vectors,
            ["--folder", str(tmp_path)],
            obj=with_embedder(services, f"{url}#brand-new"),
            catch_exceptions=False,
        )
    assert (done.exit_code, str(tmp_path) in done.output) == (0, True)
    assert find_classifier("brand-new", folders=[tmp_path]) is not None
    assert find_need_space("brand-new", folders=[tmp_path]) is not None


def test_an_embedder_that_does_not_answer_is_told(services: Services) -> None:
    done = CliRunner().invoke(vectors, [], obj=with_embedder(services, "http://127.0.0.1:9/v1#unheard-of"))
    assert isinstance(done.exception, BrpError)
    assert "n’ont pas pu être faits" in str(done.exception)


def test_nothing_is_made_for_an_embedder_that_is_off(services: Services) -> None:
    done = CliRunner().invoke(vectors, [], obj=with_embedder(services, "off"))
    assert "off" in str(done.exception)
    assert Meaning(None).read("j'ai faim") == Meant()
