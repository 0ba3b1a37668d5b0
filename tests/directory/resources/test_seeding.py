"""The base a new installation starts with."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from directory.cli import cli
from directory.database import Database
from directory.errors import BrpError, InvalidInput
from directory.resources.browsing import count_by_category
from directory.resources.models import Organisation, Resource
from directory.resources.seeding import FOLDER, read_seeds, seed
from directory.resources.store import Outcome
from directory.services import Services
from directory.taxonomy.vocabulary import vocabulary
from directory.territories.gazetteer import Gazetteer
from tests.directory.resources.listings import LATER, NOW, empty_queue, queued

GOOD = """
- organisation: {external_id: entraide, name: Entraide}
  resources:
    - {external_id: colis, name: Colis, categories: [se-loger], phone: "3949", verified_days_ago: 10}
    - {external_id: vestiaire, name: Vestiaire, categories: [se-loger]}
- organisation: {external_id: croix, name: La Croix}
  resources: []
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "10-bon.yaml").write_text(GOOD, encoding="utf-8")
    return seeds


def resources(database: Database) -> dict[str, Resource]:
    with database.reading() as session:
        return {resource.name: resource for resource in session.scalars(sa.select(Resource))}


def test_seeds_are_published_with_their_demonstration_dates(
    database: Database, gazetteer: Gazetteer, folder: Path
) -> None:
    assert seed(database, gazetteer, NOW, folder) == Counter({Outcome.CREATED: 3})
    found = resources(database)
    assert {resource.status for resource in found.values()} == {"published"}
    assert found["Colis"].verified_on == date(2026, 11, 15)
    assert found["Colis"].verified_how == "date de démonstration"
    assert (found["Vestiaire"].verified_on, found["Vestiaire"].verified_how) == (None, "")
    assert len(queued(database)) == 2


def test_seeding_again_changes_nothing_not_even_the_dates(
    database: Database, gazetteer: Gazetteer, folder: Path
) -> None:
    seed(database, gazetteer, NOW, folder)
    empty_queue(database)
    assert seed(database, gazetteer, LATER, folder) == Counter({Outcome.UNCHANGED: 3})
    assert resources(database)["Colis"].verified_on == date(2026, 11, 15)
    assert queued(database) == []


def test_a_seed_that_changed_is_updated_but_not_verified_anew(
    database: Database, gazetteer: Gazetteer, folder: Path
) -> None:
    seed(database, gazetteer, NOW, folder)
    (folder / "10-bon.yaml").write_text(GOOD.replace("3949", "115").replace("ago: 10", "ago: 1"), encoding="utf-8")
    assert seed(database, gazetteer, LATER, folder)[Outcome.UPDATED] == 1
    colis = resources(database)["Colis"]
    assert (colis.phone, colis.verified_on) == ("115", date(2026, 11, 15))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("3949", "12"), "10-bon.yaml › Entraide › Colis › phone : « 12 » n’est pas un numéro"),
        (("se-loger", "se-logre"), "› Colis › categories : « se-logre » n’est pas une valeur connue. Vouliez-vous"),
        (("{external_id: croix, name: La Croix}", "{name: La Croix}"), "10-bon.yaml › La Croix › external_id :"),
        (("external_id: vestiaire", "external_id: colis"), "« colis » est déjà pris par une autre fiche"),
        (("external_id: croix", "external_id: entraide"), "« entraide » est déjà pris par une autre fiche"),
        (("ago: 10", "ago: hier"), "› Colis › verified_days_ago : un nombre de jours est attendu"),
        (
            ("  resources: []", "  ressources: []"),
            "10-bon.yaml › n° 2 : « organisation » et « resources » sont attendus",
        ),
        (("{external_id: colis,", "[external_id: colis,"), "10-bon.yaml : ce n’est pas du YAML lisible"),
        ((GOOD, "a: 1"), "10-bon.yaml : une liste de structures est attendue"),
    ],
)
def test_a_fault_is_told_with_its_place_and_nothing_is_written(
    database: Database, gazetteer: Gazetteer, folder: Path, change: tuple[str, str], told: str
) -> None:
    (folder / "10-bon.yaml").write_text(GOOD.replace(*change), encoding="utf-8")
    (folder / "20-autre.yaml").write_text(
        "- organisation: {external_id: z, name: Z}\n  resources: [{external_id: z, name: Z}]\n", encoding="utf-8"
    )
    with pytest.raises(InvalidInput) as refusal:
        seed(database, gazetteer, NOW, folder)
    assert told in str(refusal.value)
    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Organisation)) == 0


def test_all_faults_of_all_files_are_told_at_once(gazetteer: Gazetteer, folder: Path) -> None:
    (folder / "10-bon.yaml").write_text(GOOD.replace("3949", "12"), encoding="utf-8")
    (folder / "20-autre.yaml").write_text("- 3\n", encoding="utf-8")
    with pytest.raises(InvalidInput) as refusal:
        read_seeds(folder, gazetteer)
    assert "phone" in str(refusal.value)
    assert "20-autre.yaml" in str(refusal.value)


def test_the_seeds_of_the_project_fill_every_category(database: Database, gazetteer: Gazetteer) -> None:
    counts = seed(database, gazetteer, NOW)
    assert counts[Outcome.CREATED] == counts.total() >= 150
    with database.reading() as session:
        by_category = count_by_category(session)
        for resource in session.scalars(sa.select(Resource)):
            assert resource.first_step, f"{resource.name}: no first step"
            assert resource.coverage, f"{resource.name}: no coverage"
    assert {slug: by_category.get(slug, 0) >= 8 for slug in vocabulary().categories} == dict.fromkeys(
        vocabulary().categories, True
    )


def test_the_command_counts_what_it_did_and_the_seeds_are_found(services: Services) -> None:
    first, second = (CliRunner().invoke(cli.commands["seed"], obj=services) for _ in range(2))
    total = len(read_seeds(FOLDER, services.gazetteer))
    assert first.output.startswith(f"Fiches de départ : {total} lues, {total} créées, 0 modifiées, 0 inchangées.")
    assert second.output.startswith(f"Fiches de départ : {total} lues, 0 créées, 0 modifiées, {total} inchangées.")
    status = services.index_sync.status()
    assert (status.queued, status.health.documents) == (0, status.published)
    assert status.published > 0


def test_the_command_asks_for_an_upgrade_first(services: Services, tmp_path: Path) -> None:
    empty = replace(services, database=Database(f"sqlite:///{tmp_path}/vide.sqlite3"))
    result = CliRunner().invoke(cli.commands["seed"], obj=empty)
    assert isinstance(result.exception, BrpError)
    assert "brp db upgrade" in str(result.exception)
