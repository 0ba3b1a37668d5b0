"""Follows « Passer à Elasticsearch et PostgreSQL » of docs/operations.md, command by command, and asks the same before
and after."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen
from uuid import uuid4

from tests import postgresql as postgresql_server
from tests.browser.server import environment_of, seed, serving
from tests.conftest import ROOT
from tests.operations.conftest import Environment, until

PAGE = ROOT / "docs" / "operations.md"
MARK = "<!-- suivi par tests/operations/test_moving_house.py -->\n```sh\n"
POSTGRESQL = "postgresql://brp:MOT_DE_PASSE@pg.example.fr/brp"
ELASTICSEARCH = "https://brp:MOT_DE_PASSE@es.example.fr:9200"
MOST_COMMANDS = 10

QUESTIONS = [
    "q=",
    "q=&category=se-loger&commune=82121",
    "q=permis&commune=82121",
    "q=facture électricité&commune=82037",
    "q=garde d'enfant&territory=departement-82",
    "q=mission locale",
    "q=aide alimentaire&commune=82121&sort=distance",
    "q=apprendre le français&mode=en-presentiel",
    "q=surendetement",
    "q=CAF&sort=name",
    "q=rsa&page_size=50",
    "q=violences&verified_within_days=3650",
]


def commands() -> list[str]:
    """What the page says to type."""
    page = PAGE.read_text(encoding="utf-8")
    start = page.index(MARK) + len(MARK)
    return page[start : page.index("```", start)].splitlines()


def test_the_page_takes_at_most_ten_commands() -> None:
    assert 0 < len(commands()) <= MOST_COMMANDS


def test_a_base_that_moves_answers_the_same(postgresql: str, elasticsearch_url: str, tmp_path: Path) -> None:
    small = environment_of(tmp_path)
    seed(small)
    with serving(small, tmp_path / "before.log") as address:
        before = answers(address)
    assert all(answer["total"] for answer in before.values())
    search_url = f"{elasticsearch_url}/brp-test-{uuid4().hex[:8]}"
    with (
        postgresql_server.new_database(postgresql) as url,
        following_the_page(small, url, search_url, tmp_path / "after.log") as address,
    ):
        after = answers(address)
        assert ready(address)["queue"] == {"length": 0, "oldest_seconds": None}
        large = {**small, "BRP_DATABASE_URL": url, "BRP_SEARCH_URL": search_url}
        an_edit_is_found(large, address, tmp_path)
    assert {question: answer for question, answer in after.items() if answer != before[question]} == {}


def an_edit_is_found(environment: Environment, address: str, folder: Path) -> None:
    """A listing that arrives after the move is found, the worker of the page being at work."""
    table = folder / "late.csv"
    table.write_text("nom;commune;catégorie\nAtelier poterie tardive;Montauban;Se loger\n", encoding="utf-8")
    arrival = [str(ROOT / ".venv/bin/brp"), "import", str(table), "--source", "tard"]
    subprocess.run(arrival, env=environment, check=True, capture_output=True)
    until(lambda: bool(ask(address, "q=poterie tardive")["total"]))


@contextmanager
def following_the_page(environment: Environment, database_url: str, search_url: str, log: Path) -> Iterator[str]:
    """Types what the page says, our addresses in the place of its examples; gives the address it then serves."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    typed = "\n".join(["set -eu", *commands()])
    for example, ours in (
        (POSTGRESQL, f"'{database_url}'"),
        (ELASTICSEARCH, search_url),
        ("PORT=8000", f"PORT={port}"),
    ):
        assert example in typed
        typed = typed.replace(example, ours)
    with log.open("w") as said:
        shell = subprocess.Popen(
            ["bash", "-c", typed], cwd=ROOT, env=environment, stdout=said, stderr=said, start_new_session=True
        )
        try:
            until(lambda: shell.poll() is not None or is_ready(f"http://127.0.0.1:{port}"))
            assert shell.poll() is None, log.read_text()
            yield f"http://127.0.0.1:{port}"
        finally:
            with suppress(ProcessLookupError):  # it ended by itself: the test says why
                os.killpg(shell.pid, signal.SIGTERM)
            shell.wait(timeout=60)
            time.sleep(1)  # the worker, which the shell started, has the same signal to obey


def is_ready(address: str) -> bool:
    try:
        return ready(address)["status"] == "ready"
    except (URLError, ConnectionError):
        return False


def ready(address: str) -> dict[str, Any]:
    with urlopen(f"{address}/readyz") as answer:  # noqa: S310  # our own address
        return dict(json.load(answer))


def answers(address: str) -> dict[str, dict[str, Any]]:
    """What each question finds: how many, which first, and the counts beside."""
    return {question: ask(address, question) for question in QUESTIONS}


def ask(address: str, question: str) -> dict[str, Any]:
    with urlopen(f"{address}/api/v1/resources?{quote(question, safe='=&')}") as answer:  # noqa: S310  # our own address
        told = json.load(answer)
    facets = {name: {v["value"]: v["count"] for v in values} for name, values in told["facets"].items()}
    first = [re.sub(r"^.*/fiches/", "", item["url"]) for item in told["items"]]
    return {"total": told["total"], "radius_km": told["radius_km"], "first": first, "facets": facets}
