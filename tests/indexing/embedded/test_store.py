"""The folder of an index: what is kept, what is cleared away, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexing.embedded import engine as engine_module
from indexing.embedded import store as store_module
from indexing.embedded.engine import EmbeddedEngine
from indexing.embedded.schema import fingerprint
from indexing.embedded.store import Store
from indexing.errors import SearchUnavailable
from tests.contract.documents import ask, document, holds


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the index will be."""
    return tmp_path / "deep" / "index"


@pytest.fixture
def engine(folder: Path) -> EmbeddedEngine:
    """An engine on an empty folder."""
    return EmbeddedEngine(str(folder))


def rebuild(engine: EmbeddedEngine, *names: str) -> str:
    """Puts a generation with documents called `names` in service; its name."""
    generation = engine.new_generation()
    generation.apply(document(name) for name in names)
    generation.activate(len(names))
    return generation.name


def generations(folder: Path) -> list[str]:
    """Names of the generations on disk, oldest first."""
    return sorted(path.name for path in folder.iterdir() if path.is_dir())


def test_the_generation_before_is_kept_one_round(engine: EmbeddedEngine, folder: Path) -> None:
    names = [rebuild(engine, f"Tour {number}") for number in range(4)]
    assert generations(folder) == names[-2:]
    assert list(folder.glob("*.filling")) == []


def test_what_a_crash_left_is_cleared_by_the_next_rebuild(engine: EmbeddedEngine, folder: Path) -> None:
    current = rebuild(engine, "Avant")
    left = Store(folder).create()  # filled by a process that died: nobody holds its lock
    Store(folder).filling_lock(left).touch()
    after = rebuild(engine, "Après")
    assert generations(folder) == [current, after]
    assert list(folder.glob("*.filling")) == []


def test_a_generation_being_filled_is_left_alone(engine: EmbeddedEngine, folder: Path) -> None:
    rebuild(engine, "Avant")
    filling = engine.new_generation()
    filling.apply([document("Pendant")])
    rebuild(engine, "Autre")
    rebuild(engine, "Encore")
    assert filling.name in generations(folder)
    filling.activate(1)
    assert ask(engine).names == ["Pendant"]


def test_a_discarded_generation_is_gone(engine: EmbeddedEngine, folder: Path) -> None:
    current = rebuild(engine, "Avant")
    filling = engine.new_generation()
    filling.discard()
    assert generations(folder) == [current]


def test_an_index_written_by_another_version_must_be_rebuilt(engine: EmbeddedEngine, folder: Path) -> None:
    name = rebuild(engine, "Avant")
    other = name.replace(fingerprint(), "0" * 8)
    (folder / name).rename(folder / other)
    (folder / "current").write_text(f"{other}\n", encoding="utf-8")
    with pytest.raises(SearchUnavailable, match="rebuild"):
        ask(engine)
    assert engine.health().status == "red"
    rebuild(engine, "Après")
    assert ask(engine).names == ["Après"]


@pytest.mark.parametrize("harm", ["delete", "empty", "garbage"])
@pytest.mark.parametrize("pattern", ["meta.json", "*.term", "*.fast", "*.store"])
def test_a_damaged_index_is_unavailable_and_never_empty(
    engine: EmbeddedEngine, folder: Path, pattern: str, harm: str
) -> None:
    name = rebuild(engine, *(f"Avant {number}" for number in range(20)))
    (path,) = (folder / name).glob(pattern)
    size = path.stat().st_size
    path.unlink()
    if harm != "delete":
        path.write_bytes(b"" if harm == "empty" else b"x" * size)
    fresh = EmbeddedEngine(str(folder))
    with pytest.raises(SearchUnavailable):
        ask(fresh, "avant")
    assert fresh.health().status == "red"
    rebuild(fresh, "Après")
    assert ask(fresh).names == ["Après"]


def test_a_deleted_folder_is_unavailable_until_rebuilt(engine: EmbeddedEngine, folder: Path) -> None:
    name = rebuild(engine, "Avant")
    assert ask(engine).names == ["Avant"]
    for path in sorted((folder / name).iterdir()):
        path.unlink()
    with pytest.raises(SearchUnavailable):
        ask(engine)


def test_a_pointer_to_nothing_is_unavailable(engine: EmbeddedEngine, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "current").write_text("20200101T000000000000-gone\n", encoding="utf-8")
    with pytest.raises(SearchUnavailable):
        ask(engine)
    with pytest.raises(SearchUnavailable):
        holds(engine, document("Un"))


def test_a_writer_waits_then_gives_up(engine: EmbeddedEngine, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    holds(engine, document("Un"))
    monkeypatch.setattr(store_module, "LOCK_WAIT_SECONDS", 0.1)
    with Store(folder).writing(), pytest.raises(SearchUnavailable, match="another process"):
        engine.apply([document("Deux")])
    holds(engine, document("Deux"))
    assert ask(engine).total == 2


def test_much_rewriting_asks_for_a_rebuild(engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "ROWS_ALLOWED", 5)
    holds(engine, document("Premier"))
    for _ in range(13):
        holds(engine, document("Un"))
    health = engine.health()
    assert (health.status, health.documents) == ("yellow", 2)
    rebuild(engine, "Premier", "Un")
    assert engine.health().status == "green"


def test_a_folder_that_cannot_be_written_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    engine = EmbeddedEngine(str(tmp_path / "file" / "index"))
    for attempt in (lambda: engine.apply([document("Un")]), engine.new_generation, lambda: ask(engine)):
        with pytest.raises(SearchUnavailable):
            attempt()
    assert engine.health().status == "red"
