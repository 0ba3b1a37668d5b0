from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from directory.errors import BrpError
from directory.search.embedding.commands import vectors
from directory.search.meaning import Meaning
from directory.search.sayings import Sayings
from directory.search.topic_classifier import Meant, find_classifier
from directory.services import Services
from tests.directory.search.embedding.servers import real_server, running

FEW = Sayings(("j'ai faim", "je n'ai rien à manger", "bonjour", "bonsoir"), ("a", "a", "", ""), ("", "", "", ""))


def with_embedder(services: Services, embedder: str) -> Services:
    return replace(services, settings=replace(services.settings, embedder=embedder))


def test_the_vectors_of_the_local_model_come_with_the_code(services: Services) -> None:
    done = CliRunner().invoke(vectors, [], obj=with_embedder(services, "local"))
    assert (done.exit_code, "sont à jour" in done.output) == (0, True)


def test_the_vectors_of_another_model_are_made_once(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("directory.search.topic_classifier.read_sayings", lambda _: FEW)
    with running(real_server()) as url:
        done = CliRunner().invoke(
            vectors,
            ["--folder", str(tmp_path)],
            obj=with_embedder(services, f"{url}#brand-new"),
            catch_exceptions=False,
        )
    assert (done.exit_code, str(tmp_path) in done.output) == (0, True)
    assert find_classifier("brand-new", folders=[tmp_path]) is not None


def test_an_embedder_that_does_not_answer_is_told(services: Services) -> None:
    done = CliRunner().invoke(vectors, [], obj=with_embedder(services, "http://127.0.0.1:9/v1#unheard-of"))
    assert isinstance(done.exception, BrpError)
    assert "n’ont pas pu être faits" in str(done.exception)


def test_nothing_is_made_for_an_embedder_that_is_off(services: Services) -> None:
    done = CliRunner().invoke(vectors, [], obj=with_embedder(services, "off"))
    assert "off" in str(done.exception)
    assert Meaning(None).read("j'ai faim") == Meant()
