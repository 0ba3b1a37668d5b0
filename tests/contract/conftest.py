"""The engines under contract. A new engine joins by one more entry."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexing.engine import Engine, open_engine


@pytest.fixture(params=["embedded"])
def engine_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an engine that holds nothing yet, not even an index."""
    return {"embedded": f"tantivy:{tmp_path / 'index'}"}[request.param]


@pytest.fixture
def engine(engine_url: str) -> Engine:
    """An engine that holds nothing yet."""
    return open_engine(engine_url)
