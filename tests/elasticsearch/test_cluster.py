"""Three nodes: one is killed, the master too, while people search and write."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from indexing.engine import Engine, open_engine
from indexing.options import EngineOptions
from tests.conftest import elasticsearch_cluster
from tests.contract.documents import AT_MONTAUBAN, ask, document, holds, id_of
from tests.elasticsearch.cluster import Cluster, Node

BEFORE = 200  # documents in the index before a node dies
LIVELY_SECONDS = 10.0  # searches and writes go on so long after it died
RECOVERY_SECONDS = 120.0


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with elasticsearch_cluster(nodes=3) as started:
        yield started


@pytest.fixture(scope="module")
def url(cluster: Cluster) -> str:
    hosts = ",".join(url.removeprefix("http://") for url in cluster.urls)
    return f"http://{hosts}/brp"


@dataclass
class Life:
    """People who search, and one who writes, until told to stop. Keeps what failed and what was acknowledged."""

    url: str
    name: str
    stopping: threading.Event = field(default_factory=threading.Event)
    searches: int = 0
    acknowledged: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def search(self) -> None:
        engine = open_engine(self.url)
        while not self.stopping.is_set():
            try:
                answer = ask(engine, "aide", AT_MONTAUBAN, facets=("cost",))
                if answer.total < BEFORE:
                    self.failures.append(f"only {answer.total} answers")
                self.searches += 1
            except Exception as error:
                self.failures.append(f"search: {error!r}")

    def write(self) -> None:
        engine = open_engine(self.url)
        number = 0
        while not self.stopping.is_set():
            name = f"{self.name} {number}"
            number += 1
            try:
                report = engine.apply([document(name, cost="gratuit")])
            except Exception as error:
                self.failures.append(f"write: {error!r}")
                continue
            if report.errors:
                self.failures.append(f"write: {report.errors}")
            self.acknowledged += report.applied


def master(cluster: Cluster) -> Node:
    """The node that is master now."""
    (told,) = alive(cluster).ask("/_cat/master?format=json")
    return next(node for node in cluster.nodes if node.name == told["node"])


def alive(cluster: Cluster) -> Node:
    """A node whose process runs."""
    return next(node for node in cluster.nodes if node.process and node.process.poll() is None)


def until(engine: Engine, *wanted: str) -> None:
    """Waits until the health of `engine` is one of `wanted`."""
    deadline = time.monotonic() + RECOVERY_SECONDS
    while (health := engine.health()).status not in wanted:
        assert time.monotonic() < deadline, health
        time.sleep(0.1)


@pytest.mark.parametrize("victim", ["master", "other"])
def test_a_node_may_die_while_people_search_and_write(cluster: Cluster, url: str, victim: str) -> None:
    engine = open_engine(url, EngineOptions(shards=2))
    generation = engine.new_generation()
    generation.apply(document(f"Aide {number}") for number in range(BEFORE))
    generation.activate(BEFORE)
    assert engine.health().status == "green"

    life = Life(url, f"Écrit pendant la panne ({victim})")
    people = [threading.Thread(target=life.search) for _ in range(2)] + [threading.Thread(target=life.write)]
    for person in people:
        person.start()
    time.sleep(1)
    killed = master(cluster)
    if victim == "other":
        killed = next(node for node in cluster.nodes if node is not killed)
    killed.stop(signal.SIGKILL)
    until(engine, "yellow", "red")
    time.sleep(LIVELY_SECONDS)
    life.stopping.set()
    for person in people:
        person.join(timeout=120)

    assert (engine.health().status, engine.health().documents >= BEFORE) == ("yellow", True)
    assert life.failures == []
    assert life.searches > 10
    assert len(life.acknowledged) > 5
    held = engine.versions()
    assert [identifier for identifier in life.acknowledged if identifier not in held] == []
    assert all(id_of(f"Aide {number}") in held for number in range(BEFORE))

    killed.start()
    until(engine, "green")
    assert engine.versions() == held
    holds(engine, document(f"Après ({victim})"))


def test_shards_and_copies_are_settings(cluster: Cluster, url: str) -> None:
    engine = open_engine(f"{url}-settings", EngineOptions(shards=2, replicas="2"))
    holds(engine, document("Un"))
    (name,) = alive(cluster).ask("/brp-settings")
    index = alive(cluster).ask(f"/{name}/_settings")[name]["settings"]["index"]
    assert (index["number_of_shards"], index["number_of_replicas"]) == ("2", "2")
    until(engine, "green")


def test_several_shards_give_the_same_answers_as_one(url: str) -> None:
    engines = [open_engine(f"{url}-{shards}", EngineOptions(shards=shards)) for shards in (1, 3)]
    documents = [
        document(f"Aide {'au logement' if number % 3 else 'alimentaire'} {number}", description="repas " * (number % 7))
        for number in range(120)
    ]
    for engine in engines:
        holds(engine, *documents)
    for text in ("aide", "aide logement", "repas", "logemetn", "alimentaire repas"):
        one, other = (ask(engine, text, limit=120) for engine in engines)
        assert (one.names, one.total) == (other.names, other.total)
        assert one.results.did_you_mean == other.results.did_you_mean
