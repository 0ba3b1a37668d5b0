"""What every test may ask for: the sample data, an empty record on each database, an application of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.elasticsearch.cluster import Cluster
from tests.elasticsearch.distribution import Unavailable, prepare

ROOT = Path(__file__).resolve().parent.parent


def skip_or_fail(reason: str) -> None:
    """Skips the test for want of a part of the machine, except where `BRP_TEST_REQUIRE_ALL=1` forbids silence."""
    if os.environ.get("BRP_TEST_REQUIRE_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of sample files that stands beside a checkout; read only."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"sample files not found: {folder}")
    return folder


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    """The address of a real Elasticsearch without passwords, started at the first use and shared by all suites.

    `BRP_TEST_ELASTICSEARCH_URL` names another one to use instead (its indices named brp-test-… are ours to remove).
    """
    if given := os.environ.get("BRP_TEST_ELASTICSEARCH_URL"):
        yield given.rstrip("/")
        return
    with elasticsearch_cluster() as cluster:
        yield cluster.urls[0]


@contextmanager
def elasticsearch_cluster(
    nodes: int = 1, password: str = "", settings: Mapping[str, str] | None = None
) -> Iterator[Cluster]:
    """Nodes of our own; where none can be had, says how to get one and skips (see `skip_or_fail`)."""
    try:
        prepare()
    except Unavailable as reason:
        skip_or_fail(f"no Elasticsearch to test with: {reason}")
    with Cluster(nodes, password, extra=dict(settings or {})) as cluster:
        yield cluster
