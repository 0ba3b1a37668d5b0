from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.errors import InvalidInput
from directory.services import Services
from directory.territories.api import territories_api
from directory.territories.schemas import TerritoriesAnswer


@pytest.fixture
def client(services: Services) -> FlaskClient:
    app = Flask(__name__)
    app.testing = True
    app.extensions["brp"] = services
    app.register_blueprint(territories_api)
    return app.test_client()


def test_a_commune_comes_with_its_label_and_postcodes(client: FlaskClient) -> None:
    assert client.get("/api/v1/territories?q=caussa").get_json()["items"][0] == {
        "id": "commune-82037",
        "kind": "commune",
        "code": "82037",
        "name": "Caussade",
        "label": "Caussade (82300)",
        "postcodes": ["82300"],
    }


def test_the_answer_has_the_shape_it_is_described_with(client: FlaskClient) -> None:
    for typed in ("82", "agence", "occitanie", "france", "naizin", "grand montauban"):
        answer = client.get("/api/v1/territories", query_string={"q": typed}).get_json()
        assert answer["items"]
        assert TerritoriesAnswer().validate(answer) == {}


def test_at_most_ten_come(client: FlaskClient) -> None:
    assert len(client.get("/api/v1/territories?q=saint").get_json()["items"]) == 10


@pytest.mark.parametrize("query", ["", "?q=", "?q=zzzzzzzz"])
def test_nothing_typed_or_nothing_known_is_an_empty_list(client: FlaskClient, query: str) -> None:
    assert client.get(f"/api/v1/territories{query}").get_json() == {"items": []}


@pytest.mark.parametrize(("query", "field"), [("?q=a&limit=3", "limit"), ("?q=" + "a" * 101, "q")])
def test_a_parameter_at_fault_is_named(client: FlaskClient, query: str, field: str) -> None:
    with pytest.raises(InvalidInput, match="Paramètres à corriger") as caught:
        client.get(f"/api/v1/territories{query}")
    assert list(caught.value.errors) == [field]
