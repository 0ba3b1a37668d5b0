"""Several processes read while one writes."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from indexing.engine import Engine, open_engine
from tests.contract.documents import ask, document, holds

ROOT = Path(__file__).resolve().parents[2]

READER = """
import sys, time
from indexing.engine import open_engine
from tests.contract.documents import ask
engine = open_engine(sys.argv[1])
print("ready", flush=True)
highest, until = 0, time.monotonic() + 50
while highest < 130 and time.monotonic() < until:
    answer = ask(engine, "aide", facets=("cost",), limit=5)
    assert answer.total >= highest, "a committed document vanished"
    assert answer.facets["cost"] == {"gratuit": answer.total}, answer.facets
    assert len(set(answer.names)) == min(5, answer.total), answer.names
    highest = answer.total
print(highest)
"""

WRITER = """
import sys
from indexing.engine import open_engine
from tests.contract.documents import document
engine = open_engine(sys.argv[1])
for number in range(int(sys.argv[2]), int(sys.argv[3])):
    report = engine.apply([document(f"Aide {number}", cost="gratuit")])
    assert len(report.applied) == 1
"""

REBUILDER_THAT_DIES = """
import os, sys
from indexing.engine import open_engine
from tests.contract.documents import document
generation = open_engine(sys.argv[1]).new_generation()
generation.apply(document(f"Perdu {number}") for number in range(100))
os._exit(9)
"""


def start(program: str, *arguments: str) -> subprocess.Popen[str]:
    """Runs `program` in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str], code: int = 0) -> str:
    """What `process` wrote; it must end with `code`."""
    output, errors = process.communicate(timeout=60)
    assert process.returncode == code, errors
    return output


def test_readers_see_each_commit_whole_while_another_process_writes(engine: Engine, engine_url: str) -> None:
    holds(engine, *(document(f"Aide {number}", cost="gratuit") for number in range(100)))
    readers = [start(READER, engine_url) for _ in range(2)]
    writer = start(WRITER, engine_url, "100", "130")
    finish(writer)
    assert [finish(reader).split() for reader in readers] == [["ready", "130"]] * 2


def test_two_processes_that_write_wait_for_each_other(engine: Engine, engine_url: str) -> None:
    holds(engine)
    writers = [start(WRITER, engine_url, str(first), str(first + 8)) for first in (0, 8)]
    for writer in writers:
        finish(writer)
    assert ask(engine, limit=1).total == 16


def test_a_process_killed_in_a_rebuild_leaves_the_current_index(engine: Engine, engine_url: str) -> None:
    holds(engine, document("Avant"))
    finish(start(REBUILDER_THAT_DIES, engine_url), code=9)
    assert ask(open_engine(engine_url)).names == ["Avant"]
    holds(engine, document("Ensuite"))
    generation = engine.new_generation()
    generation.apply([document("Après")])
    generation.activate(1)
    assert ask(engine).names == ["Après"]


def test_threads_share_an_engine(engine: Engine) -> None:
    holds(engine, *(document(f"Aide {number}", cost="gratuit") for number in range(50)))

    def reads(_: int) -> int:
        return ask(engine, "aide", facets=("cost",)).facets["cost"]["gratuit"]

    def writes(number: int) -> None:
        holds(engine, document(f"Vélo {number}"))

    with ThreadPoolExecutor(4) as pool:
        counts = pool.map(reads, range(100))
        written = pool.map(writes, range(4))
        assert set(counts) == {50}
        assert list(written) == [None] * 4
    assert ask(engine, limit=1).total == 54


def test_readers_go_on_through_rebuilds(engine: Engine, engine_url: str) -> None:
    reader = open_engine(engine_url)
    for number in range(5):
        generation = engine.new_generation()
        generation.apply(document(f"Aide {number} {copy}") for copy in range(20))
        generation.activate(20)
        assert ask(reader, "aide").total == 20
        assert ask(reader, "aide").names[0].startswith(f"Aide {number}")
