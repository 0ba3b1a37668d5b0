"""What one offer of the list says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from directory.resources.models import Resource
from directory.search.cards import Card, cards_of, first_step, pins_of
from directory.search.params import SearchParams
from directory.services import Services
from tests.directory.conftest import NOW, Publish

CONTACTS = {"first_step": "", "phone": None, "email": None, "booking_url": None, "website": None}


def card(services: Services, publish: Publish, params: SearchParams | None = None, **values: Any) -> Card:
    """The only offer found, once `values` are published."""
    publish("Épicerie solidaire", organisation="La Main tendue", **values)
    services.index_sync.drain()
    answers = services.finder.find(params or SearchParams(), NOW)
    (found,) = cards_of(answers, answers.items, NOW)
    return found


@pytest.mark.parametrize(
    ("given", "said", "href"),
    [
        ({"phone": "+33563000000"}, "Appeler le|05 63 00 00 00|", "tel:+33563000000"),
        ({"phone": "115", "first_step": "Appeler le 115 à toute heure"}, "Appeler le |115| à toute heure", "tel:115"),
        ({"phone": "3646", "first_step": "Ou le 36.46."}, "Ou le |36 46|.", "tel:3646"),
        ({"phone": "3646", "first_step": "Venir à l’accueil."}, "Venir à l’accueil.|36 46|", "tel:3646"),
        ({"email": "a@example.org"}, "Écrire à|a@example.org|", "mailto:a@example.org"),
        ({"booking_url": "https://rdv.example.org"}, "Prendre rendez-vous|en ligne|", "https://rdv.example.org"),
        ({"first_step": "Se présenter"}, "Se présenter||", ""),
        ({"website": "https://example.org"}, "Voir le|site de la structure|", "https://example.org"),
    ],
)
def test_the_first_step_carries_the_best_contact_in_clear(given: dict[str, str], said: str, href: str) -> None:
    step = first_step({**CONTACTS, **given})
    assert step
    assert f"{step.before}|{step.contact}|{step.after}".replace("\u00a0", " ") == said
    assert step.href == href


def test_no_contact_is_no_first_step() -> None:
    assert first_step(CONTACTS) is None


def test_an_offer_says_where_it_is_and_what_it_covers(services: Services, publish: Publish) -> None:
    found = card(
        services, publish, commune_code="82037", coverage=["departement-82", "departement-46", "departement-12"]
    )
    assert found.where == "Caussade — couvre Aveyron, Lot et 1 autre"


def test_a_coverage_that_is_only_its_commune_goes_without_saying(services: Services, publish: Publish) -> None:
    assert card(services, publish, commune_code="82037", coverage=["commune-82037"]).where == "Caussade"


def test_a_national_offer_covers_all_of_france(services: Services, publish: Publish) -> None:
    found = card(services, publish, modes=["a-distance"], coverage=["france"])
    assert (found.where, found.nearness) == ("couvre toute la France", "à distance")


def test_distance_is_from_the_place_asked_for(services: Services, publish: Publish) -> None:
    montauban = SearchParams(commune="82121")
    found = card(services, publish, montauban, commune_code="82037", latitude=44.16, longitude=1.53)
    assert found.nearness.replace("\u00a0", " ") == "21 km"
    assert len(pins_of(services.finder.find(montauban, NOW))) == 2


def test_few_audiences_are_named_and_the_others_counted(services: Services, publish: Publish) -> None:
    assert card(services, publish, audiences=["jeunes", "femmes", "seniors"]).whom == "Jeunes, Femmes et 1 autre"


def test_an_offer_for_everyone_says_so(services: Services, publish: Publish) -> None:
    assert card(services, publish, audiences=["jeunes", "tous-publics"]).whom == "tous publics"


def test_a_full_offer_says_so(services: Services, publish: Publish) -> None:
    found = card(services, publish, capacity="full")
    assert (found.capacity, found.is_full) == ("complet", True)


def test_open_is_said_at_the_moment(services: Services, publish: Publish) -> None:
    found = card(services, publish, opening_hours="Mo-Fr 09:00-17:00")
    assert (found.opening.replace("\u00a0", " "), found.is_open) == ("ouvert jusqu’à 17 h", True)


def test_words_found_are_said_as_they_were_asked(services: Services, publish: Publish) -> None:
    found = card(services, publish, SearchParams(q="EPICERIE tendue"))
    assert found.why.replace("\u00a0", " ") == "« EPICERIE » dans le nom ; « tendue » dans le nom de la structure"
    assert (
        str(found.name) == "<mark>Épicerie</mark> <mark>solidaire</mark>"
    )  # the need also looks for « épicerie solidaire »


def test_words_understood_are_said_as_the_listing_writes_them(services: Services, publish: Publish) -> None:
    found = card(services, publish, SearchParams(q="elle dort dans sa voiture"), summary="Hébergement d’urgence")
    assert "« hébergement »" in found.why.replace("\u00a0", " ")


def test_the_address_carries_the_search(services: Services, publish: Publish) -> None:
    assert card(services, publish, SearchParams(q="épicerie")).url.endswith("?q=%C3%A9picerie")
    assert "?" not in card(services, publish).url


def test_freshness_is_said_with_its_age(services: Services, publish: Publish) -> None:
    publish("Épicerie solidaire")
    with services.database.transaction() as session:
        session.scalars(select(Resource)).one().verified_on = (NOW - timedelta(days=400)).date()
    services.index_sync.rebuild()
    answers = services.finder.find(SearchParams(), NOW)
    (found,) = cards_of(answers, answers.items, NOW)
    assert (found.freshness.tone, found.freshness.words.replace("\u00a0", " ")) == (
        "overdue",
        "périmé : vérifié il y a 13 mois",
    )
