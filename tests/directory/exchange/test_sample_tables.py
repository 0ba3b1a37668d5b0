"""Every sample table, read to its last line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from directory.exchange.listings import Listing, ReadOptions, Refused
from directory.exchange.repair import REPAIRED
from directory.exchange.rows import UnusableFile
from directory.exchange.table import read
from directory.exchange.tabular import BLANK, REPEATED_HEADER
from directory.resources.schemas import OrganisationSchema, ResourceSchema
from directory.territories.gazetteer import load_gazetteer

Write = Callable[..., Path]


def _listings(path: Path, options: ReadOptions | None = None) -> list[Listing]:
    return [item for item in read([path], options or ReadOptions()) if isinstance(item, Listing)]


def _resources(path: Path, mapping: Path | None = None) -> list[dict[str, Any]]:
    return [dict(item.resource or {}) for item in _listings(path, ReadOptions(mapping=mapping))]


def _reasons(path: Path) -> list[str]:
    return [notice.reason for item in _listings(path) for notice in item.warnings]


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
