"""The pages as a reader gets them: what they say and in which order, what they never let through."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from directory.services import Services
from directory.taxonomy.vocabulary import vocabulary
from tests.directory.conftest import Publish

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def listing(services: Services, publish: Publish) -> str:
    """The id of a complete listing of Caussade."""
    resource_id = publish(
        "Fonds de solidarité pour le logement",
        organisation="Maison des solidarités",
        summary="Une aide pour garder son logement.",
        description="On y reçoit **sans rendez-vous**.",
        audiences=["jeunes"],
        access_conditions="Habiter le département",
        documents_to_bring=["Bail", "Quittance"],
        cost="gratuit",
        modes=["en-presentiel"],
        first_step="Appeler le 05 63 00 00 00 pour un rendez-vous",
        phone="05 63 00 00 00",
        email="accueil@example.org",
        opening_hours="Mo-Su 00:00-24:00",
        address="1 place de la Mairie",
        commune_code="82037",
        postcode="82300",
        latitude=44.16,
        longitude=1.53,
        coverage=["departement-82"],
        languages=["ar"],
        contact_name="Mme Réservée",
        adviser_note="Ligne directe à ne pas diffuser",
    )
    publish("Aide à l’énergie", organisation="Maison des solidarités", coverage=["departement-82"])
    services.index_sync.drain()
    return resource_id


def address_of(client: FlaskClient, resource_id: str) -> str:
    """Address of the page of a resource."""
    return client.get(f"/fiches/{resource_id}").headers["Location"]


def assert_in_order(page: str, *parts: str) -> None:
    """Each of `parts` stands in `page` after the one before."""
    start = 0
    for part in parts:
        found = page.find(part, start)
        assert found >= 0, f"{part!r} is missing after {page[max(0, start - 60) : start]!r}"
        start = found + len(part)


def test_home_asks_what_and_where_then_shows_the_nine_categories_in_order(client: FlaskClient, listing: str) -> None:
    page = client.get("/").get_data(as_text=True).replace("&#39;", "’")
    labels = [category.label for category in vocabulary().categories.values()]
    assert_in_order(page, "Quelle aide, et où", 'name="q"', 'name="place"', "Chercher", *labels, "2\u00a0ressources")


def test_home_counts_what_covers_the_territory(client: FlaskClient, listing: str) -> None:
    here = client.get("/?territory=departement-82").get_data(as_text=True)
    elsewhere = client.get("/?territory=departement-35").get_data(as_text=True)
    count = re.compile(r"Se loger</strong> <span>(\d+)")
    assert count.search(here)[1] == "2"  # type: ignore[index]
    assert count.search(elsewhere)[1] == "0"  # type: ignore[index]


def test_an_offer_says_what_who_first_step_and_for_whom(client: FlaskClient, listing: str) -> None:
    page = client.get("/recherche?q=solidarité&commune=82121").get_data(as_text=True)
    offer = page[page.index('<li class="offer"') :].replace("\u00a0", " ").replace("<mark>", "").replace("</mark>", "")
    assert_in_order(
        offer,
        "Fonds de solidarité pour le logement",
        "Logement",
        " km",
        "pas encore vérifié",
        "Maison des solidarités — Caussade — couvre Tarn-et-Garonne",
        "Appeler le ",
        'href="tel:+33563000000">05 63 00 00 00</a> pour un rendez-vous',
        "Jeunes",
        "gratuit",
        "ouvert",
        "trouvé pour",
    )


def test_a_resource_page_follows_the_order_an_adviser_needs(client: FlaskClient, listing: str) -> None:
    address = address_of(client, listing)
    page = client.get(f"{address}?commune=82121&audience=jeunes&language=ru").get_data(as_text=True)
    assert_in_order(
        page.replace("\u00a0", " "),
        "Revenir aux résultats",
        "<h1",
        "Maison des solidarités",
        "pas encore vérifié",
        "Première démarche",
        "Appeler le 05 63 00 00 00",
        "Écrire à accueil@example.org",
        "Pour qui",
        "Oui : Jeunes",
        "Non indiqué dans la fiche : russe",
        "Habiter le département",
        "Gratuit",
        "Pièces à apporter",
        "Bail",
        "Quand et où",
        "Ouvert",
        "1 place de la Mairie",
        "km du lieu de votre recherche",
        "<strong>sans rendez-vous</strong>",
        "arabe",
        "Autres offres de Maison des solidarités",
        "Aide à l’énergie",
        "Source",
    )


def test_near_alternatives_come_first_when_it_is_full(
    client: FlaskClient, services: Services, publish: Publish
) -> None:
    values = {"commune_code": "82037", "categories": ["se-loger"]}
    free, full = publish("Foyer", **values), publish("Refuge", capacity="full", **values)
    link = '<a href="/recherche?category=se-loger&amp;commune=82037">'
    assert_in_order(client.get(address_of(client, full)).get_data(as_text=True), "complet", link, "Première démarche")
    assert_in_order(client.get(address_of(client, free)).get_data(as_text=True), "Première démarche", link)


def test_what_is_for_professionals_is_on_no_page(client: FlaskClient, listing: str) -> None:
    for address in ("/", "/recherche", address_of(client, listing)):
        page = client.get(address).get_data(as_text=True)
        assert "Réservée" not in page
        assert "Ligne directe" not in page


def test_an_id_leads_to_the_lasting_address_and_keeps_the_search(client: FlaskClient, listing: str) -> None:
    answer = client.get(f"/fiches/{listing}?q=loyer&commune=82121")
    assert answer.status_code == 301
    assert re.fullmatch(r"/fiches/fonds-[\w-]+\?q=loyer&commune=82121", answer.headers["Location"])


def test_hostile_texts_and_addresses_stay_texts(client: FlaskClient, services: Services, publish: Publish) -> None:
    resource_id = publish(
        f"Aide {HOSTILE}",
        organisation=f"Organisation {HOSTILE}",
        summary=HOSTILE,
        description=f"{HOSTILE} [clic](javascript:alert(1)) <img src=x onerror=alert(1)>",
        first_step=HOSTILE,
        access_conditions=HOSTILE,
        documents_to_bring=[HOSTILE],
        commune_code="82037",
    )
    with services.database.transaction() as session:
        session.connection().exec_driver_sql(
            "UPDATE resource SET website = 'javascript:alert(1)', source_url = 'javascript:alert(2)'"
        )
    services.index_sync.rebuild()
    for address in ("/recherche?q=aide", address_of(client, resource_id), f"/recherche?q={HOSTILE}&place={HOSTILE}"):
        page = client.get(address).get_data(as_text=True)
        assert HOSTILE not in page
        assert "<img" not in page.replace('<img src="/static/favicon', "")
        assert not re.search(r'href="\s*javascript', page)


def test_a_typed_place_leads_to_an_address_that_can_be_shared(client: FlaskClient, listing: str) -> None:
    answer = client.get("/recherche?q=loyer&place=Caussade")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/recherche?q=loyer&commune=82037")


def test_a_name_shared_by_several_places_is_a_question(client: FlaskClient) -> None:
    page = client.get("/recherche?q=loyer&place=Saint-Martin").get_data(as_text=True)
    assert "Plusieurs lieux portent ce nom" in page
    assert re.search(r'href="/recherche\?q=loyer&amp;commune=\d', page)


def test_an_unknown_place_is_told_beside_its_field(client: FlaskClient) -> None:
    answer = client.get("/recherche?q=loyer&place=Xyzxyzxyz")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="loyer"' in page
    assert 'aria-describedby="lieu-faute"' in page
    assert "Xyzxyzxyz" in page


def test_htmx_gets_the_part_that_changes_and_history_gets_the_page(client: FlaskClient, listing: str) -> None:
    part = client.get("/recherche?cost=gratuit", headers={"HX-Request": "true"})
    assert "<html" not in part.get_data(as_text=True)
    assert 'id="filtres" hx-swap-oob="true"' in part.get_data(as_text=True)
    assert "HX-Request" in part.headers["Vary"]
    back = client.get("/recherche", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in back.get_data(as_text=True)


def test_a_page_beyond_the_last_leads_to_the_last(client: FlaskClient, listing: str) -> None:
    assert client.get("/recherche?page=99").headers["Location"] == "/recherche"


def test_nothing_found_proposes_ways_out_with_their_true_counts(client: FlaskClient, listing: str) -> None:
    page = client.get("/recherche?q=logement&commune=82037&cost=payant&language=ru").get_data(as_text=True)
    ways = re.findall(r'<li><a href="([^"]+)"><span>([^<]+)</span> <span class="count">(\d+)', page)
    assert ways
    assert "Aucun résultat" not in page
    for url, _, count in ways:
        there = client.get(url.replace("&amp;", "&")).get_data(as_text=True)
        found = re.search(r"<h1 data-announce>(\d+)", there)
        assert found
        assert found[1] == count


def test_what_cannot_wait_comes_first(client: FlaskClient, listing: str) -> None:
    page = client.get("/recherche?q=elle+dort+dans+sa+voiture&commune=82121").get_data(as_text=True)
    assert_in_order(page, "Compris comme", 'href="tel:115"', "<h1 data-announce>")


def test_an_outage_is_said_and_categories_can_still_be_browsed(client: FlaskClient, publish: Publish) -> None:
    publish("Foyer des jeunes travailleurs", phone="05 63 00 00 00", commune_code="82121")  # and no index at all
    for address in ("/recherche?q=foyer", "/recherche?category=se-loger&commune=82121"):
        answer = client.get(address)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 503
        assert "Recherche momentanément indisponible" in page
        assert "Se loger" in page
    assert "Foyer des jeunes travailleurs" in page
    home = client.get("/")
    assert home.status_code == 200
    assert "1\u00a0ressource" in home.get_data(as_text=True)


def test_what_resembles_the_first_answers_completes_a_short_list(
    client: FlaskClient, services: Services, publish: Publish
) -> None:
    for name in ("Restos du cœur", "Secours populaire"):
        publish(name, summary="Colis de produits alimentaires", topics=["equipement-et-alimentation--alimentation"])
    services.index_sync.drain()
    answer = client.get("/api/v1/resources?q=restos").get_json()
    assert (answer["total"], answer["links"]["next"]) == (2, None)
    assert [item["name"] for item in answer["items"]] == ["Restos du cœur", "Secours populaire"]
    assert answer["items"][1]["matched"] == {"similar": ["Restos du cœur"]}
    page = client.get("/recherche?q=restos").text
    assert re.search(r"<h1[^>]*>1\sressource<", page)
    assert page.index("Ressources proches") < page.index("Secours populaire")
