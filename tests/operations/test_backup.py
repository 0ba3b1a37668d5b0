"""A backup taken while people edit, and put back: the record is whole, the search answers."""

from __future__ import annotations

import random
import sqlite3
import stat
import subprocess
from pathlib import Path

import pytest
import sqlalchemy as sa

from directory.database import Base, Database
from tests import postgresql as postgresql_server
from tests.conftest import ROOT
from tests.operations.conftest import Environment, editors, environment_of, opened
from tests.operations.editing import edit

BOTH = pytest.mark.parametrize("environment", ["sqlite-tantivy", "postgresql-tantivy"], indirect=True)


def script(name: str, *arguments: Path, environment: Environment) -> subprocess.CompletedProcess[str]:
    command = [str(ROOT / "scripts" / name), *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def backup(folder: Path, environment: Environment) -> Path:
    done = script("backup.sh", folder, environment=environment)
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.splitlines()[-1])


def rows(database: Database) -> dict[str, list[object]]:
    with database.reading() as session:
        return {
            table.name: list(map(tuple, session.execute(sa.select(table).order_by(*table.primary_key))))
            for table in Base.metadata.sorted_tables
        }


@BOTH
def test_what_was_backed_up_is_put_back_whole(environment: Environment, postgresql: str, tmp_path: Path) -> None:
    with opened(environment) as services:
        chance = random.Random(1)
        for _ in range(60):
            edit(services.database, chance)
        before = rows(services.database)
    file = backup(tmp_path / "backups", environment)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with postgresql_server.new_database(postgresql) as url:
        urls = {"sqlite": f"sqlite:///{tmp_path}/restored.sqlite3", "postgresql": url}
        target = urls[Database(environment["BRP_DATABASE_URL"]).url.get_backend_name()]
        restored = environment_of(target, f"tantivy:{tmp_path}/restored-index")
        done = script("restore.sh", file, environment=restored)
        assert done.returncode == 0, done.stderr
        with opened(restored) as services:
            after = rows(services.database)
            assert not services.index_sync.verify()
            assert len(services.engine.versions()) == services.index_sync.status().published > 0
    assert {name: held for name, held in after.items() if name != "index_queue"} == {
        name: held for name, held in before.items() if name != "index_queue"
    }
    assert after["index_queue"] == []  # the index was made again: nothing waits


@BOTH
def test_a_backup_while_people_edit_is_of_one_moment(environment: Environment, tmp_path: Path) -> None:
    with opened(environment) as services:
        chance = random.Random(1)
        for _ in range(60):
            edit(services.database, chance)
    with editors(environment, 2, 1_000):
        file = backup(tmp_path / "backups", environment)
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("SELECT count(*) FROM resource").fetchone()[0] > 0
    connection.close()


@pytest.mark.parametrize("environment", ["sqlite-tantivy"], indirect=True)
def test_only_the_last_ones_are_kept_and_other_files_are_left_alone(environment: Environment, tmp_path: Path) -> None:
    with opened(environment):
        pass
    folder = tmp_path / "backups"
    folder.mkdir()
    old = [folder / f"brp-2026010{day}T000000Z.sqlite3" for day in (1, 2, 3)]
    others = [folder / "notes.txt", folder / "brp-mine.sqlite3"]
    for path in (*old, *others):
        path.touch()
    file = backup(folder, {**environment, "KEEP": "2"})
    assert sorted(folder.iterdir()) == sorted([old[-1], file, *others])


@pytest.mark.parametrize("environment", ["sqlite-tantivy"], indirect=True)
def test_a_record_in_service_is_not_restored_over(environment: Environment, tmp_path: Path) -> None:
    with opened(environment) as services:
        edit(services.database, random.Random(1))
        before = rows(services.database)
        file = backup(tmp_path / "backups", environment)
        done = script("restore.sh", file, environment=environment)
        assert done.returncode == 2
        assert "pas vide" in done.stderr
        assert rows(services.database) == before


@pytest.mark.parametrize("environment", ["sqlite-tantivy"], indirect=True)
def test_a_backup_that_fails_leaves_no_file_that_looks_like_one(environment: Environment, tmp_path: Path) -> None:
    done = script("backup.sh", tmp_path / "backups", environment=environment)  # there are no tables yet
    assert done.returncode == 2
    assert list((tmp_path / "backups").iterdir()) == []
