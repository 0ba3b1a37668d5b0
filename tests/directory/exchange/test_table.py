"""Tables as listings: made-up files for each fault, and every sample file."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from directory.exchange.listings import Listing, ReadOptions, Refused
from directory.exchange.repair import REPAIRED
from directory.exchange.rows import UnusableFile
from directory.exchange.table import plan, read
from directory.exchange.table_fields import table_fields
from directory.exchange.tabular import BLANK, REPEATED_HEADER
from directory.resources.schemas import OrganisationSchema, ResourceSchema
from directory.territories.gazetteer import load_gazetteer

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


# Sample files: (file, listings, distinct listings, refused lines with their reasons).
SAMPLES = [
    ("rennes.csv", 202, 200, {}),
    ("pois-bordeaux.csv", 130, 130, {}),
    ("bfc-ternum-dataset.csv", 697, 697, {}),
    ("authorized_prescribers.csv", 41, 41, {}),
    ("carnet-de-bord-import_structures_buggy.csv", 3, 3, {3: "pas de nom : une fiche doit en avoir un"}),
    ("carnet-de-bord-import_structures_missing_key.csv", 2, 1, {}),
    ("france-services-2022-occitanie.csv", 302, 302, {}),
    ("pois-tours-latin1.csv", 45, 45, {}),
    ("pois-bordeaux-double-encodage.csv", 30, 30, {}),
    ("annuaire-82-bom-entete-repetee.csv", 64, 64, {34: REPEATED_HEADER, 53: BLANK}),
    ("codes-postaux-numeriques.csv", 54, 54, {}),
]


@pytest.mark.parametrize(("name", "count", "distinct", "refused"), SAMPLES)
def test_every_line_of_a_sample_file_is_accounted_for(
    shared_data: Path, name: str, count: int, distinct: int, refused: dict[int, str]
) -> None:
    items = list(read([shared_data / "messy" / name], ReadOptions()))
    listings = [item for item in items if isinstance(item, Listing)]
    assert len(listings) == count
    assert len({str((item.resource or {})["external_id"]) for item in listings}) == distinct
    assert {item.notice.line: item.notice.reason for item in items if isinstance(item, Refused)} == refused


@pytest.mark.parametrize(("name", "count", "distinct", "refused"), SAMPLES)
def test_what_is_read_of_a_sample_file_passes_the_schemas_but_for_planted_faults(
    shared_data: Path, name: str, count: int, distinct: int, refused: dict[int, str]
) -> None:
    planted = {
        "carnet-de-bord-import_structures_buggy.csv": {"email": 1, "siret": 1},
        "bfc-ternum-dataset.csv": {"email": 2},
        "france-services-2022-occitanie.csv": {"commune_code": 1},  # « 0NULL »
        "rennes.csv": {"name": 2},  # too long: the importer shortens them
        "pois-bordeaux.csv": {"name": 1},
    }
    organisation_schema, resource_schema = OrganisationSchema(), ResourceSchema(load_gazetteer())
    faults: Counter[str] = Counter()
    for item in _listings(shared_data / "messy" / name):
        faults += Counter(
            [*organisation_schema.validate(item.organisation), *resource_schema.validate(item.resource or {})]
        )
    assert faults == Counter(planted.get(name, {}))


@pytest.mark.parametrize("name", ["vide.csv", "image-renommee.csv", "gabarit-tronque.xlsx"])
def test_the_unusable_sample_files_are_refused_whole(shared_data: Path, name: str) -> None:
    with pytest.raises(UnusableFile, match=name):
        next(read([shared_data / "messy" / name], ReadOptions()))


def test_the_texts_decoded_twice_are_those_of_the_sound_file(shared_data: Path) -> None:
    sound = _resources(shared_data / "messy" / "pois-bordeaux.csv")
    mended = _listings(shared_data / "messy" / "pois-bordeaux-double-encodage.csv")
    assert [listing.resource for listing in mended if listing.resource not in sound] == []
    assert sum(notice.reason == REPAIRED for listing in mended for notice in listing.warnings) == 51


def test_digits_lost_by_a_spreadsheet_are_given_back(shared_data: Path) -> None:
    resources = _resources(shared_data / "messy" / "codes-postaux-numeriques.csv")
    assert {resource["postcode"][:2] for resource in resources} == {"09", "45"}
    assert all(len(resource["postcode"]) == 5 for resource in resources)
    assert {resource["commune_code"][:2] for resource in resources} == {"09", ""}
    assert {type(resource["latitude"]) for resource in resources} == {float}
    assert [resource["phone"] for resource in resources[:4]] == [
        *("05 34 09 20 09", "0638649555", "05 61 64 89 29", "0561681302"),
    ]


def test_rennes_keeps_its_toilets_fountains_dates_and_addresses(shared_data: Path) -> None:
    resources = _resources(shared_data / "messy" / "rennes.csv")
    names = Counter(resource["name"] for resource in resources)
    assert names["Toilettes"] == 88
    assert names["Fontaine à eau"] + names["Fontaine à eau et toilettes"] == 18
    assert {resource["source_updated_on"][:4] for resource in resources} == {"2020", "2021"}
    places = Counter(resource["commune_name"] for resource in resources)
    assert places == {"Rennes": 198, "Betton": 2, "Cesson-Sévigné": 1, "Vern-sur-Seiche": 1}
    assert {resource["postcode"] for resource in resources if resource["commune_name"] == "Rennes"} >= {
        "35000",
        "35706",
    }
    assert "3500" not in {resource["postcode"] for resource in resources}


def test_hours_of_the_sample_files_are_read(shared_data: Path) -> None:
    counts = {}
    for name in ("france-services-2022-occitanie.csv", "bfc-ternum-dataset.csv", "annuaire-82-bom-entete-repetee.csv"):
        resources = _resources(shared_data / "messy" / name)
        counts[name.partition("-")[0]] = (
            sum(bool(resource["opening_hours"]) for resource in resources),
            sum(bool(resource.get("opening_hours_note")) for resource in resources),
        )
    assert counts == {"france": (283, 2), "bfc": (310, 2), "annuaire": (40, 0)}  # hours read, kept in words


def test_personal_columns_are_never_read(shared_data: Path) -> None:
    listings = _listings(shared_data / "messy" / "carnet-de-bord-import_structures_buggy.csv")
    text = repr([(item.organisation, item.resource) for item in listings])
    assert "Delamare" not in text
    assert "0612345671" not in text
    left_out = [notice for notice in listings[0].warnings if "donnée personnelle" in notice.reason]
    assert len(left_out) == 5


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
