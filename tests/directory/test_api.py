"""The API as other programs use it: its shape, its refusals, its description."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from directory.services import Services
from tests.directory.conftest import Publish

ITEM_KEYS = [
    "id", "slug", "name", "summary", "organisation", "categories", "topics", "commune", "location", "distance_km",
    "modes", "cost", "phone", "first_step", "verified_on", "freshness", "open", "highlights", "matched", "source",
    "external_id", "url",
]  # fmt: skip
NAMES = [
    "q", "category", "topic", "commune", "territory", "lat", "lon", "radius_km", "audience", "mode", "cost",
    "language", "open_at", "hours", "verified_within_days", "literal", "sort", "page", "page_size",
]  # fmt: skip
PROBLEM = "application/problem+json"


@pytest.fixture
def listing(services: Services, publish: Publish) -> str:
    resource_id = publish(
        "Épicerie <solidaire>",
        organisation="Maison & Cie",
        summary="Des courses à petit prix",
        commune_code="82037",
        latitude=44.16,
        longitude=1.53,
        phone="05 63 00 00 00",
        contact_name="Mme Secrète",
        adviser_note="ligne directe",
        opening_hours="Mo-Fr 09:00-12:00",
        closures=[{"from": "2026-12-24", "reason": "Noël"}],
        coverage=["departement-82"],
        topics=["logement-hebergement--louer-un-logement"],
    )
    services.index_sync.drain()
    return resource_id


def test_an_answer_has_exactly_the_documented_keys(client: FlaskClient, listing: str) -> None:
    answer = client.get("/api/v1/resources?q=épicerie&commune=82121").get_json()
    assert list(answer) == [
        "total", "page", "page_size", "items", "facets", "radius_km", "did_you_mean", "understood", "urgent", "links",
        "ways_out",
    ]  # fmt: skip
    (item,) = answer["items"]
    assert list(item) == ITEM_KEYS
    assert item["id"] == listing
    assert item["organisation"].keys() == {"id", "name"}
    assert item["commune"] == {"code": "82037", "name": "Caussade"}
    assert item["location"] == {"lat": 44.16, "lon": 1.53}
    assert item["url"] == f"http://localhost/fiches/{item['slug']}"
    assert answer["facets"]["category"] == [{"value": "se-loger", "label": "Se loger", "count": 1}]


def test_ways_out_are_searches_that_give_what_they_say(client: FlaskClient, listing: str) -> None:
    answer = client.get("/api/v1/resources?q=épicerie&cost=payant&commune=82121").get_json()
    assert answer["total"] == 0
    assert answer["ways_out"][0]["label"] == "sans le filtre « Payant »"
    for way in answer["ways_out"]:
        assert way["count"] == client.get(way["url"]).get_json()["total"] == 1


def test_a_search_that_finds_enough_has_no_ways_out(client: FlaskClient, services: Services, publish: Publish) -> None:
    for number in range(4):
        publish(f"Atelier {number}")
    services.index_sync.drain_all()
    assert "ways_out" not in client.get("/api/v1/resources?q=atelier").get_json()


def test_highlights_are_safe_html(client: FlaskClient, listing: str) -> None:
    (item,) = client.get("/api/v1/resources?q=solidaire").get_json()["items"]
    assert item["highlights"]["name"] == "Épicerie &lt;<mark>solidaire</mark>&gt;"
    assert item["matched"]["name"] == ["solidaire"]


def test_links_lead_from_page_to_page(client: FlaskClient, services: Services, publish: Publish) -> None:
    for number in range(5):
        publish(f"Atelier {number}")
    services.index_sync.drain_all()
    address, seen = "/api/v1/resources?q=atelier&page_size=2", []
    while address:
        answer = client.get(address.removeprefix("http://localhost")).get_json()
        seen += [item["id"] for item in answer["items"]]
        assert answer["links"]["self"].startswith("http://localhost/api/v1/resources?q=atelier")
        address = answer["links"]["next"]
    assert len(seen) == len(set(seen)) == answer["total"] == 5
    assert answer["links"]["prev"].endswith("page=2&page_size=2")


def test_a_page_beyond_the_last_is_empty_and_leads_back(client: FlaskClient, listing: str) -> None:
    answer = client.get("/api/v1/resources?page=900000").get_json()
    assert (answer["total"], answer["items"], answer["links"]["next"]) == (1, [], None)
    assert answer["links"]["prev"] == "http://localhost/api/v1/resources"


def test_a_wrong_parameter_is_refused_by_name(client: FlaskClient, listing: str) -> None:
    answer = client.get("/api/v1/resources?categorie=se-loger&page=zero")
    assert (answer.status_code, answer.mimetype) == (422, PROBLEM)
    body = answer.get_json()
    assert list(body) == ["type", "title", "status", "detail", "errors"]
    assert set(body["errors"]) == {"categorie", "page"}
    assert "« category »" in body["errors"]["categorie"][0]
    assert "categorie" in body["detail"]


@pytest.mark.parametrize("sort", ["relevance", "distance", "verified", "name"])
@pytest.mark.parametrize("place", ["", "&commune=82121", "&territory=region-76", "&lat=44.02&lon=1.36", "&lat=0&lon=0"])
def test_every_order_answers_with_and_without_a_place(client: FlaskClient, listing: str, sort: str, place: str) -> None:
    assert client.get(f"/api/v1/resources?sort={sort}{place}").status_code == 200


NASTY = [
    "",
    " ",
    "0",
    "-1",
    "1e9",
    "nan",
    "\0",
    "'\"<script>",
    "%",
    "*",
    "(",
    "é" * 501,
    "٣",
    "🙂",
    "null",
    "now",
    "82121",
]


@pytest.mark.parametrize("name", NAMES)
def test_no_value_of_a_parameter_breaks_the_api(client: FlaskClient, listing: str, name: str) -> None:
    statuses = {value: client.get("/api/v1/resources", query_string={name: value}).status_code for value in NASTY}
    assert set(statuses.values()) <= {200, 422}, statuses
    assert statuses[""] == 200


@pytest.mark.parametrize(
    "address",
    ["/api/v1/resources/1234", "/api/v1/nothing", "/api/v1/resources/00000000-0000-0000-0000-000000000000"],
)
def test_what_does_not_exist_is_a_404_problem(client: FlaskClient, listing: str, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype, answer.get_json()["status"]) == (404, PROBLEM, 404)


def test_the_api_is_read_only(client: FlaskClient, listing: str) -> None:
    answer = client.post("/api/v1/resources", json={})
    assert (answer.status_code, answer.mimetype) == (405, PROBLEM)
    assert "GET" in answer.headers["Allow"]


def test_an_engine_that_is_down_is_a_503_problem(client: FlaskClient) -> None:
    answer = client.get("/api/v1/resources?q=permis")
    assert (answer.status_code, answer.mimetype) == (503, PROBLEM)
    assert answer.headers["Retry-After"]
    assert "total" not in answer.get_json()


def test_a_fault_of_ours_says_nothing_of_its_cause(
    client: FlaskClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr("directory.search.api.search_answer", fail)
    monkeypatch.setattr("directory.search.finder.Finder.find", lambda *_: None)
    answer = client.get("/api/v1/resources")
    assert (answer.status_code, answer.mimetype) == (500, PROBLEM)
    assert "secret" not in answer.get_data(as_text=True)


def test_one_resource_is_given_whole_but_for_what_is_for_professionals(client: FlaskClient, listing: str) -> None:
    answer = client.get(f"/api/v1/resources/{listing}")
    body = answer.get_json()
    assert body["coverage"] == [{"id": "departement-82", "name": "Tarn-et-Garonne"}]
    assert body["closures"] == [{"from": "2026-12-24", "to": "2026-12-24", "reason": "Noël"}]
    assert "Secrète" not in answer.get_data(as_text=True)
    assert "ligne directe" not in answer.get_data(as_text=True)
    assert not {"contact_name", "adviser_note", "status"} & body.keys()


def test_a_listing_that_is_not_published_cannot_be_read(client: FlaskClient, publish: Publish) -> None:
    hidden = publish("Brouillon", status="draft")
    assert client.get(f"/api/v1/resources/{hidden}").status_code == 404


def test_suggestions_have_a_kind_a_label_and_an_address(client: FlaskClient, listing: str) -> None:
    items = client.get("/api/v1/suggest?q=epicerie").get_json()["items"]
    assert {"kind": "resource", "value": listing, "label": "Épicerie <solidaire>",
            "url": f"http://localhost/fiches/{listing}"} in items  # fmt: skip


def test_the_nine_categories_come_in_order_with_their_numbers(client: FlaskClient, listing: str) -> None:
    items = client.get("/api/v1/categories?commune=82121").get_json()["items"]
    assert [item["value"] for item in items][:3] == ["se-soigner", "se-loger", "se-deplacer"]
    assert [item["count"] for item in items] == [0, 1, 0, 0, 0, 0, 0, 0, 0]


def test_any_site_may_read_the_api(client: FlaskClient, listing: str) -> None:
    assert client.get("/api/v1/categories").headers["Access-Control-Allow-Origin"] == "*"
    preflight = client.options("/api/v1/resources")
    assert preflight.status_code == 200
    assert "GET" in preflight.headers["Access-Control-Allow-Methods"]


def test_head_answers_as_get_without_a_body(client: FlaskClient, listing: str) -> None:
    answer = client.head("/api/v1/resources")
    assert (answer.status_code, answer.data) == (200, b"")


def test_an_answer_that_did_not_change_is_not_sent_again(client: FlaskClient, listing: str) -> None:
    first = client.get("/api/v1/resources")
    again = client.get("/api/v1/resources", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert first.headers["Cache-Control"] == "public, max-age=30"


def test_one_address_cannot_flood_the_api(client: FlaskClient, listing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client.application.config["RATELIMIT_ENABLED"] = True
    outside = {"REMOTE_ADDR": "198.51.100.7"}
    answers = [client.get("/api/v1/suggest", environ_base=outside).status_code for _ in range(602)]
    assert answers.count(200) >= 600
    refused = client.get("/api/v1/suggest", environ_base=outside)
    assert (refused.status_code, refused.mimetype) == (429, PROBLEM)
    assert client.get("/api/v1/suggest", environ_base={"REMOTE_ADDR": "198.51.100.8"}).status_code == 200


def test_the_description_is_valid_openapi_and_tells_every_route(client: FlaskClient, listing: str) -> None:
    description = client.get("/api/v1/openapi.json").get_json()
    OpenAPIV31SpecValidator(description).validate()
    assert description["openapi"].startswith("3.1")
    routes = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        for rule in client.application.url_map.iter_rules()
        if rule.rule.startswith("/api/") and not rule.rule.endswith("/docs")
    }
    assert description["paths"].keys() == routes


def test_the_description_tells_every_parameter_of_a_search(client: FlaskClient, listing: str) -> None:
    description = client.get("/api/v1/openapi.json").get_json()
    parameters = description["paths"]["/api/v1/resources"]["get"]["parameters"]
    assert [parameter["name"] for parameter in parameters] == NAMES
    assert all(parameter["description"] for parameter in parameters)


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/api/v1/resources", "/api/v1/resources?q=épicerie&commune=82121"),
        ("/api/v1/resources/{resource_id}", "/api/v1/resources/{listing}"),
        ("/api/v1/suggest", "/api/v1/suggest?q=se"),
        ("/api/v1/categories", "/api/v1/categories"),
        ("/api/v1/territories", "/api/v1/territories?q=caussade"),
    ],
)
def test_answers_have_the_shape_the_description_promises(
    client: FlaskClient, listing: str, path: str, address: str
) -> None:
    description = client.get("/api/v1/openapi.json").get_json()
    content = description["paths"][path]["get"]["responses"]["200"]["content"]
    schema: dict[str, Any] = {**content["application/json"]["schema"], "components": description["components"]}
    answer = client.get(address.replace("{listing}", listing))
    assert answer.status_code == 200
    Draft202012Validator(schema).validate(answer.get_json())


def test_the_documentation_is_a_page_of_our_own(client: FlaskClient, listing: str) -> None:
    page = client.get("/api/v1/docs")
    text = page.get_data(as_text=True)
    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert "verified_within_days" in text
    assert not re.findall(r'(?:src|href)="(?!http://localhost)https?://', text)
