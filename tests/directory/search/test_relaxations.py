"""A search that finds nothing opens on searches that find something."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import pytest

from directory.search.finder import Finder, Found
from directory.search.params import SearchParams
from directory.search.relaxations import MOST_SEARCHES, relaxations, wider
from directory.services import Services
from tests.directory.conftest import NOW, Publish


@pytest.fixture
def base(services: Services, publish: Publish) -> Services:
    publish("Garage solidaire", cost="payant", commune_code="82121", coverage=["departement-82"])
    publish("Écoute", modes=["a-distance"], coverage=["france"], cost="gratuit")
    services.index_sync.drain()
    return services


def said(services: Services, params: SearchParams) -> dict[str, int]:
    found = relaxations(services.finder, params, NOW)
    return {way.label.replace("\u00a0", " "): way.count for way in found}


def test_each_filter_is_dropped_in_turn(base: Services) -> None:
    ways = said(base, SearchParams(q="garage", cost="gratuit"))
    assert ways["sans le filtre « Gratuit »"] == 1
    ways = said(base, SearchParams(cost="payant", mode=("a-distance",)))
    assert ways == {"sans le filtre « À distance »": 1, "sans le filtre « Payant »": 1, "sans aucun filtre": 2}


def test_distance_and_other_places_are_proposed(base: Services) -> None:
    ways = said(base, SearchParams(q="garage", commune="35238"))
    assert ways["partout, sans le lieu"] == 1
    assert ways["toutes les ressources à cet endroit, sans les mots"] == 1


def test_each_way_out_finds_what_it_says(base: Services) -> None:
    for way in relaxations(base.finder, SearchParams(q="garage", commune="35238", cost="gratuit"), NOW):
        assert way.count > 0
        assert way.url.startswith("/recherche")


def test_a_wider_radius_is_the_next_one() -> None:
    params = SearchParams(commune="82121")
    assert wider(params, 10.0) == SearchParams(commune="82121", radius_km=25.0)
    assert wider(params, 100.0) is None
    assert wider(params, None) is None


def test_the_number_of_searches_is_bounded(base: Services) -> None:
    counting = CountingFinder(base.finder)
    many = ("jeunes", "femmes", "seniors", "familles", "etudiants", "actifs", "personnes-exilees", "demandeurs-emploi")
    params = SearchParams(q="zzz", audience=many, category=("se-loger", "se-soigner"), commune="82121")
    relaxations(counting, params, NOW)  # type: ignore[arg-type]
    assert 0 < counting.searches <= MOST_SEARCHES


@dataclass
class CountingFinder:
    """A finder that counts the searches it passes on."""

    finder: Finder
    searches: int = field(default=0)

    @property
    def gazetteer(self) -> object:
        return self.finder.gazetteer

    def find(self, params: SearchParams, now: datetime, facets: tuple[str, ...]) -> Found:
        self.searches += 1
        return self.finder.find(params, now, facets)
