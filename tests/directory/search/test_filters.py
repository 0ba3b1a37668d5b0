"""The filters one may choose, and those chosen."""

from __future__ import annotations

import pytest

from directory.search import filters
from directory.search.params import SearchParams
from directory.services import Services
from indexing.query import Sort
from tests.directory.conftest import NOW, Publish


@pytest.fixture
def base(services: Services, publish: Publish) -> Services:
    """Three offers: two free ones for seven audiences, one at a distance that is always open."""
    audiences = ["jeunes", "femmes", "seniors", "familles", "etudiants", "actifs", "personnes-exilees"]
    publish("A", cost="gratuit", audiences=audiences)
    publish("B", cost="gratuit", categories=["se-soigner"])
    publish("C", cost="payant", modes=["a-distance"], opening_hours="24/7")
    services.index_sync.drain()
    return services


def shown(services: Services, params: SearchParams) -> dict[str, list[str]]:
    """Title of each group → what it offers, with the numbers."""
    found = services.finder.find(params, NOW)
    groups = filters.groups(found, filters.counted_apart(services.finder, found, NOW))
    return {group.title: [f"{choice.label} {choice.count}" for choice in group.choices] for group in groups}


def test_every_filter_says_how_many_it_finds_and_none_finds_nothing(base: Services) -> None:
    groups = shown(base, SearchParams())
    assert groups["Pratique"] == ["Ouvert maintenant 1", "Gratuit 2", "À distance 1"]
    assert groups["Besoin"] == ["Se soigner 1", "Se loger 2"]


def test_a_chosen_filter_stays_shown_even_when_it_finds_nothing(base: Services) -> None:
    groups = shown(base, SearchParams(category=("se-soigner",), open_at="now", verified_within_days=30))
    assert groups["Pratique"][0] == "Ouvert maintenant 0"
    assert groups["Pratique"][-1] == "Vérifié depuis moins de 6 mois 0"


def test_a_long_list_opens_on_demand_but_never_hides_a_choice(base: Services) -> None:
    params = SearchParams(audience=("personnes-exilees",))
    found = base.finder.find(params, NOW)
    (group,) = [g for g in filters.groups(found, {"open_at": 0, "verified_within_days": 0}) if g.title == "Public"]
    assert "personnes-exilees" in [choice.value for choice in group.choices]
    assert len(group.choices) + len(group.more) == 7
    assert group.more


def test_a_moment_asked_for_is_said_and_has_its_field_instead_of_the_box(base: Services) -> None:
    params = SearchParams(open_at="2026-11-27T14:30:00+01:00")
    assert [tag.label.replace("\u00a0", " ") for tag in filters.tags(params)] == [
        "ouvert vendredi 27 novembre à 14 h 30"
    ]
    assert filters.appointment(params) == "2026-11-27T14:30"
    assert "Ouvert maintenant" not in str(shown(base, params))
    assert filters.appointment(SearchParams(open_at="now")) == ""


def test_unknown_hours_are_counted_and_listed_apart(base: Services) -> None:
    found = base.finder.find(SearchParams(open_at="now"), NOW)
    count, url = filters.unknown_hours(base.finder, found, NOW)
    assert url == "/recherche?open_at=now&hours=unknown"
    listed = base.finder.find(SearchParams(open_at="now", hours="unknown"), NOW)
    assert count == listed.total > 0
    assert {item.opening.open for item in listed.items} == {None}
    assert filters.unknown_hours(base.finder, listed, NOW) == (0, "")
    assert [tag.label for tag in filters.tags(listed.params)] == ["horaires inconnus maintenant"]


def test_each_filter_in_force_has_a_way_off(base: Services) -> None:
    params = SearchParams(
        q="aide", category=("se-loger",), cost="gratuit", open_at="now", verified_within_days=30, commune="82121",
        radius_km=25.0,
    )  # fmt: skip
    tags = {tag.label.replace("\u00a0", " "): tag.url for tag in filters.tags(params)}
    assert list(tags) == [
        "Se loger", "Gratuit", "ouvert maintenant", "vérifié depuis 30 jours au plus", "jusqu’à 25 km",
    ]  # fmt: skip
    assert "category" not in tags["Se loger"]
    assert "q=aide" in tags["Se loger"]
    assert "commune=82121" in tags["jusqu’à 25 km"]
    assert "radius_km" not in tags["jusqu’à 25 km"]


def test_what_was_understood_can_be_taken_back(base: Services) -> None:
    found = base.finder.find(SearchParams(q="impayé de loyer Caussade"), NOW)
    tags = filters.understandings(found)
    assert any("impayés de loyer" in tag.label for tag in tags)
    assert any("Caussade" in tag.label for tag in tags)
    assert all("literal=" in tag.url and "q=" in tag.url for tag in tags)


def test_the_order_by_distance_needs_a_place() -> None:
    assert Sort.DISTANCE not in filters.sorts(SearchParams())
    assert Sort.DISTANCE in filters.sorts(SearchParams(commune="82121"))


def test_the_place_travels_with_the_form() -> None:
    assert filters.hidden(SearchParams(q="aide", commune="82121", radius_km=25.0, literal=("apl",))) == [
        ("commune", "82121"),
        ("radius_km", "25"),
        ("literal", "apl"),
    ]


def test_who_has_several_needs_is_offered_each_alone(base: Services) -> None:
    found = base.finder.find(SearchParams(q="sans voiture et loyer impayé", commune="82121"), NOW)
    assert [(tag.label, tag.url) for tag in filters.needs(found)] == [
        ("sans voiture", "/recherche?q=sans+voiture&commune=82121"),
        ("loyer impayé", "/recherche?q=loyer+impay%C3%A9&commune=82121"),
    ]


@pytest.mark.parametrize("text", ["loyer impayé", "dette de loyer et loyer impayé", "vélo rouge", ""])
def test_one_need_is_not_offered_apart(base: Services, text: str) -> None:
    assert filters.needs(base.finder.find(SearchParams(q=text), NOW)) == []


def test_what_was_corrected_is_said_and_can_be_looked_for_as_typed(base: Services) -> None:
    found = base.finder.find(SearchParams(q="impayer de loyé"), NOW)
    assert found.corrected == "impayés de loyer"
    tag = filters.as_typed(found)
    assert tag is not None
    assert (tag.label, tag.url) == ("impayer de loyé", "/recherche?q=impayer+de+loy%C3%A9&literal=impayer&literal=loye")
    literal = base.finder.find(SearchParams(q="impayer de loyé", literal=("impayer", "loye")), NOW)
    assert literal.corrected == ""


def test_a_text_without_errors_is_not_said_to_be_corrected(base: Services) -> None:
    assert filters.as_typed(base.finder.find(SearchParams(q="impayé de loyer"), NOW)) is None
