from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from directory.exchange.listings import Listing, ReadOptions, Refused
from directory.exchange.odspep import read
from directory.exchange.odspep_fold import Folded, fold
from directory.exchange.rows import Row, UnusableFile
from directory.exchange.tabular import read_rows
from directory.taxonomy.vocabulary import vocabulary

COLUMNS = ("ID_RES", "STRUCTURE", "SERVICE_RSP", "Sous besoin", "COM_SERVICE")


def a_line(line: int, **values: str) -> Row:
    return Row("export.csv", line, {"ID_RES": "1", "STRUCTURE": "CAF", "SERVICE_RSP": "Accueil", **values})


def a_file(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "export.csv"
    names = list(dict.fromkeys([*COLUMNS, *(name for row in rows for name in row)]))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows({"ID_RES": "1", "STRUCTURE": "CAF", "SERVICE_RSP": "Accueil", **row} for row in rows)
    return path


def listings(path: Path) -> list[Listing]:
    found = list(read([path], ReadOptions()))
    assert not [item for item in found if isinstance(item, Refused)]
    return [item for item in found if isinstance(item, Listing)]


def test_folding_gives_the_needs_places_and_days_expected(shared_data: Path) -> None:
    rows: dict[str, list[Row]] = {}
    for row in read_rows(shared_data / "odspep" / "synthetic-200.csv"):
        rows.setdefault(row.values["ID_RES"], []).append(row)
    found = {identifier: fold(lines) for identifier, lines in rows.items()}
    with (shared_data / "odspep" / "synthetic-200-expected.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))

    def summary(folded: Folded) -> tuple[int, int, str, int]:
        levels = {territory.partition("-")[0] for territory in folded.territories}
        communes = sum(territory.startswith("commune-") for territory in folded.territories)
        return len(folded.needs), communes, "/".join(levels), len(folded.hours)

    assert {identifier: summary(folded) for identifier, folded in found.items()} == {
        row["ID_RES"]: (int(row["sous_besoins"]), int(row["communes"]), row["coverage"], int(row["days_with_hours"]))
        for row in expected
    }


def test_the_lines_of_a_resource_need_not_stand_together(shared_data: Path, tmp_path: Path) -> None:
    original = shared_data / "odspep" / "synthetic-200.csv"
    with original.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    random.Random(82).shuffle(rows)
    shuffled = tmp_path / "synthetic-200.csv"
    with shuffled.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])

    def sizes(path: Path) -> dict[str, int]:
        return {str(item.resource["external_id"]): len(item.origins) for item in listings(path) if item.resource}

    assert sizes(shuffled) == sizes(original)


def test_the_two_real_lines_are_one_resource_of_two_categories(shared_data: Path) -> None:
    (listing,) = listings(shared_data / "odspep" / "odspep-export-a-plat-2-lignes.csv")
    assert listing.resource is not None
    assert [origin.line for origin in listing.origins] == [2, 7]
    assert listing.resource["categories"] == ["difficultes-financieres", "difficultes-administratives-juridiques"]
    assert listing.resource["coverage"] == ["commune-60175"]
    assert listing.resource["commune_name"] == "Creil"
    assert listing.resource["callers"] == ["usagers", "professionnels"]
    assert "source_updated_on" not in listing.resource  # 00:00:00 is a date lost by the spreadsheet, not today
    assert "email" not in listing.resource  # www@caf.fr
    assert [notice.field for notice in listing.warnings] == ["MAIL_CTC"]


def test_an_ended_validity_is_told_and_not_published(shared_data: Path) -> None:
    over = [item for item in listings(shared_data / "odspep" / "synthetic-200.csv") if item.over]
    assert [item.resource["external_id"] for item in over if item.resource] == ["900170"]
    assert [notice.field for notice in over[0].warnings] == ["DATE_FIN_SERVICE"]


def test_lines_that_disagree_keep_the_first_value_and_tell_the_others() -> None:
    folded = fold([a_line(2), a_line(3, STRUCTURE="C.A.F.", TEL_1_CTC="3230"), a_line(4, TEL_1_CTC="3231")])
    assert folded.values["STRUCTURE"] == "CAF"
    assert folded.values["TEL_1_CTC"] == "3230"
    assert [(notice.line, notice.field, notice.value) for notice in folded.notices] == [
        (3, "STRUCTURE", "C.A.F."),
        (4, "TEL_1_CTC", "3231"),
    ]
    assert "ligne 3" in folded.notices[1].reason


def test_days_of_the_same_hours_stand_side_by_side() -> None:
    hours = {"HD_AM_HOR": "8h30", "HF_AM_HOR": "12:00", "HD_PM_HOR": "", "HF_PM_HOR": ""}
    folded = fold([a_line(day, JOUR_HOR=str(day), **hours) for day in (1, 2, 3, 5)])
    assert folded.opening_hours == "Mo-We 08:30-12:00; Fr 08:30-12:00"


def test_hours_that_make_no_sense_are_left_out_and_told() -> None:
    backwards = {"HD_AM_HOR": "17:00", "HF_AM_HOR": "09:00"}
    folded = fold([a_line(2, JOUR_HOR="9", HD_AM_HOR="09:00", HF_AM_HOR="12:00"), a_line(3, JOUR_HOR="1", **backwards)])
    assert folded.opening_hours == ""
    assert [notice.line for notice in folded.notices] == [2, 3]


@pytest.mark.parametrize(
    ("column", "code", "territory"),
    [
        ("COM_SERVICE", "1004", "commune-01004"),
        ("COM_SERVICE", "2A004", "commune-2A004"),
        ("DEPT_SERVICE", "082", "departement-82"),
        ("DEPT_SERVICE", "1", "departement-01"),
        ("DEPT_SERVICE", "974", "departement-974"),
        ("REGION_SERVICE", "76", "region-76"),
    ],
)
def test_the_place_served_is_a_commune_a_departement_or_a_region(column: str, code: str, territory: str) -> None:
    assert fold([a_line(2, **{column: code})]).territories == [territory]


@pytest.mark.parametrize(
    ("text", "day"), [("2022-06-14 00:00:00", "2022-06-14"), ("44727", "2022-06-15"), ("14/06/22", "2022-06-14")]
)
def test_the_date_of_change_is_read_however_it_was_exported(tmp_path: Path, text: str, day: str) -> None:
    (listing,) = listings(a_file(tmp_path, {"DATE DERNIERE MAJ": text}))
    assert listing.resource is not None
    assert listing.resource["source_updated_on"] == day


def test_needs_are_matched_without_accents_or_case_and_an_unknown_one_is_told(tmp_path: Path) -> None:
    path = a_file(tmp_path, {"Sous besoin": "ETRE AIDE POUR GERER SON BUDGET"}, {"Sous besoin": "Cultiver son jardin"})
    (listing,) = listings(path)
    assert listing.resource is not None
    assert listing.resource["categories"] == ["difficultes-financieres"]
    assert [(notice.field, notice.value) for notice in listing.warnings] == [("Sous besoin", "Cultiver son jardin")]


def test_every_known_need_has_categories_and_topics_that_exist(shared_data: Path) -> None:
    seen = [item.resource for item in listings(shared_data / "odspep" / "synthetic-200.csv") if item.resource]
    assert all(resource["categories"] for resource in seen)
    assert {slug for resource in seen for slug in resource["categories"]} <= vocabulary().categories.keys()
    assert {slug for resource in seen for slug in resource["topics"]} <= vocabulary().topics.keys()


def test_a_line_without_number_is_refused_and_the_others_are_kept(tmp_path: Path) -> None:
    found = list(read([a_file(tmp_path, {"ID_RES": ""}, {"ID_RES": "2"})], ReadOptions()))
    refused = [item.notice for item in found if isinstance(item, Refused)]
    assert [(notice.line, notice.field) for notice in refused] == [(2, "ID_RES")]
    assert sum(isinstance(item, Listing) for item in found) == 1


def test_a_file_without_the_columns_of_odspep_is_unusable(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("ID_RES,STRUCTURE\n1,CAF\n", encoding="utf-8")
    with pytest.raises(UnusableFile, match="SERVICE_RSP"):
        list(read([path], ReadOptions()))


def test_structures_of_the_same_name_and_commune_are_one(tmp_path: Path) -> None:
    place = {"CODE_COMMUNE_ADR": "82121"}
    first, second = listings(a_file(tmp_path, {"ID_RES": "1", **place}, {"ID_RES": "2", "STRUCTURE": "Caf", **place}))
    assert first.organisation["external_id"] == second.organisation["external_id"] == "caf-82121"
