from __future__ import annotations

from pathlib import Path

import pytest

from directory.territories.gazetteer import Gazetteer, Kind

SEEDS = Path(__file__).parents[3] / "seeds" / "territories"


def test_a_commune_is_known_by_its_code(gazetteer: Gazetteer) -> None:
    caussade = gazetteer.commune("82037")
    assert caussade is not None
    assert (caussade.name, caussade.postcodes, caussade.departement) == ("Caussade", ("82300",), "82")
    assert (caussade.region, caussade.epci, caussade.parent) == ("76", "248200057", "")
    assert (round(caussade.latitude, 1), round(caussade.longitude, 1)) == (44.2, 1.5)


def test_the_whole_country_is_there(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.territories(Kind.COMMUNE)) == 34_875 + 45
    assert len(gazetteer.territories(Kind.DEPARTEMENT)) == 101
    assert len(gazetteer.territories(Kind.REGION)) == 18
    assert len(gazetteer.territories(Kind.EPCI)) == 1_253
    assert [territory.id for territory in gazetteer.territories(Kind.COUNTRY)] == ["france"]


def test_every_commune_can_be_placed(gazetteer: Gazetteer) -> None:
    for territory in gazetteer.territories(Kind.COMMUNE):
        commune = gazetteer.commune(territory.code)
        assert commune is not None
        assert commune.postcodes, commune
        assert commune.region, commune
        assert -22 < commune.latitude < 52, commune
        assert -64 < commune.longitude < 56, commune


def test_corsica_is_in_two_departements(gazetteer: Gazetteer) -> None:
    assert gazetteer.above("2A004") == ("commune-2A004", "epci-242010056", "departement-2A", "region-94", "france")
    assert gazetteer.above("2b033")[-3:] == ("departement-2B", "region-94", "france")


def test_an_overseas_departement_has_a_code_of_three_digits(gazetteer: Gazetteer) -> None:
    saint_denis = gazetteer.commune("97411")
    assert saint_denis is not None
    assert saint_denis.departement == "974"
    assert gazetteer.above("97411")[-3:] == ("departement-974", "region-04", "france")


def test_an_arrondissement_is_held_by_its_city(gazetteer: Gazetteer) -> None:
    twentieth = gazetteer.commune("75120")
    assert twentieth is not None
    assert (twentieth.parent, twentieth.postcodes) == ("75056", ("75020",))
    assert set(gazetteer.above("75120")) >= {"commune-75120", "commune-75056", "departement-75", "region-11", "france"}


def test_a_commune_on_an_island_without_epci_has_none_above_it(gazetteer: Gazetteer) -> None:
    assert gazetteer.above("29155") == ("commune-29155", "departement-29", "region-53", "france")


@pytest.mark.parametrize(
    ("old", "present"),
    [
        ("56142", "56144"),  # a delegated commune
        ("01003", "01165"),  # merged outright, long ago
        ("14624", "14654"),  # an associated or delegated one
    ],
)
def test_an_old_code_leads_to_the_commune_of_today(gazetteer: Gazetteer, old: str, present: str) -> None:
    commune = gazetteer.commune(old)
    assert commune is not None
    assert commune.code == present
    territory = gazetteer.get(f"commune-{old}")
    assert territory is not None
    assert territory.id == f"commune-{present}"


@pytest.mark.parametrize(
    ("code", "territory_id"),
    [
        ("82121", "commune-82121"),
        ("248200099", "epci-248200099"),
        ("241200765", "epci-994579670"),  # vanished on 1 January 2026, all its communes went there
        ("82", "departement-82"),
        ("2a", "departement-2A"),
        ("974", "departement-974"),
        ("france", "france"),
        ("France", "france"),
        ("region-76", "region-76"),
        ("commune-82121", "commune-82121"),
        ("local-mds-caussade", "local-mds-caussade"),
    ],
)
def test_a_code_as_sources_write_it_is_resolved(gazetteer: Gazetteer, code: str, territory_id: str) -> None:
    territory = gazetteer.resolve(code)
    assert territory is not None
    assert territory.id == territory_id


@pytest.mark.parametrize("code", ["", "99", "82999", "999999999", "commune-", "commune-82999", "planete", "epci-82"])
def test_a_code_that_means_nothing_gives_nothing(gazetteer: Gazetteer, code: str) -> None:
    assert gazetteer.resolve(code) is None
    assert gazetteer.above(code) == ()
    assert gazetteer.around(code) == ()
    assert gazetteer.centre(code) is None


@pytest.mark.parametrize(
    ("territory_id", "around"),
    [
        ("epci-248200057", ("epci-248200057", "local-mds-caussade", "local-agence-montauban-nord")),
        ("departement-82", ("departement-82", "region-76", "france")),
        ("region-76", ("region-76", "france")),
        ("france", ("france",)),
        ("commune-75056", ("commune-75056", "departement-75", "region-11")),
    ],
)
def test_around_a_territory_is_what_holds_the_whole_of_it(
    gazetteer: Gazetteer, territory_id: str, around: tuple[str, ...]
) -> None:
    found = gazetteer.around(territory_id)
    assert found[0] == territory_id
    assert set(around) <= set(found)
    if territory_id.startswith(("departement", "region", "france")):
        assert found == around


def test_an_epci_over_two_departements_is_held_by_neither(gazetteer: Gazetteer) -> None:
    # Redon Agglomération spreads over Ille-et-Vilaine and Morbihan (Brittany) and Loire-Atlantique.
    assert gazetteer.around("epci-243500741") == ("epci-243500741", "france")


def test_the_centre_of_a_territory_lies_where_its_people_live(gazetteer: Gazetteer) -> None:
    montauban = gazetteer.centre("commune-82121")
    departement = gazetteer.centre("departement-82")
    assert montauban is not None
    assert departement is not None
    assert abs(montauban[0] - departement[0]) < 0.2
    assert abs(montauban[1] - departement[1]) < 0.2
    assert gazetteer.centre("france") is None


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("commune-82037", "Caussade (82300)"),
        ("commune-31555", "Toulouse (31)"),
        ("departement-82", "Tarn-et-Garonne (département 82)"),
        ("region-76", "Occitanie (région)"),
        ("france", "France entière"),
    ],
)
def test_a_label_tells_homonyms_apart(gazetteer: Gazetteer, code: str, label: str) -> None:
    territory = gazetteer.get(code)
    assert territory is not None
    assert gazetteer.label(territory) == label


def test_the_committed_files_weigh_at_most_3_megabytes() -> None:
    data = [path for path in SEEDS.iterdir() if path.suffix in (".csv", ".gz", ".npz")]
    assert len(data) == 10
    assert sum(path.stat().st_size for path in data) <= 3_000_000
