"""Which indices stay on Elasticsearch."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest

from indexing.elastic.schema import fingerprint
from indexing.elastic.store import TIME
from indexing.engine import open_engine
from indexing.errors import SearchError, SearchUnavailable
from tests.contract.documents import ask, document, holds

Held = Callable[[], dict[str, set[str]]]


@pytest.fixture
def url(elastic_prefix: str) -> str:
    return f"{elastic_prefix}-{uuid4().hex[:8]}"


@pytest.fixture
def held(url: str) -> Held:
    """The indices of the engine at `url`, each with its aliases, without their common beginning."""
    node, _, prefix = url.rpartition("/")

    def look() -> dict[str, set[str]]:
        found = httpx.get(f"{node}/{prefix}-*/_alias", timeout=30).raise_for_status().json()
        return {name: {alias.removeprefix(prefix) for alias in told["aliases"]} for name, told in found.items()}

    return look


def make_index(url: str, moment: datetime, schema: str, *, current: bool = False) -> None:
    """Makes an index as a generation of that moment and schema is named."""
    node, _, prefix = url.rpartition("/")
    aliases = {prefix: {}, f"{prefix}-{schema}": {}} if current else {}
    name = f"{prefix}-{moment.strftime(TIME)}-{schema}"
    httpx.put(f"{node}/{name}", json={"aliases": aliases}, timeout=30).raise_for_status()


def test_the_generation_before_is_kept_one_round(url: str, held: Held) -> None:
    engine = open_engine(url)
    names = []
    for _ in range(3):
        generation = engine.new_generation()
        generation.activate(0)
        names.append(generation.name)
    assert held() == {names[1]: {"-previous"}, names[2]: {"", f"-{fingerprint()}"}}


def test_what_a_crash_left_is_removed_a_day_later_and_what_is_being_filled_stays(url: str, held: Held) -> None:
    engine = open_engine(url)
    holds(engine, document("Un"))
    make_index(url, datetime.now(UTC) - timedelta(days=2), fingerprint())
    filled = engine.new_generation()
    other = engine.new_generation()
    assert {filled.name, other.name} < set(held())
    assert len(held()) == 3


def test_what_is_written_to_a_removed_generation_is_refused_and_makes_no_index(url: str, held: Held) -> None:
    generation = open_engine(url).new_generation()
    generation.discard()
    report = generation.apply([document("Perdu")])
    assert report.applied == ()
    assert list(report.errors) == [document("Perdu").id]
    with pytest.raises(SearchError):
        generation.activate(1)
    assert held() == {}


def test_an_index_of_another_version_must_be_rebuilt_and_serves_the_other_meanwhile(url: str, held: Held) -> None:
    make_index(url, datetime(2026, 1, 1, tzinfo=UTC), "00000000", current=True)
    engine = open_engine(url)
    for asked in (lambda: ask(engine, "aide"), lambda: engine.apply([document("Un")])):
        with pytest.raises(SearchUnavailable, match="brp index rebuild"):
            asked()
    assert engine.health().status == "red"
    generation = engine.new_generation()
    generation.apply([document("Un")])
    generation.activate(1)
    assert ask(engine).names == ["Un"]
    assert {"-previous", "-00000000"} in held().values()
