from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from directory.errors import SearchUnavailable
from directory.resources.freshness import Freshness
from directory.resources.index_queue import queue
from directory.resources.models import Resource
from directory.search.finder import Found
from directory.search.params import SearchParams
from directory.services import Services
from tests.directory.conftest import NOW, Publish

CAUSSADE = {"commune_code": "82037", "latitude": 44.16, "longitude": 1.53}
MORNINGS = "Mo-Fr 09:00-12:00; PH off"


def find(services: Services, now: datetime = NOW, **asked: Any) -> Found:
    services.index_sync.drain_all()
    return services.finder.find(SearchParams(**asked), now)


def names(found: Found) -> list[str]:
    return [item.card["name"] for item in found.items]


def verify(services: Services, resource_id: str, days_ago: int) -> None:
    with services.database.transaction() as session:
        resource = session.get(Resource, resource_id)
        assert resource is not None
        resource.verified_on = (NOW - timedelta(days=days_ago)).date()
        resource.version += 1
        queue(session, [resource_id], NOW)


def test_facets_come_with_french_labels_and_the_chosen_ones_are_marked(services: Services, publish: Publish) -> None:
    publish("Loger", categories=["se-loger"], cost="gratuit")
    publish("Soigner", categories=["se-soigner"], cost="payant")
    found = find(services, category=("se-loger",))
    shown = [(value.value, value.label, value.count, value.selected) for value in found.facets["category"]]
    assert shown == [("se-soigner", "Se soigner", 1, False), ("se-loger", "Se loger", 1, True)]
    assert [(value.label, value.count) for value in found.facets["cost"]] == [("Gratuit", 1)]


def test_a_chosen_value_that_finds_nothing_stays_shown(services: Services, publish: Publish) -> None:
    publish("Loger")
    found = find(services, category=("se-soigner",))
    assert ("se-soigner", 0, True) in [(value.value, value.count, value.selected) for value in found.facets["category"]]


@pytest.mark.parametrize(
    ("days_ago", "freshness"),
    [(10, Freshness.FRESH), (150, Freshness.DUE), (200, Freshness.OVERDUE)],
)
def test_freshness_is_that_of_the_day_of_the_search(
    services: Services, publish: Publish, days_ago: int, freshness: Freshness
) -> None:
    verify(services, publish("Loger"), days_ago)
    assert find(services).items[0].freshness is freshness


def test_a_listing_never_verified_says_so(services: Services, publish: Publish) -> None:
    publish("Loger")
    assert find(services).items[0].freshness is Freshness.UNKNOWN


def test_the_open_state_is_that_of_the_minute_of_the_search(services: Services, publish: Publish) -> None:
    publish("Matinées", opening_hours=MORNINGS, **CAUSSADE)
    publish("Sans horaires", **CAUSSADE)
    morning = {item.card["name"]: item.opening.open for item in find(services).items}
    evening = {item.card["name"]: item.opening.open for item in find(services, NOW + timedelta(hours=9)).items}
    assert morning == {"Matinées": True, "Sans horaires": None}
    assert evening == {"Matinées": False, "Sans horaires": None}


def test_open_at_keeps_what_is_open_then_and_leaves_unknown_hours_out(services: Services, publish: Publish) -> None:
    publish("Matinées", opening_hours=MORNINGS, **CAUSSADE)
    publish("Après-midi", opening_hours="Mo-Fr 14:00-17:00", **CAUSSADE)
    publish("Sans horaires", **CAUSSADE)
    assert names(find(services, open_at="now")) == ["Matinées"]
    assert names(find(services, open_at="2026-11-25T15:00")) == ["Après-midi"]
    assert names(find(services, open_at="2026-11-11T10:00")) == []  # 11 November
    assert find(services, open_at="2026-11-25T15:00").items[0].opening.open is True


def test_unknown_hours_are_asked_for_apart(services: Services, publish: Publish) -> None:
    publish("Matinées", opening_hours="Mo-Fr 09:00-12:00", **CAUSSADE)
    publish("Sur rendez-vous", opening_hours='"sur rendez-vous"', **CAUSSADE)
    publish("Sans horaires", **CAUSSADE)
    assert sorted(names(find(services, hours="unknown"))) == ["Sans horaires", "Sur rendez-vous"]
    on_a_holiday = find(services, open_at="2026-11-11T10:00", hours="unknown")
    assert sorted(names(on_a_holiday)) == ["Matinées", "Sans horaires", "Sur rendez-vous"]
    assert on_a_holiday.moment


def test_verified_within_days_counts_from_today(services: Services, publish: Publish) -> None:
    verify(services, publish("Récente"), 10)
    verify(services, publish("Ancienne"), 40)
    publish("Jamais")
    assert names(find(services, verified_within_days=30)) == ["Récente"]


def test_the_place_is_described_and_the_radius_used_is_told(services: Services, publish: Publish) -> None:
    publish("Loger", **CAUSSADE)
    found = find(services, commune="82121")
    assert found.place is not None
    assert found.place.territory is not None
    assert (found.place.territory.name, found.place.label.split()[0]) == ("Montauban", "Montauban")
    assert found.radius_km is not None
    assert found.items[0].distance_km == pytest.approx(21, abs=3)


def test_a_point_abroad_still_gives_distances(services: Services, publish: Publish) -> None:
    publish("Loger", coverage=["france"], **CAUSSADE)
    found = find(services, lat=41.38, lon=2.17)
    assert found.place is not None
    assert found.place.territory is None


def test_a_departement_finds_what_serves_only_one_of_its_communes(services: Services, publish: Publish) -> None:
    publish("De Caussade", coverage=["commune-82037"])
    publish("De Rennes", coverage=["commune-35238"])
    assert names(find(services, territory="departement-82")) == ["De Caussade"]


def test_paris_finds_what_serves_one_of_its_arrondissements(services: Services, publish: Publish) -> None:
    publish("Du douzième", coverage=["commune-75112"])
    assert names(find(services, commune="75056")) == ["Du douzième"]


def test_the_nine_categories_are_counted_in_their_order(services: Services, publish: Publish) -> None:
    publish("Loger", categories=["se-loger"], coverage=["departement-82"])
    publish("Ailleurs", categories=["se-loger"], coverage=["departement-35"])
    services.index_sync.drain_all()
    counted = services.finder.categories(SearchParams(commune="82121"), NOW)
    assert len(counted) == 9
    assert [(value.value, value.count) for value in counted if value.count] == [("se-loger", 1)]
    assert counted[0].value == "se-soigner"


def test_an_engine_without_an_index_is_an_outage_and_not_an_empty_answer(services: Services) -> None:
    with pytest.raises(SearchUnavailable):
        services.finder.find(SearchParams(q="permis"), NOW)


def test_suggestions_mix_needs_names_and_places(services: Services, publish: Publish) -> None:
    publish("Montage de dossier", organisation="Montauban Solidarité")
    services.index_sync.drain_all()
    kinds = {proposal.kind: proposal for proposal in services.finder.suggest("mont", limit=12)}
    assert {"organisation", "resource", "commune"} <= kinds.keys()
    assert kinds["organisation"].url == "/recherche?q=Montauban+Solidarit%C3%A9"


@pytest.mark.parametrize("typed", ["se lo", "loger", "SE LOGER"])
def test_a_category_is_suggested_from_the_start_of_its_words(services: Services, publish: Publish, typed: str) -> None:
    publish("Autre")
    services.index_sync.drain_all()
    proposals = services.finder.suggest(typed)
    assert ("category", "se-loger", "/recherche?category=se-loger") in [(p.kind, p.value, p.url) for p in proposals]


def test_accents_make_no_difference_to_suggestions(services: Services, publish: Publish) -> None:
    publish("Autre")
    services.index_sync.drain_all()
    assert services.finder.suggest("deplacer") == services.finder.suggest("déplacer") != []


def test_a_need_is_not_taken_for_a_misspelt_place(services: Services, publish: Publish) -> None:
    publish("Autre")
    services.index_sync.drain_all()
    assert "commune" not in {proposal.kind for proposal in services.finder.suggest("permis")}
    assert "Caussade (82300)" in [proposal.label for proposal in services.finder.suggest("caussa")]


def test_suggestions_go_on_without_the_engine(services: Services) -> None:
    assert [proposal.value for proposal in services.finder.suggest("se loger")][:1] == ["se-loger"]


def test_nothing_typed_suggests_nothing(services: Services) -> None:
    assert services.finder.suggest("  ") == []


def test_now_needs_a_time_zone(services: Services, publish: Publish) -> None:
    publish("Loger")
    assert NOW.tzinfo is UTC
    assert names(find(services)) == ["Loger"]


def test_ways_of_saying_a_need_are_suggested(services: Services) -> None:
    labels = {proposal.label: proposal.url for proposal in services.finder.suggest("fact")}
    assert labels["facture d'électricité"] == "/recherche?q=facture+d%27%C3%A9lectricit%C3%A9"
    assert "APL : aide personnalisée au logement" in [proposal.label for proposal in services.finder.suggest("apl")]


def test_counting_says_what_finding_would_give(services: Services, publish: Publish) -> None:
    publish("Matinées", opening_hours=MORNINGS, **CAUSSADE)
    publish("Sans horaires", **CAUSSADE)
    for asked in ({"q": "matinées Caussade"}, {"open_at": "2026-11-24T10:00"}, {"commune": "82037", "page": 2}):
        params = SearchParams(**asked)
        assert find(services, **asked).total == services.finder.count(params, NOW) > 0


def test_a_search_with_typing_errors_is_answered_as_if_it_had_none(services: Services, publish: Publish) -> None:
    publish("Aide au loyer impayé", summary="Pour payer une dette de loyer.")
    publish("Vélo en libre service")
    right, wrong = find(services, q="dette de loyer"), find(services, q="dete de loyé")
    assert names(wrong) == names(right) == ["Aide au loyer impayé"]
    assert wrong.understood == right.understood != ()


def test_a_name_that_sounds_like_a_word_is_found(services: Services, publish: Publish) -> None:
    publish("Kafé Réparation", organisation="Rézo Mobile")
    assert names(find(services, q="rezo mobile")) == names(find(services, q="kafe reparation")) == ["Kafé Réparation"]
