"""The engines under contract. A new engine joins by one more entry."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from indexing.engine import Engine, open_engine


@pytest.fixture(params=["embedded", "elastic"])
def engine_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an engine that holds nothing yet, not even an index."""
    if request.param == "embedded":
        return f"tantivy:{tmp_path / 'index'}"
    return f"{request.getfixturevalue('elastic_prefix')}-{uuid4().hex[:8]}"


@pytest.fixture
def engine(engine_url: str) -> Engine:
    """An engine that holds nothing yet."""
    return open_engine(engine_url)


@pytest.fixture(scope="session")
def elastic_prefix(elasticsearch_url: str) -> Iterator[str]:
    """The beginning of the addresses of this session. Its indices are removed at the end, all at once: it is faster."""
    prefix = f"brp-test-{uuid4().hex[:8]}"
    yield f"{elasticsearch_url}/{prefix}"
    names = list(httpx.get(f"{elasticsearch_url}/{prefix}-*/_alias", timeout=60).raise_for_status().json())
    for start in range(0, len(names), 50):
        httpx.delete(f"{elasticsearch_url}/{','.join(names[start : start + 50])}", timeout=60).raise_for_status()
