"""Any table as rows of text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from directory.exchange.rows import UnusableFile
from directory.exchange.tabular import BLANK, REPEATED_HEADER, describe, read_rows, sheets

Write = Callable[[str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(content: str | bytes) -> Path:
        path = tmp_path / "table.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written


def test_a_record_stands_at_the_line_it_begins_on(write: Write) -> None:
    path = write('Nom;Texte\r\nA;"deux\nlignes"\r\nB;une\r\n')
    assert [(row.line, row.values) for row in read_rows(path)] == [
        (2, {"Nom": "A", "Texte": "deux\nlignes"}),
        (4, {"Nom": "B", "Texte": "une"}),
    ]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found(write: Write, delimiter: str) -> None:
    path = write(f"Nom{delimiter}Ville\nAccueil{delimiter}Montauban\n")
    assert describe(path).delimiter == delimiter
    assert [row.values["Ville"] for row in read_rows(path)] == ["Montauban"]


def test_a_comma_in_every_address_does_not_pass_for_the_delimiter(write: Write) -> None:
    path = write("Nom;Adresse\n" + "Accueil;7, rue des Lices, 35000 Rennes\n" * 30)
    assert describe(path).delimiter == ";"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "iso-8859-1", "cp1252", "mac_roman", "cp850", "utf-16"])
def test_french_is_read_whatever_the_encoding(write: Write, encoding: str) -> None:
    text = "Nom;Téléphone\nÉcole à l'orée;05 63 00 00 00\nForêt;\n"
    rows = list(read_rows(write(text.encode(encoding))))
    assert rows[0].values == {"Nom": "École à l'orée", "Téléphone": "05 63 00 00 00"}


def test_a_file_pasted_together_from_two_encodings_is_read_right(write: Write) -> None:
    path = write("Nom;Ville\nÉpicerie;Nîmes\n".encode() + "Café associatif;L’Hôtel\n".encode("cp1252"))
    assert [list(row.values.values()) for row in read_rows(path)] == [
        ["Épicerie", "Nîmes"],
        ["Café associatif", "L’Hôtel"],
    ]


def test_an_enormous_cell_is_told_with_its_line(write: Write) -> None:
    path = write("Nom;Texte\nA;ok\nB;" + "x" * 1_000_001 + "\n")
    with pytest.raises(UnusableFile, match="ligne 3 : une cellule de plus d’un million de caractères"):
        list(read_rows(path))


def test_windows_quotes_are_read(write: Write) -> None:
    path = write("Nom;Ville\nL’œuvre « bonté »;Nîmes\n".encode("cp1252"))
    assert [row.values["Nom"] for row in read_rows(path)] == ["L’œuvre « bonté »"]


def test_repeated_headers_are_made_distinct_and_unnamed_columns_left_out(write: Write) -> None:
    path = write("Nom;Note;;Note;Note\nA;1;2;3;4\n")
    assert describe(path).headers == ("Nom", "Note", "", "Note (2)", "Note (3)")
    assert next(read_rows(path)).values == {"Nom": "A", "Note": "1", "Note (2)": "3", "Note (3)": "4"}


def test_lines_that_are_no_records_are_accounted_for(write: Write) -> None:
    path = write("Nom;Ville\nA;X\nNom;Ville\n;\n\nB;Y;Z\nC\n")
    faults = [(row.line, row.fault) for row in read_rows(path)]
    assert faults[:3] == [(2, ""), (3, REPEATED_HEADER), (4, BLANK)]
    assert faults[3][0] == 6
    assert "3 cellules pour 2 colonnes" in faults[3][1]
    assert faults[4:] == [(7, "")]


def test_a_title_above_the_header_is_no_record(write: Write) -> None:
    path = write("Annuaire 2026;;\n;;\nNom;Ville;Tél\nA;X;3949\n")
    assert describe(path).header_line == 3
    assert [row.line for row in read_rows(path)] == [4]


def test_repairs_are_told_with_their_line_and_column(write: Write) -> None:
    row = next(read_rows(write("Nom;TÃ©lÃ©phone\nForÃªt;\n")))
    assert row.values == {"Nom": "Forêt", "Téléphone": ""}
    assert [(notice.line, notice.field, notice.value) for notice in row.notices] == [(2, "Nom", "Forêt")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vide"),
        (b"\n\n ; ; \n", "aucune ligne d"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "une image PNG"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), ".xls"),
        (b"PK\x03\x04" + bytes(100), "classeur abîmé"),
        (bytes(range(256)) * 10, "pas un fichier texte"),
        ("Accueil;05 63 00 00 00;x@y.fr\nB;;\n", "pas d’en-tête"),
        ('Nom;Ville\nA;X\nB;"jamais refermé\nC;Z\n', "ligne 3"),
        (b"\xff\xfeN\x00o", "UTF-16"),
    ],
)
def test_a_file_that_is_no_table_is_refused_before_any_row(write: Write, content: str | bytes, said: str) -> None:
    with pytest.raises(UnusableFile, match=said):
        next(read_rows(write(content)))


def test_a_fault_at_the_end_is_known_before_the_first_row(write: Write) -> None:
    path = write("Nom;Ville\n" + "A;X\n" * 5000 + 'B;"jamais refermé\n')
    with pytest.raises(UnusableFile, match="ligne 5002"):
        next(read_rows(path))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="impossible de lire"):
        describe(tmp_path / "absent.csv")


def test_random_bytes_raise_nothing_but_unusable_file(write: Write) -> None:
    import random

    random.seed(82)
    starts = [b"", b"Nom;Ville\n", b"PK\x03\x04", b"\xef\xbb\xbf", b"\xff\xfe", b'"', b"a,b\n"]
    alphabets = [bytes(range(256)), b'";,\n\r abc\xe9', b"\x80\x81\x9dabc;\n", b"0123456789;\n\t|"]
    outcomes: Counter[str] = Counter()
    for _ in range(400):
        noise = bytes(random.choices(random.choice(alphabets), k=random.randint(0, 300)))
        try:
            rows = list(read_rows(write(random.choice(starts) + noise)))
        except UnusableFile:
            outcomes["refused"] += 1
        else:
            outcomes["read"] += 1
            assert all(isinstance(text, str) for row in rows for text in row.values.values())
    assert outcomes["refused"] > 50
    assert outcomes["read"] > 50


def test_every_sample_file_holds_its_number_of_records(shared_data: Path) -> None:
    expected = {
        "rennes.csv": 202,
        "pois-bordeaux.csv": 130,
        "bfc-ternum-dataset.csv": 697,
        "authorized_prescribers.csv": 41,
        "gabarit-dataset-v1.xlsx": 3 + 4,
        "carnet-de-bord-import_structures_buggy.csv": 4,
        "carnet-de-bord-import_structures_missing_key.csv": 2,
        "france-services-2022-occitanie.csv": 302,
        "pois-tours-latin1.csv": 45,
        "pois-bordeaux-double-encodage.csv": 30,
        "annuaire-82-bom-entete-repetee.csv": 66,
        "codes-postaux-numeriques.csv": 54,
    }
    counted = {}
    for name in expected:
        path = shared_data / "messy" / name
        counted[name] = sum(1 for sheet in sheets(path)[:2] or ("",) for _ in read_rows(path, sheet))
    assert counted == expected


@pytest.mark.parametrize("name", ["vide.csv", "image-renommee.csv", "gabarit-tronque.xlsx"])
def test_the_unusable_sample_files_are_refused(shared_data: Path, name: str) -> None:
    with pytest.raises(UnusableFile, match=name):
        next(read_rows(shared_data / "messy" / name))
