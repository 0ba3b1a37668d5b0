"""From an address to a point, by the national geocoder; from its commune when the geocoder does not help."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from geopy.exc import GeopyError
from geopy.geocoders import BANFrance

from directory.territories.gazetteer import Commune, Gazetteer

SCORE_BELIEVED = 0.5  # below, the geocoder itself is not sure
FAILURES_BEFORE_REST = 3
REST_SECONDS = 60.0
LONGEST_QUERY = 200  # characters: the geocoder refuses more

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Point:
    """Where an address is (degrees, WGS 84), and how that was found.

    `source` is "geocoder", with its own `score` from 0 to 1, or "commune": then it is the centre of the commune.
    """

    latitude: float
    longitude: float
    score: float | None
    source: str


class Geocoder:
    """The geocoder at a URL, behind a time limit. One that fails three times in a row is left alone for a minute.

    `unanswered` counts the addresses it could not be asked, or did not answer, so far.
    """

    def __init__(self, url: str, timeout: float = 2.0) -> None:
        """`url` is the address that `/search` follows (`https://data.geopf.fr/geocodage`); `timeout` is in seconds."""
        parts = urlsplit(url)
        # geopy only joins scheme, domain and "/search": a path may follow the domain.
        self._service = BANFrance(domain=f"{parts.netloc}{parts.path}", scheme=parts.scheme, timeout=timeout)
        self._timeout = timeout
        self.unanswered = 0
        self._failures = 0
        self._resting_until = 0.0

    def locate(self, address: str, postcode: str, commune_code: str, gazetteer: Gazetteer) -> Point | None:
        """The point of an address, else the centre of its commune; None when the commune is unknown too.

        The commune is the one of `commune_code`, else the only one of `postcode`. An answer in another commune, or one
        the geocoder is not sure of, is not believed. Never raises for the network, never takes longer than the limit.
        """
        commune = gazetteer.commune(commune_code) or _only_commune(postcode, gazetteer)
        if commune is None:
            return None
        found = self._ask(_query(address, postcode, commune)) if address.strip() else None
        if found and _is_believed(found, commune, gazetteer):
            longitude, latitude = found["geometry"]["coordinates"]
            return Point(float(latitude), float(longitude), float(found["properties"]["score"]), "geocoder")
        return Point(commune.latitude, commune.longitude, None, "commune")

    def _ask(self, query: str) -> Mapping[str, Any] | None:
        """The best answer of the geocoder, as GeoJSON; None when it has none, fails, or rests."""
        if time.monotonic() < self._resting_until:
            self.unanswered += 1
            return None
        try:
            location = self._answer(query)
        except (GeopyError, TimeoutError, LookupError, TypeError, ValueError, AttributeError) as error:
            # The last four: an answer that is not shaped as the geocoder's are.
            self.unanswered += 1
            self._failures += 1
            if self._failures >= FAILURES_BEFORE_REST:
                self._failures = 0
                self._resting_until = time.monotonic() + REST_SECONDS
            log.info("the geocoder failed (%s): %s", type(error).__name__, str(error)[:200])
            return None
        self._failures = 0
        return None if location is None else location.raw

    def _answer(self, query: str) -> Any:
        """What the geocoder answers. Raises `TimeoutError` at the limit, whatever is slow.

        In a thread of its own, because no socket timeout bounds the resolution of a name or a body that trickles in.
        """
        answer: Future[Any] = Future()

        def ask() -> None:
            try:
                answer.set_result(self._service.geocode(query))
            except Exception as error:  # handed over to the caller, who knows which ones to expect
                answer.set_exception(error)

        Thread(target=ask, daemon=True, name="geocoder").start()
        return answer.result(self._timeout)


def _only_commune(postcode: str, gazetteer: Gazetteer) -> Commune | None:
    communes = gazetteer.by_postcode(postcode)
    return communes[0] if len(communes) == 1 else None


def _query(address: str, postcode: str, commune: Commune) -> str:
    """The address on one line. A CEDEX is left out: the geocoder does not know any."""
    known = postcode if postcode in commune.postcodes else ""
    place = " ".join(f"{known} {commune.name}".split())
    street = " ".join(address.split())[: LONGEST_QUERY - len(place) - 1]
    return f"{street} {place}"


def _is_believed(found: Mapping[str, Any], commune: Commune, gazetteer: Gazetteer) -> bool:
    """Whether an answer is precise and sure enough, and in the commune expected (or its arrondissement)."""
    try:
        properties = found["properties"]
        score = float(properties["score"])
        longitude, latitude = map(float, found["geometry"]["coordinates"])
        there = gazetteer.commune(str(properties["citycode"]))
        precise = properties.get("type") != "municipality"  # that is the commune and no more: its centre is known here
    except (LookupError, TypeError, ValueError, AttributeError):
        return False
    if there is None or not (math.isfinite(longitude) and abs(latitude) <= 90):
        return False
    same = commune.code in (there.code, there.parent) or there.code == commune.parent
    return precise and same and SCORE_BELIEVED <= score <= 1
