from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from directory.database import Database, utc_now
from directory.exchange import formats, importer
from directory.exchange.listings import ReadOptions
from directory.exchange.progress import Progress
from directory.exchange.report import Account, Tally
from directory.exchange.rows import UnusableFile
from directory.resources.models import IndexQueueEntry, Organisation, Resource, ResourceCategory
from directory.resources.status import Status
from directory.territories.gazetteer import Gazetteer
from directory.territories.geocoding import Geocoder

Import = Callable[..., Account]

STRUCTURE = {"source": "dora", "id": "dora--1", "nom": "Mission locale", "date_maj": "2024-03-15"}
SERVICE = {
    "source": "dora",
    "structure_id": "dora--1",
    "id": "dora--1-s1",
    "nom": "Accompagnement des jeunes",
    "description": "Un conseiller suit chaque jeune vers l’emploi.",
    "date_maj": "2024-03-15",
    "code_insee": "82121",
}


@pytest.fixture
def run_import(database: Database, gazetteer: Gazetteer) -> Iterator[Import]:
    """Imports files as `brp import` does, with a geocoder that does not answer."""
    accounts = []

    def run(*paths: Path, status: Status = Status.PUBLISHED, dry_run: bool = False, source: str = "") -> Account:
        account = importer.run(
            formats.read(formats.sort(paths, "auto"), ReadOptions(source)),
            database,
            gazetteer,
            Geocoder("http://127.0.0.1:9"),
            status=status,
            dry_run=dry_run,
            progress=Progress(io.StringIO()),
            now=utc_now(),
        )
        accounts.append(account)
        return account

    yield run
    for account in accounts:
        account.close()


@pytest.fixture
def rows(database: Database) -> Callable[[type[Any]], list[Any]]:
    def of(model: type[Any]) -> list[Any]:
        with database.reading() as session:
            return list(session.scalars(sa.select(model).order_by(model.id)))

    return of


Rows = Callable[[type[Any]], list[Any]]
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # long, and no other on PostgreSQL


def a_file(folder: Path, *items: dict[str, Any], name: str = "jeu.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(items), encoding="utf-8")
    return path


def adds_up(tally: Tally) -> bool:
    return tally.read == tally.created + tally.updated + tally.unchanged + tally.rejected


@ON_SQLITE
def test_the_corpus_is_imported_whole_and_a_second_run_changes_nothing(
    run_import: Import, rows: Rows, shared_data: Path
) -> None:
    files = sorted((shared_data / "dev-corpus").glob("*.json"))
    account = run_import(*files)
    assert {name: (tally.read, tally.created) for name, tally in account.files.items()} == {
        "duplicates-services.json": (60, 60),
        "duplicates-structures.json": (59, 59),
        "services.json": (1503, 1503),
        "structures.json": (1298, 1298),
    }
    resources = rows(Resource)
    assert len(resources) == 1563
    assert {resource.status for resource in resources} == {"published"}
    assert sum(not resource.categories for resource in resources) <= 0.05 * len(resources)
    queued = len(rows(IndexQueueEntry))
    again = run_import(*files)
    assert (again.total.read, again.total.unchanged) == (2920, 2920)
    assert len(rows(IndexQueueEntry)) == queued
    assert again.located["stored"] == account.located["commune"] > 500


def test_a_wrong_point_of_the_corpus_is_told_and_replaced_by_the_commune(
    run_import: Import, rows: Rows, shared_data: Path, tmp_path: Path
) -> None:
    services = json.loads((shared_data / "dev-corpus" / "services.json").read_text(encoding="utf-8"))
    astray = next(item for item in services if item.get("commune") == "Figeac" and item.get("latitude", 44) < 5)
    structure = {**STRUCTURE, "source": astray["source"], "id": astray["structure_id"]}
    account = run_import(a_file(tmp_path, structure, astray))
    assert account.total == Tally(read=2, created=2)
    assert ["4448 km de Figeac" in warning["reason"] for warning in account.warnings] == [True]
    (resource,) = rows(Resource)
    assert (round(resource.latitude, 1), resource.point_source) == (44.6, "commune")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("odspep/odspep-export-a-plat-2-lignes.csv", Tally(read=2, created=2)),
        ("odspep/synthetic-200.csv", Tally(read=200, created=200)),
        ("messy/gabarit-dataset-v1.xlsx", Tally(read=7, created=3, rejected=4)),
    ],
)
def test_every_line_of_an_official_file_is_accounted_for_twice(
    run_import: Import, shared_data: Path, name: str, expected: Tally
) -> None:
    assert run_import(shared_data / name).total == expected
    again = run_import(shared_data / name).total
    assert again == Tally(read=expected.read, unchanged=expected.created, rejected=expected.rejected)


@ON_SQLITE
def test_any_table_is_accounted_for_line_by_line(run_import: Import, shared_data: Path) -> None:
    unusable = ("vide.csv", "image-renommee.csv", "gabarit-tronque.xlsx")
    for path in sorted(path for path in (shared_data / "messy").iterdir() if path.name not in unusable):
        first, second = run_import(path).total, run_import(path).total
        assert adds_up(first), path.name
        assert second.read == first.read > 0, path.name
        assert (second.created, second.updated, second.rejected) == (0, 0, first.rejected), path.name


@pytest.mark.parametrize("name", ["vide.csv", "image-renommee.csv", "gabarit-tronque.xlsx"])
def test_a_bad_file_changes_nothing_even_beside_a_good_one(
    run_import: Import, rows: Rows, shared_data: Path, name: str
) -> None:
    with pytest.raises(UnusableFile, match=name):
        run_import(shared_data / "odspep" / "synthetic-200.csv", shared_data / "messy" / name)
    assert rows(Organisation) == []


def test_a_file_cut_in_its_middle_changes_nothing(run_import: Import, rows: Rows, tmp_path: Path) -> None:
    path = a_file(tmp_path, STRUCTURE, *({**SERVICE, "id": f"dora--{number}"} for number in range(600)))
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(UnusableFile, match="abîmé ou incomplet"):
        run_import(path)
    assert rows(Organisation) == []


def test_a_dry_run_tells_the_same_and_writes_nothing(run_import: Import, rows: Rows, shared_data: Path) -> None:
    path = shared_data / "odspep" / "synthetic-200.csv"
    rehearsal = run_import(path, dry_run=True)
    assert rows(Organisation) == rows(Resource) == rows(IndexQueueEntry) == []
    real = run_import(path)
    assert (rehearsal.total, rehearsal.resources) == (real.total, real.resources)


def test_a_killed_import_keeps_whole_batches_and_the_next_one_finishes(
    run_import: Import, rows: Rows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = a_file(tmp_path, STRUCTURE, *({**SERVICE, "id": f"dora--{number}"} for number in range(25)))
    monkeypatch.setattr(importer, "BATCH", 10)
    save, calls = importer.save, []

    def killed_later(*args: Any, **options: Any) -> Any:
        calls.append(1)
        if len(calls) == 8:  # three calls a batch: inside the third one
            raise KeyboardInterrupt
        return save(*args, **options)

    monkeypatch.setattr(importer, "save", killed_later)
    with pytest.raises(KeyboardInterrupt):
        run_import(path)
    assert len(rows(Resource)) == 19  # the structure was the first of the twenty
    monkeypatch.setattr(importer, "save", save)
    account = run_import(path)
    assert account.total == Tally(read=26, created=6, unchanged=20)
    assert len(rows(Resource)) == 25


def test_a_service_of_an_unknown_structure_is_refused_unless_the_record_knows_it(
    run_import: Import, tmp_path: Path
) -> None:
    service = a_file(tmp_path, SERVICE, name="services.json")
    account = run_import(service)
    assert account.total == Tally(read=1, rejected=1)
    (rejection,) = account.rejections
    assert (rejection["field"], rejection["value"]) == ("structure_id", "dora--1")
    run_import(a_file(tmp_path, STRUCTURE, name="structures.json"))
    assert run_import(service).total == Tally(read=1, created=1)


def test_a_service_whose_structure_is_refused_is_refused_for_that_reason(run_import: Import, tmp_path: Path) -> None:
    account = run_import(a_file(tmp_path, {**STRUCTURE, "nom": ""}, SERVICE))
    assert account.total == Tally(read=2, rejected=2)


def test_the_same_id_twice_is_unchanged_or_refused(run_import: Import, rows: Rows, tmp_path: Path) -> None:
    other = {**SERVICE, "nom": "Un autre service"}
    account = run_import(a_file(tmp_path, STRUCTURE, STRUCTURE, SERVICE, SERVICE, other))
    assert account.total == Tally(read=5, created=2, unchanged=2, rejected=1)
    (rejection,) = account.rejections
    assert rejection["line"] == 5
    assert "jeu.json, ligne 3" in rejection["reason"]
    assert [resource.name for resource in rows(Resource)] == ["Accompagnement des jeunes"]


def test_a_changed_listing_is_updated_and_its_verification_stays(
    run_import: Import, rows: Rows, database: Database, tmp_path: Path
) -> None:
    run_import(a_file(tmp_path, STRUCTURE, SERVICE))
    with database.transaction() as session:
        session.execute(sa.update(Resource).values(verified_on=date(2026, 1, 5), verified_by="Camille"))
    account = run_import(a_file(tmp_path, STRUCTURE, {**SERVICE, "frais": "gratuit", "date_maj": "2026-10-01"}))
    assert account.total == Tally(read=2, updated=1, unchanged=1)
    (resource,) = rows(Resource)
    assert (resource.cost, resource.verified_on, resource.verified_by) == ("gratuit", date(2026, 1, 5), "Camille")


def test_a_suggested_category_never_replaces_what_the_record_says(
    run_import: Import, rows: Rows, database: Database, tmp_path: Path
) -> None:
    path = a_file(tmp_path, STRUCTURE, SERVICE)
    account = run_import(path)
    assert [entry["value"] for entry in account.suggestions] == ["services-pole-emploi"]
    with database.transaction() as session:
        session.execute(sa.update(ResourceCategory).values(category="savoirs-de-base"))
    assert run_import(path).total.unchanged == 2
    assert [resource.categories for resource in rows(Resource)] == [["savoirs-de-base"]]


def test_a_vanished_listing_is_reported_and_kept(run_import: Import, rows: Rows, tmp_path: Path) -> None:
    other = {**SERVICE, "id": "dora--1-s2", "nom": "Atelier CV"}
    run_import(a_file(tmp_path, STRUCTURE, SERVICE, other))
    account = run_import(a_file(tmp_path, STRUCTURE, SERVICE))
    assert [(entry["external_id"], entry["name"]) for entry in account.vanished] == [("dora--1-s2", "Atelier CV")]
    assert {resource.status for resource in rows(Resource)} == {"published"}


def test_a_refused_listing_has_not_vanished(run_import: Import, tmp_path: Path) -> None:
    run_import(a_file(tmp_path, STRUCTURE, SERVICE))
    nowhere = {**SERVICE, "code_insee": "99999"}
    account = run_import(a_file(tmp_path, STRUCTURE, nowhere))
    assert account.total.rejected == 1
    assert account.vanished.count == 0


def test_new_listings_can_stay_drafts(run_import: Import, rows: Rows, tmp_path: Path) -> None:
    run_import(a_file(tmp_path, STRUCTURE, SERVICE), status=Status.DRAFT)
    assert [resource.status for resource in rows(Resource)] == ["draft"]


def test_a_listing_that_is_over_is_never_published(run_import: Import, rows: Rows, tmp_path: Path) -> None:
    over = {**SERVICE, "date_suspension": "2020-01-01"}
    run_import(a_file(tmp_path, STRUCTURE, over))
    assert [resource.status for resource in rows(Resource)] == ["draft"]


def test_a_published_listing_that_ends_is_suspended(run_import: Import, rows: Rows, tmp_path: Path) -> None:
    run_import(a_file(tmp_path, STRUCTURE, SERVICE))
    run_import(a_file(tmp_path, STRUCTURE, {**SERVICE, "date_suspension": "2020-01-01"}))
    assert [resource.status for resource in rows(Resource)] == ["suspended"]


@ON_SQLITE
def test_memory_is_that_of_a_batch_and_not_of_the_file(
    run_import: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importer, "BATCH", 20)

    def imported(count: int) -> Path:
        path = tmp_path / f"{count}.ndjson"
        with path.open("w", encoding="utf-8") as file:
            file.write(json.dumps(STRUCTURE) + "\n")
            for number in range(count):
                file.write(json.dumps({**SERVICE, "id": f"dora--{number}", "description": "Texte. " * 1400}) + "\n")
        run_import(path, dry_run=True)
        return path

    imported(20)  # what is loaded once
    tracemalloc.start()
    try:
        path = imported(800)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert path.stat().st_size > 7_800_000
    assert peak < 4_000_000, peak
