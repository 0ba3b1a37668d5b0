"""A search that finds little opens on searches that find more."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import pytest

from directory.search.finder import Finder
from directory.search.params import SearchParams
from directory.search.relaxations import LITTLE, MOST_SEARCHES, MOST_SHOWN, relaxations, wider
from directory.services import Services
from tests.directory.conftest import NOW, Publish

IMPAYES = "logement-hebergement--reduire-les-impayes-de-loyer"


@pytest.fixture
def base(services: Services, publish: Publish) -> Services:
    publish("Garage solidaire", cost="payant", commune_code="82121", coverage=["departement-82"])
    publish("Écoute", modes=["a-distance"], coverage=["france"], cost="gratuit")
    services.index_sync.drain()
    return services


def said(services: Services, params: SearchParams) -> dict[str, int]:
    ways = relaxations(services.finder, services.finder.find(params, NOW), NOW)
    return {way.label.replace("\u00a0", " "): way.count for way in ways}


def test_each_filter_is_dropped_in_turn(base: Services) -> None:
    assert said(base, SearchParams(q="garage", cost="gratuit"))["sans le filtre « Gratuit »"] == 1
    ways = said(base, SearchParams(cost="payant", mode=("a-distance",)))
    assert ways["sans le filtre « À distance »"] == 1
    assert ways["sans le filtre « Payant »"] == 1
    assert ways["sans aucun filtre"] == 2


def test_distance_and_other_places_are_proposed(base: Services) -> None:
    ways = said(base, SearchParams(q="garage", commune="35238"))
    assert ways["partout, sans le lieu"] == 1
    assert ways["toutes les ressources à cet endroit, sans les mots"] == 1


def test_a_search_that_found_a_little_opens_on_those_that_find_more_only(base: Services) -> None:
    ways = said(base, SearchParams(q="garage", commune="82121"))
    assert ways == {"toutes les ressources à cet endroit, sans les mots": 2}


def test_a_search_that_found_enough_needs_no_way_out(base: Services, publish: Publish) -> None:
    for number in range(LITTLE + 1):
        publish(f"Atelier {number}")
    base.index_sync.drain()
    assert said(base, SearchParams(q="atelier")) == {}


def test_the_need_understood_and_its_category_take_the_place_of_the_words(services: Services, publish: Publish) -> None:
    publish("Fonds de solidarité", topics=[IMPAYES], coverage=["departement-82"], cost="payant")
    publish("Numéro national", modes=["a-distance"], coverage=["france"])
    services.index_sync.drain()
    ways = said(services, SearchParams(q="impayé de loyer caussade", cost="gratuit"))
    assert ways["sans le filtre « Gratuit »"] == 1
    ways = said(services, SearchParams(q="impayé de loyer xylophone", commune="82037"))
    assert ways["toute la catégorie « Se loger »"] == 2
    ways = said(services, SearchParams(topic=(IMPAYES,), commune="35238"))
    assert ways["toute la catégorie « Se loger »"] == 1


def test_national_lines_are_proposed_where_nothing_else_is(base: Services) -> None:
    ways = said(base, SearchParams(q="impayé de loyer", commune="97411", cost="payant"))
    assert ways["lignes et services nationaux"] == 1


def test_a_place_the_words_name_is_left_out_of_them(base: Services) -> None:
    found = base.finder.find(SearchParams(q="garage à Rennes"), NOW)
    ways = {way.label: way for way in relaxations(base.finder, found, NOW)}
    anywhere = ways["partout, sans le lieu"]
    assert anywhere.params.literal == ("rennes",)
    assert anywhere.count == 1


def test_each_way_out_finds_what_it_says(base: Services) -> None:
    found = base.finder.find(SearchParams(q="garage", commune="35238", cost="gratuit"), NOW)
    ways = relaxations(base.finder, found, NOW)
    assert 0 < len(ways) <= MOST_SHOWN
    for way in ways:
        assert way.count == base.finder.find(way.params, NOW).total > found.total
        assert way.url == way.params.url()


def test_a_wider_radius_is_the_next_one() -> None:
    params = SearchParams(commune="82121")
    assert wider(params, 10.0) == SearchParams(commune="82121", radius_km=25.0)
    assert wider(params, 100.0) is None
    assert wider(params, None) is None


def test_the_number_of_searches_is_bounded(base: Services) -> None:
    counting = CountingFinder(base.finder)
    many = ("jeunes", "femmes", "seniors", "familles", "etudiants", "actifs", "personnes-exilees", "demandeurs-emploi")
    params = SearchParams(q="zzz", audience=many, category=("se-loger", "se-soigner"), commune="82121")
    relaxations(counting, base.finder.find(params, NOW), NOW)  # type: ignore[arg-type]
    assert 0 < counting.searches <= MOST_SEARCHES


@dataclass
class CountingFinder:
    """A finder that counts the searches it passes on."""

    finder: Finder
    searches: int = field(default=0)

    @property
    def gazetteer(self) -> object:
        return self.finder.gazetteer

    def count(self, params: SearchParams, now: datetime) -> int:
        self.searches += 1
        return self.finder.count(params, now)
