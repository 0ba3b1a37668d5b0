from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from directory.exchange.data_inclusion import read
from directory.exchange.listings import Listing, ReadOptions, Refused
from directory.exchange.rows import UnusableFile

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


def a_file(folder: Path, name: str, *items: dict[str, Any]) -> Path:
    path = folder / name
    path.write_text(json.dumps(items), encoding="utf-8")
    return path


def read_all(*paths: Path, source: str = "") -> list[Listing | Refused]:
    return list(read(paths, ReadOptions(source)))


def services(items: list[Listing | Refused]) -> Iterator[dict[str, Any]]:
    for item in items:
        if isinstance(item, Listing) and item.resource is not None:
            yield dict(item.resource)


def warnings(items: list[Listing | Refused]) -> list[tuple[str, str]]:
    return [(notice.field, notice.value) for item in items if isinstance(item, Listing) for notice in item.warnings]


def test_every_structure_and_service_of_the_corpus_is_a_listing(shared_data: Path) -> None:
    items = read_all(*sorted((shared_data / "dev-corpus").glob("*.json")))
    assert sum(isinstance(item, Listing) and item.resource is None for item in items) == 1298 + 59
    assert sum(1 for _ in services(items)) == 1503 + 60
    assert warnings(items) == []


def test_services_may_come_before_their_structures(tmp_path: Path) -> None:
    before = a_file(tmp_path, "a.json", SERVICE)
    after = a_file(tmp_path, "b.json", STRUCTURE)
    structure, service = read_all(before, after)
    assert isinstance(structure, Listing)
    assert isinstance(service, Listing)
    assert service.organisation["name"] == "Mission locale"
    assert service.origins[0].file == "a.json"


def test_a_service_of_a_structure_that_no_file_holds_only_names_it(tmp_path: Path) -> None:
    (service,) = read_all(a_file(tmp_path, "a.json", SERVICE))
    assert isinstance(service, Listing)
    assert service.organisation == {"external_id": "dora--1"}


def test_a_service_takes_from_its_structure_what_it_does_not_tell(tmp_path: Path) -> None:
    structure = {
        **STRUCTURE,
        "telephone": "0563000000",
        "site_web": "https://ml.fr",
        "horaires_accueil": "Mo 09:00-12:00",
    }
    service = {**SERVICE, "telephone": "0563111111"}
    items = read_all(a_file(tmp_path, "a.json", structure, service))
    (resource,) = services(items)
    assert resource["phone"] == "0563111111"
    assert resource["website"] == "https://ml.fr"
    assert resource["opening_hours"] == "Mo 09:00-12:00"


def test_a_service_without_place_takes_its_structures_unless_it_serves_a_territory_or_is_remote(tmp_path: Path) -> None:
    structure = {**STRUCTURE, "code_insee": "82121", "adresse": "1 rue de la Paix"}
    nowhere = {name: value for name, value in SERVICE.items() if name != "code_insee"}
    served = {**nowhere, "id": "dora--1-s2", "zone_eligibilite": ["82"]}
    remote = {**nowhere, "id": "dora--1-s3", "modes_accueil": ["a-distance"]}
    here, there, far = services(read_all(a_file(tmp_path, "a.json", structure, nowhere, served, remote)))
    assert here["commune_code"] == "82121"
    assert "commune_code" not in there
    assert "commune_code" not in far


def test_a_missing_name_refuses_the_line_with_its_field(tmp_path: Path) -> None:
    (refused,) = read_all(a_file(tmp_path, "a.json", {**STRUCTURE, "nom": " "}))
    assert isinstance(refused, Refused)
    assert (refused.notice.line, refused.notice.field, refused.notice.reason) == (1, "nom", "valeur absente")


@pytest.mark.parametrize("name", [{"fr": "Accueil"}, ["Accueil"]])
def test_a_name_that_is_no_text_refuses_the_line(tmp_path: Path, name: object) -> None:
    (refused,) = read_all(a_file(tmp_path, "a.json", {**STRUCTURE, "nom": name}))
    assert isinstance(refused, Refused)
    assert (refused.notice.field, refused.notice.reason) == ("nom", "un texte est attendu")


def test_a_bad_optional_value_is_left_out_and_told(tmp_path: Path) -> None:
    service = {
        **SERVICE,
        "code_postal": "8200X",
        "publics": ["jeunes", "martiens"],
        "frais": "cher",
        "date_maj": "hier",
        "latitude": "nord",
    }
    items = read_all(a_file(tmp_path, "a.json", service))
    (resource,) = services(items)
    assert resource["audiences"] == ["jeunes"]
    assert not {"postcode", "cost", "source_updated_on", "latitude"} & resource.keys()
    assert sorted(warnings(items)) == [
        ("code_postal", "8200X"),
        ("date_maj", "hier"),
        ("frais", "cher"),
        ("latitude", "nord"),
        ("publics", "martiens"),
    ]


def test_everybody_cannot_be_an_audience_among_others(tmp_path: Path) -> None:
    items = read_all(a_file(tmp_path, "a.json", {**SERVICE, "publics": ["tous-publics", "jeunes"]}))
    (resource,) = services(items)
    assert resource["audiences"] == ["jeunes"]


def test_the_whole_country_is_told_by_name_or_by_code(tmp_path: Path) -> None:
    items = read_all(a_file(tmp_path, "a.json", {**SERVICE, "zone_eligibilite": ["99100"]}))
    assert [resource["coverage"] for resource in services(items)] == [["france"]]


def test_text_decoded_twice_is_repaired_and_told(tmp_path: Path) -> None:
    items = read_all(a_file(tmp_path, "a.json", {**SERVICE, "nom": "Aide aux dÃ©marches &amp; conseils"}))
    assert [resource["name"] for resource in services(items)] == ["Aide aux démarches & conseils"]
    assert [field for field, _ in warnings(items)] == ["nom"]


def test_a_csv_says_the_same_as_json(tmp_path: Path) -> None:
    path = tmp_path / "services.csv"
    row = {
        **SERVICE,
        "code_insee": "1004",
        "thematiques": "mobilite--preparer-un-permis, sante--acces-aux-soins",
        "publics": '["jeunes", "femmes"]',
        "modes_accueil": "{a-distance,en-presentiel}",
        "latitude": "44,018",
        "date_maj": "15/03/2024",
        "frais": "NULL",
    }
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.DictWriter(file, list(row), delimiter=";")
        writer.writeheader()
        writer.writerow(row)
    items = read_all(path)
    (resource,) = services(items)
    assert resource["commune_code"] == "01004"
    assert resource["topics"] == ["mobilite--preparer-un-permis", "sante--acces-aux-soins"]
    assert resource["audiences"] == ["jeunes", "femmes"]
    assert resource["modes"] == ["a-distance", "en-presentiel"]
    assert resource["latitude"] == 44.018
    assert resource["source_updated_on"] == "2024-03-15"
    assert warnings(items) == []


def test_a_table_without_a_required_column_is_unusable(tmp_path: Path) -> None:
    path = tmp_path / "services.csv"
    path.write_text("id,structure_id,description\n1,2,texte\n", encoding="utf-8")
    with pytest.raises(UnusableFile, match=r"services\.csv : il manque la colonne « nom »"):
        read_all(path)


def test_the_template_gives_its_planted_errors_and_leaves_its_help_lines_aside(shared_data: Path) -> None:
    items = read_all(shared_data / "messy" / "gabarit-dataset-v1.xlsx")
    assert len(items) == 3 + 4
    refused = [item.notice for item in items if isinstance(item, Refused)]
    assert [(notice.file.partition("« ")[2], notice.line) for notice in refused] == [
        ("Structures »", 2),
        ("Structures »", 3),
        ("Services »", 2),
        ("Services »", 3),
    ]
    assert {notice.field for notice in refused} == {"__ignore__"}
    # A date stands where the header `date_maj` should.
    assert [notice.field for notice in items[0].warnings] == ["2026-02-23", "colonne en trop", "colonne en double"]
    told = warnings(items)
    assert ("thematiques", "logement-hebergement--louer-un-appartement") in told
    assert ("mobilisable_par", "autres") in told
    assert ("nombre_semaines", "beaucoup") in told
    assert [resource["commune_code"] for resource in services(items)] == ["59350", "59999"]


def test_a_workbook_with_the_official_sheets_is_one_set(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title, record in (("Services", SERVICE), ("Structures", STRUCTURE)):
        sheet = book.create_sheet(title)
        sheet.append(list(record))
        sheet.append(list(record.values()))
    book.remove(book["Sheet"])
    path = tmp_path / "jeu.xlsx"
    book.save(path)
    structure, service = read_all(path)
    assert isinstance(structure, Listing)
    assert isinstance(service, Listing)
    assert service.origins[0].file == "jeu.xlsx, feuille « Services »"
    assert service.organisation["name"] == "Mission locale"


def test_the_source_is_the_records_own_else_its_ids_else_the_one_given(tmp_path: Path) -> None:
    without = {name: value for name, value in STRUCTURE.items() if name != "source"}
    path = a_file(tmp_path, "jeu.json", STRUCTURE | {"source": "soliguide"}, without, {**without, "id": "42"})
    assert [item.source for item in read_all(path, source="cd82") if isinstance(item, Listing)] == [
        "soliguide",
        "dora",
        "cd82",
    ]
    assert [item.source for item in read_all(path) if isinstance(item, Listing)][2] == "jeu"
