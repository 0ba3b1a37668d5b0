"""What every test may ask for: the sample data, an empty record on each database, an application of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

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
