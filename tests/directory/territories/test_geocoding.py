from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from directory.territories import geocoding
from directory.territories.gazetteer import Gazetteer
from directory.territories.geocoding import Geocoder, Point

MONTAUBAN = ("82000", "82121")
TOWN_HALL = Point(44.0161, 1.3526, None, "commune")


def feature(**properties: Any) -> dict[str, Any]:
    """One answer in the shape of the national geocoder (`/geocodage/search`)."""
    known = {
        "label": "37 Avenue Gambetta 82000 Montauban",
        "score": 0.97,
        "housenumber": "37",
        "id": "82121_1760_00037",
        "name": "37 Avenue Gambetta",
        "postcode": "82000",
        "citycode": "82121",
        "city": "Montauban",
        "context": "82, Tarn-et-Garonne, Occitanie",
        "type": "housenumber",
        "importance": 0.67,
        "street": "Avenue Gambetta",
    }
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [1.359718, 44.018955]},
        "properties": {**known, **properties},
    }


def collection(*features: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


@dataclass
class StandIn:
    """A geocoder of our own on this machine: says `body` with `status`, after `stop` if it is to be slow."""

    url: str = ""
    status: int = 200
    body: str = ""
    slow: bool = False
    stop: Event = field(default_factory=Event)
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    heard = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.asked.append(self.path)
            content = b" " * 10_000 if heard.slow else heard.body.encode()
            self.send_response(heard.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if heard.slow:  # a body that trickles in: each byte comes in time, the whole never does
                while not heard.stop.wait(0.05):
                    self.wfile.write(b" ")
                return
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    heard.url = f"http://127.0.0.1:{server.server_port}/geocodage"
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield heard
    heard.stop.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def geocoder(stand_in: StandIn) -> Geocoder:
    return Geocoder(stand_in.url, timeout=1.0)


def locate(geocoder: Geocoder, gazetteer: Gazetteer, address: str = "37 avenue Gambetta") -> Point | None:
    return geocoder.locate(address, *MONTAUBAN, gazetteer)


def test_a_sure_answer_is_the_point(geocoder: Geocoder, stand_in: StandIn, gazetteer: Gazetteer) -> None:
    stand_in.body = collection(feature())
    assert locate(geocoder, gazetteer) == Point(44.018955, 1.359718, 0.97, "geocoder")
    asked = urlsplit(stand_in.asked[0])
    assert asked.path == "/geocodage/search"
    assert parse_qs(asked.query)["q"] == ["37 avenue Gambetta 82000 Montauban"]


@pytest.mark.parametrize(
    "body",
    [
        collection(),
        collection(feature(score=0.42)),
        collection(feature(citycode="31555", city="Toulouse")),
        collection(feature(type="municipality")),
        collection(feature(citycode="99999")),
        collection(feature(score=None)),
        collection(feature(score=73)),
    ],
    ids=["none", "unsure", "another commune", "only the commune", "unknown commune", "no score", "another scale"],
)
def test_an_answer_that_is_not_believed_leaves_the_centre_of_the_commune(
    geocoder: Geocoder, stand_in: StandIn, gazetteer: Gazetteer, body: str
) -> None:
    stand_in.body = body
    assert locate(geocoder, gazetteer) == TOWN_HALL


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, "oops"),
        (429, "{}"),
        (200, "<html>captive portal</html>"),
        (200, "{"),
        (200, "[]"),
        (200, "null"),
        (200, '{"features": 3}'),
        (200, '{"features": [3]}'),
        (200, '{"features": [{}]}'),
        (200, '{"features": [{"geometry": {"coordinates": []}, "properties": {}}]}'),
        (200, '{"features": [{"geometry": {"coordinates": ["est", "nord"]}, "properties": null}]}'),
    ],
)
def test_a_broken_answer_leaves_the_centre_of_the_commune(
    geocoder: Geocoder, stand_in: StandIn, gazetteer: Gazetteer, status: int, body: str
) -> None:
    stand_in.status, stand_in.body = status, body
    assert locate(geocoder, gazetteer) == TOWN_HALL


def test_an_answer_that_trickles_in_is_not_waited_for(stand_in: StandIn, gazetteer: Gazetteer) -> None:
    stand_in.slow = True
    started = time.monotonic()
    assert locate(Geocoder(stand_in.url, timeout=0.3), gazetteer) == TOWN_HALL
    assert 0.2 < time.monotonic() - started < 1.5


def test_a_geocoder_that_nobody_runs_leaves_the_centre_of_the_commune(gazetteer: Gazetteer) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        geocoder = Geocoder(f"http://127.0.0.1:{unused.getsockname()[1]}/geocodage")
    assert locate(geocoder, gazetteer) == TOWN_HALL


def test_after_three_failures_in_a_row_the_geocoder_is_left_alone_for_a_while(
    geocoder: Geocoder, stand_in: StandIn, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geocoding, "REST_SECONDS", 0.5)
    stand_in.status = 500
    for _ in range(5):
        assert locate(geocoder, gazetteer) == TOWN_HALL
    assert len(stand_in.asked) == 3
    assert geocoder.unanswered == 5
    time.sleep(0.6)
    stand_in.status, stand_in.body = 200, collection(feature())
    found = locate(geocoder, gazetteer)
    assert found is not None
    assert found.source == "geocoder"


def test_failures_that_are_not_in_a_row_do_not_add_up(
    geocoder: Geocoder, stand_in: StandIn, gazetteer: Gazetteer
) -> None:
    stand_in.body = collection(feature())
    for status in (500, 500, 200, 500, 500, 200):
        stand_in.status = status
        locate(geocoder, gazetteer)
    assert len(stand_in.asked) == 6


def test_an_arrondissement_is_in_the_city_that_the_listing_names(
    geocoder: Geocoder, stand_in: StandIn, gazetteer: Gazetteer
) -> None:
    stand_in.body = collection(feature(citycode="75120", postcode="75020", city="Paris"))
    found = geocoder.locate("10 rue des Pyrénées", "75020", "75056", gazetteer)
    assert found is not None
    assert found.source == "geocoder"
    other = geocoder.locate("10 rue des Pyrénées", "75019", "75119", gazetteer)
    assert other is not None
    assert other.source == "commune"


def test_a_cedex_and_line_breaks_are_not_sent(geocoder: Geocoder, stand_in: StandIn, gazetteer: Gazetteer) -> None:
    stand_in.body = collection()
    geocoder.locate("100 boulevard\n Hubert-Gouze " + "x" * 300, "82013", "82121", gazetteer)
    query = parse_qs(urlsplit(stand_in.asked[0]).query)["q"][0]
    assert query.startswith("100 boulevard Hubert-Gouze xxx")
    assert query.endswith("x Montauban")
    assert len(query) == 200


def test_without_an_address_the_geocoder_is_not_asked(
    geocoder: Geocoder, stand_in: StandIn, gazetteer: Gazetteer
) -> None:
    assert locate(geocoder, gazetteer, address="  ") == TOWN_HALL
    assert stand_in.asked == []


def test_a_commune_is_taken_from_a_postcode_that_has_only_one(geocoder: Geocoder, gazetteer: Gazetteer) -> None:
    assert geocoder.locate("", "82000", "", gazetteer) == TOWN_HALL
    assert geocoder.locate("", "82300", "", gazetteer) is None
    assert geocoder.locate("", "", "", gazetteer) is None
