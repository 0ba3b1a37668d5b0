"""The node that the tests of passwords, of TLS and of back-pressure share: starting one takes half a minute."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import elasticsearch_cluster
from tests.elasticsearch.secured import PASSWORD, ROLE, SUPERUSER_PASSWORD, USER, Secured

# Room for one write under way and one waiting, and for the bytes of a few: a busy cluster in small.
NARROW = {
    "node.processors": "1",
    "thread_pool.write.queue_size": "1",
    "indexing_pressure.memory.limit": "2mb",
}


@pytest.fixture(scope="package")
def secured() -> Iterator[Secured]:
    with elasticsearch_cluster(password=SUPERUSER_PASSWORD, settings=NARROW) as cluster:
        node = cluster.nodes[0]
        node.ask("/_security/role/brp", "PUT", ROLE)
        node.ask(f"/_security/user/{USER}", "PUT", {"password": PASSWORD, "roles": ["brp"]})
        key = node.ask("/_security/api_key", "POST", {"name": "brp", "role_descriptors": {"brp": ROLE}})
        node.ask("/others/_doc/1?refresh", "PUT", {"secret": "of others"})
        yield Secured(node, key["encoded"])
