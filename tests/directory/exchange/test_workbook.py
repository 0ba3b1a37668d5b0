"""XLSX workbooks, as a person reads them."""

from __future__ import annotations

import random
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook

from directory.exchange.rows import UnusableFile
from directory.exchange.tabular import describe, read_rows, sheets


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "table.xlsx"


def _write(path: Path, *rows: list[object]) -> Workbook:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return book


def test_cells_are_read_as_a_person_sees_them(path: Path) -> None:
    _write(
        path,
        ["Nom", "Date", "Moment", "Heure", "Code", "Point", "Vrai", "Rien"],
        ["A", date(2026, 3, 1), datetime.fromisoformat("2026-03-01 09:30"), time(9, 30), 45200.0, 1.35, True, None],
    )
    assert list(next(read_rows(path)).values.values()) == [
        *("A", "2026-03-01", "2026-03-01 09:30:00", "09:30", "45200", "1.35", "true", ""),
    ]


def test_zeros_that_only_the_format_shows_are_kept(path: Path) -> None:
    book = _write(path, ["Nom", "CP"], ["A", 9110])
    book.active["B2"].number_format = "00000"
    book.save(path)
    assert next(read_rows(path)).values["CP"] == "09110"


def test_cells_merged_downwards_hold_their_text_in_every_row(path: Path) -> None:
    book = _write(path, ["Structure", "Service"], ["Mairie", "A"], [None, "B"], ["Caf", "C"])
    book.active.merge_cells("A2:A3")
    book.save(path)
    assert [list(row.values.values()) for row in read_rows(path)] == [["Mairie", "A"], ["Mairie", "B"], ["Caf", "C"]]


def test_empty_rows_are_layout_not_records(path: Path) -> None:
    _write(path, ["Nom", "Ville"], [None, None], ["A", "X"], [None, None])
    assert [(row.line, row.values["Nom"]) for row in read_rows(path)] == [(3, "A")]


def test_the_first_visible_sheet_is_read_unless_another_is_named(path: Path) -> None:
    book = Workbook()
    book.active.title = "Cachée"
    book.active.sheet_state = "hidden"
    for title in ("Un", "Deux"):
        book.create_sheet(title).append(["Nom", "Feuille"])
        book[title].append(["A", title])
    book.save(path)
    assert sheets(path) == ("Un", "Deux")
    assert describe(path).sheet == "Un"
    assert [row.values["Feuille"] for row in read_rows(path, "Deux")] == ["Deux"]


def test_an_unknown_sheet_is_told_with_those_that_exist(path: Path) -> None:
    _write(path, ["Nom", "Ville"])
    with pytest.raises(UnusableFile, match="pas de feuille « Autre »"):
        describe(path, "Autre")


def test_an_extension_does_not_make_a_workbook(tmp_path: Path) -> None:
    book, text = tmp_path / "classeur.csv", tmp_path / "texte.xlsx"
    _write(book, ["Nom", "Ville"], ["A", "X"])
    text.write_text("Nom;Ville\nA;X\n")
    assert [row.values for row in read_rows(book)] == [row.values for row in read_rows(text)]


def _rewritten(path: Path, before: bytes, after: bytes) -> Path:
    """`path` with `before` replaced in its first sheet."""
    rewritten = path.with_name("rewritten.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(rewritten, "w") as target:
        for part in source.namelist():
            content = source.read(part)
            target.writestr(part, content.replace(before, after) if part.endswith("sheet1.xml") else content)
    return rewritten


def test_a_small_file_that_would_fill_the_memory_is_unusable(path: Path) -> None:
    _write(path, ["Nom"])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content.replace(b"</row>", b" " * (60 << 20) + b"</row>"))
    assert path.stat().st_size < 1_000_000
    with pytest.raises(UnusableFile, match="classeur abîmé"):
        describe(path)


def test_wrong_dimensions_hide_no_column(path: Path) -> None:
    _write(path, ["Nom", "Ville"], ["A", "X"])
    assert next(read_rows(_rewritten(path, b'ref="A1:B2"', b'ref="A1"'))).values == {"Nom": "A", "Ville": "X"}


@pytest.mark.parametrize(("before", "after"), [(b"</sheetData>", b"</sheet"), (b'r="2"', b'r="deux"')])
def test_a_damaged_sheet_is_unusable(path: Path, before: bytes, after: bytes) -> None:
    _write(path, ["Nom", "Ville"], *(["A", "X"] for _ in range(2000)))
    with pytest.raises(UnusableFile, match="abîmé"):
        list(read_rows(_rewritten(path, before, after)))


def test_a_fault_at_the_end_of_a_sheet_is_known_before_its_first_row(path: Path) -> None:
    _write(path, ["Nom", "Ville"], *(["A", "X"] for _ in range(2000)))
    with pytest.raises(UnusableFile, match="abîmé"):
        next(read_rows(_rewritten(path, b"</sheetData>", b"</sheet")))


def test_a_workbook_with_bytes_changed_raises_nothing_but_unusable_file(path: Path, tmp_path: Path) -> None:
    _write(path, ["Nom", "Ville"], *([f"Accueil {number}", "X"] for number in range(50)))
    sound, damaged = path.read_bytes(), tmp_path / "damaged.xlsx"
    random.seed(82)
    refused = 0
    for _ in range(60):
        content = bytearray(sound)
        for _ in range(random.randint(1, 20)):
            content[random.randrange(4, len(content))] = random.randrange(256)
        damaged.write_bytes(bytes(content))
        try:
            list(read_rows(damaged))
        except UnusableFile:
            refused += 1
    assert refused > 30
