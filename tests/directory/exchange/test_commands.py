from __future__ import annotations

import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from directory.cli import cli
from directory.errors import BrpError
from directory.exchange.rows import UnusableFile
from directory.resources.models import Resource
from directory.services import Services
from directory.settings import Settings

CSV = "nom,adresse,code postal,ville\nAtelier vélo,1 rue de la Paix,82000,Montauban\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        database_url=f"sqlite:///{tmp_path}/brp.sqlite3",
        search_url=f"tantivy:{tmp_path}/index",
        geocoder_url="http://127.0.0.1:9",
    )


def brp_import(services: Services, *arguments: str | Path) -> Result:
    command = cli.commands["import"]
    return CliRunner().invoke(command, [str(argument) for argument in arguments], obj=services)


def written(folder: Path, text: str) -> Path:
    path = folder / "lieux.csv"
    path.write_text(text, encoding="utf-8")
    return path


def count(services: Services) -> int:
    with services.database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Resource)) or 0


def test_all_accepted_exits_0_and_prints_the_account(services: Services, tmp_path: Path) -> None:
    result = brp_import(services, written(tmp_path, CSV))
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1] == "read=1 created=1 updated=0 unchanged=0 rejected=0"
    assert count(services) == 1


def test_a_geocoder_that_does_not_answer_is_told_once_in_french(services: Services, tmp_path: Path) -> None:
    more = "Atelier couture,2 rue de la Paix,82000,Montauban\n"
    result = brp_import(services, written(tmp_path, CSV + more))
    assert result.exit_code == 0
    assert result.stderr.count("Le géocodeur (BRP_GEOCODER_URL) n’a pas répondu") == 1
    assert "adresses concernées : 2" in result.stderr
    assert "failed" not in result.output


def test_the_index_follows_an_import(services: Services, tmp_path: Path) -> None:
    brp_import(services, written(tmp_path, CSV))
    status = services.index_sync.status()
    assert (status.queued, status.health.documents) == (0, 1)


def test_rejections_exit_3_and_are_all_in_the_report(services: Services, tmp_path: Path) -> None:
    report = tmp_path / "bilan.json"
    result = brp_import(services, written(tmp_path, CSV + ",2 rue de la Paix,82000,Montauban\n"), "--report", report)
    assert result.exit_code == 3
    told = json.loads(report.read_text(encoding="utf-8"))
    assert (told["read"], told["created"], told["rejected"]) == (2, 1, 1)
    (rejection,) = told["rejections"]
    assert rejection.keys() == {"file", "line", "field", "value", "reason"}
    assert (rejection["file"], rejection["line"], rejection["field"]) == ("lieux.csv", 3, "nom")


@pytest.mark.parametrize(
    ("report", "told"), [("/nowhere/b.json", "n’existe pas"), ("/", "est un dossier"), ("/proc/b", "écrire")]
)
def test_a_report_that_cannot_be_written_is_told_before_anything_is_kept(
    services: Services, tmp_path: Path, report: str, told: str
) -> None:
    result = brp_import(services, written(tmp_path, CSV), "--report", report)
    assert isinstance(result.exception, BrpError)
    assert told in str(result.exception)
    assert count(services) == 0


@pytest.mark.parametrize(("name", "told"), [("absent.csv", "il n’existe pas"), ("", "c’est un dossier")])
def test_a_file_that_cannot_be_opened_is_told_in_french(
    services: Services, tmp_path: Path, name: str, told: str
) -> None:
    result = brp_import(services, tmp_path / name)
    assert isinstance(result.exception, UnusableFile)
    assert told in str(result.exception)


def test_a_dry_run_shows_how_columns_are_read_and_keeps_nothing(services: Services, tmp_path: Path) -> None:
    result = brp_import(services, written(tmp_path, CSV), "--dry-run")
    assert result.exit_code == 0
    assert 'postcode: "code postal"' in result.stdout
    assert "rien n’a été enregistré" in result.stdout
    assert count(services) == 0


def test_an_unusable_file_is_an_error_of_the_domain_and_keeps_nothing(services: Services, tmp_path: Path) -> None:
    empty = tmp_path / "vide.csv"
    empty.touch()
    result = brp_import(services, written(tmp_path, CSV), empty)
    assert isinstance(result.exception, UnusableFile)  # `main` makes it exit code 2
    assert count(services) == 0


def test_a_report_that_could_not_be_written_is_told_before_the_import(services: Services, tmp_path: Path) -> None:
    result = brp_import(services, written(tmp_path, CSV), "--report", tmp_path / "absent" / "bilan.json")
    assert isinstance(result.exception, BrpError)
    assert count(services) == 0


def test_a_record_without_tables_says_what_to_do(settings: Settings, tmp_path: Path) -> None:
    from directory.services import open_services

    result = brp_import(open_services(settings), written(tmp_path, CSV))
    assert "brp db upgrade" in str(result.exception)


def test_drafts_are_not_in_the_index(services: Services, tmp_path: Path) -> None:
    brp_import(services, written(tmp_path, CSV), "--status", "draft", "--source", "essai")
    assert count(services) == 1
    assert services.index_sync.status().health.documents == 0
