"""Tables as listings: made-up files for each fault."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from directory.exchange.listings import Listing, ReadOptions, Refused
from directory.exchange.rows import UnusableFile
from directory.exchange.table import plan, read
from directory.exchange.table_fields import table_fields

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(content: str, name: str = "annuaire.csv") -> Path:
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return path

    return written


def _listings(path: Path, options: ReadOptions | None = None) -> list[Listing]:
    return [item for item in read([path], options or ReadOptions()) if isinstance(item, Listing)]


def _resources(path: Path, mapping: Path | None = None) -> list[dict[str, Any]]:
    return [dict(item.resource or {}) for item in _listings(path, ReadOptions(mapping=mapping))]


def _reasons(path: Path) -> list[str]:
    return [notice.reason for item in _listings(path) for notice in item.warnings]


def test_a_row_is_an_organisation_and_its_resource(write: Write) -> None:
    (listing,) = _listings(write("id;Nom;Téléphone;Ville\n7;Accueil de jour;561681302;Montauban\n"))
    assert listing.source == "annuaire"
    assert (listing.origins[0].file, listing.origins[0].line) == ("annuaire.csv", 2)
    assert listing.organisation == {"external_id": "7", "name": "Accueil de jour"}
    assert listing.resource == {
        "external_id": "7",
        "name": "Accueil de jour",
        "phone": "0561681302",
        "commune_name": "Montauban",
    }
    assert listing.columns["phone"] == "Téléphone"
    assert [(notice.field, notice.value, notice.reason) for notice in listing.warnings] == [
        ("Téléphone", "561681302", "zéro du début rétabli")
    ]


def test_rows_of_one_structure_share_it(write: Write) -> None:
    first, second, third = _listings(write("Structure;Service\nCAF;A\nCaf;B\nCPAM;C\n"))
    assert first.organisation["external_id"] == second.organisation["external_id"]
    assert first.organisation["external_id"] != third.organisation["external_id"]
    assert [listing.organisation["name"] for listing in (first, third)] == ["CAF", "CPAM"]


def test_the_source_is_the_option_then_the_mapping_then_the_file(write: Write) -> None:
    path = write("Nom;Ville\nA;X\n")
    mapping = write("source: cartographie\nfields: {name: Nom}\n", "m.yaml")
    assert _listings(path)[0].source == "annuaire"
    assert _listings(path, ReadOptions(mapping=mapping))[0].source == "cartographie"
    assert _listings(path, ReadOptions("terrain", mapping))[0].source == "terrain"


def test_an_id_made_for_a_listing_does_not_hang_on_what_changes(write: Write) -> None:
    before = _resources(write("Nom;Adresse;CP;Ville;Téléphone\nAccueil;1 rue X;82000;Montauban;3949\n"))
    after = _resources(write("Ville;Nom;CP;Adresse;Téléphone;Note\nMONTAUBAN;Accueil;82000;1, rue X;3646;neuf\n"))
    moved = _resources(write("Nom;Adresse;CP;Ville\nAccueil;2 rue X;82000;Montauban\n"))
    assert before[0]["external_id"] == after[0]["external_id"] != moved[0]["external_id"]


def test_two_listings_never_share_an_id_but_a_repeated_one_keeps_it(write: Write) -> None:
    path = write("Nom;Adresse;Description\nToilettes;Mairie;PMR\nToilettes;Mairie;\nToilettes;Mairie;PMR\n")
    first, second, third = (resource["external_id"] for resource in _resources(path))
    assert second == f"{first}-2"
    assert third == first


def test_an_id_of_the_file_given_twice_to_two_places_is_told(write: Write) -> None:
    rows = "".join(f"{number};Lieu {number};X\n" for number in range(600))
    path = write("id;Nom;Ville\n" + rows + "5;Autre lieu;Y\n")
    *_, last = _listings(path)
    assert last.organisation["external_id"].startswith("5-")
    assert "déjà donné plus haut" in last.warnings[0].reason


def test_a_row_without_a_name_is_refused_with_its_line_and_column(write: Write) -> None:
    refused = [item for item in read([write("Nom;Ville\nA;X\nNA;Y\n")], ReadOptions()) if isinstance(item, Refused)]
    assert [(item.notice.line, item.notice.field) for item in refused] == [(3, "Nom")]


def test_columns_that_are_not_read_are_told_once(write: Write) -> None:
    path = write("Nom;Zorglub;Directeur\nA;1;Z\nB;2;Z\n")
    assert [[(notice.field, notice.line) for notice in item.warnings] for item in _listings(path)] == [
        [("Zorglub", 1), ("Directeur", 1)],
        [],
    ]


def test_nothing_is_kept_of_what_says_nothing_and_cells_empty_the_field(write: Write) -> None:
    (resource,) = _resources(write("Nom;Description;Téléphone;Public\nA;NULL;X;-\n"))
    assert (resource["description"], resource["phone"], resource["audiences"]) == ("", "", [])


def test_hours_in_columns_of_days_become_a_schedule(write: Write) -> None:
    path = write("Nom;lundi;mardi matin;mardi après-midi;dimanche\nA;9h-12h;9h12h;14h-18h;-\n")
    assert _resources(path)[0]["opening_hours"] == "Mo 09:00-12:00; Tu 09:00-12:00,14:00-18:00"


def test_hours_not_understood_are_kept_in_words(write: Write) -> None:
    (listing,) = _listings(write("Nom;lundi;mardi\nA;9h-12h;sur rendez-vous\n"))
    assert listing.resource is not None
    assert listing.resource["opening_hours"] == ""
    assert listing.resource["opening_hours_note"] == "Lundi : 9h-12h\nMardi : sur rendez-vous"
    assert listing.warnings[0].field == "mardi"


def test_hours_in_words_join_the_note_that_has_its_own_column(write: Write) -> None:
    path = write("Nom;Horaires;Fermeture\nA;sur rendez-vous;en août\nB;lundi 9h-12h;en août\n")
    first, second = _resources(path)
    assert first["opening_hours_note"] == "sur rendez-vous\nen août"
    assert (second["opening_hours"], second["opening_hours_note"]) == ("Mo 09:00-12:00", "en août")


def test_audiences_not_in_the_list_are_kept_in_words(write: Write) -> None:
    path = write("Nom;Public\nA;Tous publics.\nB;Jeunes, gens du voyage\n")
    first, second = _resources(path)
    assert (first["audiences"], first.get("audiences_details", "")) == (["tous-publics"], "")
    assert (second["audiences"], second["audiences_details"]) == (["jeunes"], "Jeunes, gens du voyage")


def test_labels_without_meaning_are_told_once_and_kept_for_the_search(write: Write) -> None:
    path = write("Nom;Catégorie 1;Catégorie 2\nA;Se nourrir;Douches\nB;Douches;\n")
    first, second = _listings(path)
    assert first.resource is not None
    assert first.resource["topics"] == ["equipement-et-alimentation--alimentation"]
    assert first.resource["categories"] == ["difficultes-financieres"]
    assert first.resource["description"] == "Rubriques de la source : Douches"
    assert [notice.value for notice in (*first.warnings, *second.warnings)] == ["Douches"]


def test_a_mapping_says_it_all(write: Write) -> None:
    path = write("A;B;C;D;E\nPoint relais;caf;Rubrique 4;;1 rue X 35000 Rennes\n")
    mapping = write(
        """
fields:
  name: {columns: [A, B], join: " – "}
  categories: {columns: C, values: {rubrique 4: se-loger}}
  modes: {value: en-presentiel}
  first_step: {columns: D, default: Appeler d’abord}
  full_address: E
""",
        "m.yaml",
    )
    (resource,) = _resources(path, mapping)
    assert resource["name"] == "Point relais – caf"
    assert resource["categories"] == ["se-loger"]
    assert resource["modes"] == ["en-presentiel"]
    assert resource["first_step"] == "Appeler d’abord"
    assert (resource["address"], resource["postcode"], resource["commune_name"]) == ("1 rue X", "35000", "Rennes")


def test_a_row_without_a_commune_has_that_of_nearly_all_the_others_and_it_is_told(write: Write) -> None:
    rows = "".join(f"Lieu {number};{number} rue X, 35000 Rennes\n" for number in range(30))
    *_, last = _listings(write(f"Nom;Adresse\n{rows}Lieu;Campus Villejean\n"))
    assert last.resource is not None
    assert (last.resource["address"], last.resource["commune_name"]) == ("Campus Villejean", "Rennes")
    assert [notice.reason for notice in last.warnings] == ["commune absente : « Rennes » par défaut"]


def test_a_row_without_a_commune_keeps_none_in_a_file_about_several(write: Write) -> None:
    rows = "".join(f"Lieu {number};{number} rue X, 35000 Rennes\nL {number};Y, 35830 Betton\n" for number in range(30))
    *_, last = _listings(write(f"Nom;Adresse\n{rows}Lieu;Campus Villejean\n"))
    assert last.resource is not None
    assert last.resource["commune_name"] == ""


def test_a_row_placed_by_its_departement_only_covers_it(write: Write) -> None:
    first, second = _listings(write("Nom;Ville;Département\nA;;066\nB;Perpignan;66\n"))
    assert first.resource is not None
    assert second.resource is not None
    assert first.resource["coverage"] == ["66"]
    assert "le département entier est dit couvert" in first.warnings[0].reason
    assert "coverage" not in second.resource


def test_a_fault_of_the_organisation_is_told_in_the_words_of_the_file(write: Write) -> None:
    assert _listings(write("Nom;SIRET\nA;123\n"))[0].columns["organisation"] == "SIRET"


def test_a_mapping_that_does_not_fit_is_known_before_the_first_row_of_any_file(write: Write) -> None:
    mapping = write("fields: {name: Nom}\n", "m.yaml")
    good, bad = write("Nom;Ville\nA;X\n", "a.csv"), write("Intitulé;Ville\nA;X\n", "b.csv")
    with pytest.raises(UnusableFile, match="« Nom »"):
        next(read([good, bad], ReadOptions(mapping=mapping)))


def test_a_file_without_a_name_column_is_unusable(write: Write) -> None:
    with pytest.raises(UnusableFile, match="nom des fiches"):
        plan(write("Ville;Téléphone\nMontauban;3949\n"), ReadOptions())


def test_no_cell_however_odd_breaks_the_reading(write: Write) -> None:
    random.seed(82)
    odd = [
        *(
            "",
            "-",
            "x",
            "NULL",
            "0",
            "²",
            "١٢٣٤٥",
            "99/99/9999",
            "1/1/1",
            "9" * 400,
            "1e999",
            "inf",
            "NaN",
            "24h",
            "99h99",
        ),
        *(
            "-" * 3000,
            "a" * 3000,
            "9h-12h " * 200,
            "05 63 00 00 00 " * 100,
            "@" * 500,
            "x@" * 300,
            "1," * 900,
            "(((",
            "[[[",
        ),
        *(
            "🙂" * 50,
            "\u202e82000",
            "=1+1",
            "lundi",
            "du au de",
            "0NULL",
            "2A",
            "00000",
            "paris 99",
            "cedex",
            "https://",
            "\\",
        ),
    ]
    headers = [
        "Nom",
        *(field.headers[0] for field in table_fields().values() if field.headers and field.name != "name"),
    ]
    rows = [[f"Lieu {number}", *random.choices(odd, k=len(headers) - 1)] for number in range(100)]
    lines = ["\t".join(headers), *("\t".join(cells) for cells in rows)]
    mapping = write(
        "fields:\n"
        + "".join(f"  {name}: {field.headers[0]}\n" for name, field in table_fields().items() if field.headers).replace(
            "  name: nom\n", "  name: Nom\n"
        ),
        "m.yaml",
    )
    path = write("\n".join(lines))
    assert len(_listings(path, ReadOptions(mapping=mapping))) == 100
    assert len(_listings(path)) == 100
