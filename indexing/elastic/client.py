"""The client: how long it waits, how often it asks again, and as whom."""

from __future__ import annotations

import logging
from base64 import b64encode
from typing import Any

from elasticsearch import Elasticsearch, OrjsonSerializer

from indexing.elastic.address import Address
from indexing.options import EngineOptions

SEARCH_SECONDS = 6.0  # somebody waits
WRITE_SECONDS = 90.0  # Elasticsearch itself waits 60 s for a lost shard to come back
HEALTH_SECONDS = 3.0
RETRIES = 4  # on another node, where there is one
PAUSE_SECONDS = 0.2  # before the second try; doubles
LONGEST_PAUSE_SECONDS = 3.0
ASK_AGAIN = (429, 502, 503, 504)  # too busy, or a node on its way out or in

# Its library would tell each try that fails, with its stack; whoever asks tells an outage once, in words of its own.
logging.getLogger("elastic_transport").setLevel(logging.ERROR)


def connect(address: Address, options: EngineOptions) -> Elasticsearch:
    """A client of the cluster at `address`. Asks nothing yet. Threads may share it."""
    credentials: dict[str, Any] = {}
    if options.api_key:
        credentials["api_key"] = options.api_key
    elif address.user:
        # Given ready made: the client would take letters of ASCII only.
        pair = f"{address.user}:{address.password}".encode()
        credentials["headers"] = {"authorization": f"Basic {b64encode(pair).decode()}"}
    if options.ca_file:
        credentials["ca_certs"] = options.ca_file
    return Elasticsearch(
        list(address.hosts),
        serializer=OrjsonSerializer(),
        request_timeout=SEARCH_SECONDS,
        max_retries=RETRIES,
        retry_on_timeout=True,
        retry_on_status=ASK_AGAIN,
        retry_backoff_base=PAUSE_SECONDS,
        retry_backoff_cap=LONGEST_PAUSE_SECONDS,
        **credentials,
    )
