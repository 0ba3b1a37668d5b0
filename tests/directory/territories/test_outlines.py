from __future__ import annotations

import json
from pathlib import Path

import pytest

from directory.territories.gazetteer import Gazetteer, Kind


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [
        (44.0181, 1.3547, "82121"),  # Montauban, town hall
        (44.1580, 1.5421, "82037"),  # Caussade
        (48.8651, 2.3990, "75120"),  # Paris 20e
        (45.7600, 4.8500, "69383"),  # Lyon 3e
        (41.9192, 8.7386, "2A004"),  # Ajaccio
        (-20.8789, 55.4481, "97411"),  # Saint-Denis de La Réunion
        (16.2411, -61.5331, "97120"),  # Pointe-à-Pitre
        (4.9333, -52.3333, "97302"),  # Cayenne
        (-12.7806, 45.2278, "97611"),  # Mamoudzou
    ],
)
def test_a_point_gives_its_commune(gazetteer: Gazetteer, latitude: float, longitude: float, code: str) -> None:
    found = gazetteer.at(latitude, longitude)
    assert found is not None
    assert found.code == code


def test_the_centre_of_every_commune_lies_in_it(gazetteer: Gazetteer) -> None:
    communes = [gazetteer.commune(territory.code) for territory in gazetteer.territories(Kind.COMMUNE)[::20]]
    elsewhere = []
    for commune in communes:
        assert commune is not None
        found = gazetteer.at(commune.latitude, commune.longitude)
        if found is None or commune.code not in (found.code, found.parent):
            elsewhere.append(commune.name)
    assert len(communes) > 1700
    assert len(elsewhere) <= 2, elsewhere


def test_two_points_either_side_of_a_border_are_told_apart(gazetteer: Gazetteer) -> None:
    # Walk from Montauban to Bressols and find where the commune changes: it does so once, within a step of 10 m.
    start, end = gazetteer.centre("commune-82121"), gazetteer.centre("commune-82025")
    assert start is not None
    assert end is not None
    steps = 600
    codes = []
    for step in range(steps + 1):
        share = step / steps
        found = gazetteer.at(start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))
        codes.append(found.code if found else "")
    assert codes == sorted(codes, reverse=True)
    assert set(codes) == {"82121", "82025"}


def test_a_quay_just_outside_the_coast_belongs_to_its_commune(gazetteer: Gazetteer) -> None:
    old_port = gazetteer.at(43.2951, 5.3700)  # the water of the old port of Marseille
    assert old_port is not None
    assert old_port.parent == "13055"


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(45.0, -6.0), (51.5, -0.12), (0.0, 0.0), (4.611033, 2.029659), (90.0, 180.0), (-90.0, -180.0)],
)
def test_a_point_at_sea_or_abroad_has_no_commune(gazetteer: Gazetteer, latitude: float, longitude: float) -> None:
    assert gazetteer.at(latitude, longitude) is None


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_a_point_that_is_no_number_has_no_commune(gazetteer: Gazetteer, number: float) -> None:
    assert gazetteer.at(number, 1.0) is None
    assert gazetteer.at(44.0, number) is None


def test_points_of_the_sample_files_fall_in_the_commune_they_say(gazetteer: Gazetteer, shared_data: Path) -> None:
    services = json.loads((shared_data / "dev-corpus" / "services.json").read_text(encoding="utf-8"))
    placed = [service for service in services if service.get("latitude") and service.get("code_insee")]
    right = 0
    for service in placed:
        found = gazetteer.at(service["latitude"], service["longitude"])
        right += found is not None and service["code_insee"] in (found.code, found.parent)
    assert len(placed) > 900
    assert right / len(placed) > 0.98  # README of seeds/territories: the others are wrong in the source
