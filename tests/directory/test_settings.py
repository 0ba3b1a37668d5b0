"""Settings: every fault at once, and each one documented."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from directory.errors import SettingsError
from directory.settings import DEVELOPMENT_KEY, Settings

README = Path(__file__).resolve().parents[2] / "README.md"


def test_an_empty_environment_gives_a_local_base() -> None:
    settings = Settings.from_environment({})
    assert settings.database_url.startswith("sqlite:///")
    assert settings.search_url.startswith("tantivy:")


def test_an_empty_value_counts_as_absent() -> None:
    assert Settings.from_environment({"BRP_BASE_URL": "  "}) == Settings()


def test_every_fault_is_told_at_once() -> None:
    environment = {
        "BRP_DATABASE_URL": "mysql://root@localhost/brp",
        "BRP_SEARCH_URL": "tantivy:",
        "BRP_BASE_URL": "brp.example.fr",
        "BRP_GEOCODER_URL": "ftp://example.org",
        "BRP_EMBEDDER": "http://localhost:8000/v1",
    }
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment(environment)
    assert len(caught.value.faults) == 5
    assert all(name in str(caught.value) for name in environment)


@pytest.mark.parametrize("embedder", ["off", "local", "http://localhost:8000/v1#multilingual-e5-small"])
def test_an_embedder_is_off_local_or_a_model_of_a_server(embedder: str) -> None:
    assert Settings.from_environment({"BRP_EMBEDDER": embedder}).embedder == embedder


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BRP_DATABASE_URL", "postgresql://brp@localhost:port/brp"),
        ("BRP_DATABASE_URL", "nothing at all"),
        ("BRP_BASE_URL", "http://[::1"),
        ("BRP_GEOCODER_URL", "https://"),
        ("BRP_EMBEDDER", "http://[::1/v1#model"),
    ],
)
def test_an_address_that_cannot_be_read_is_told_with_its_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_environment({name: value})


@pytest.mark.parametrize(
    ("address", "holds", "told"),
    [
        ("https://es.example.fr", None, "n’existe pas"),
        ("https://es.example.fr", "no certificate", "PEM"),
        ("http://es.example.fr", "no certificate", "https"),
    ],
)
def test_an_authority_that_cannot_serve_is_told(tmp_path: Path, address: str, holds: str | None, told: str) -> None:
    path = tmp_path / "ca.pem"
    if holds is not None:
        path.write_text(holds)
    with pytest.raises(SettingsError, match="BRP_SEARCH_CA") as caught:
        Settings.from_environment({"BRP_SEARCH_URL": address, "BRP_SEARCH_CA": str(path)})
    assert told in str(caught.value)


@pytest.mark.parametrize("key", ["", DEVELOPMENT_KEY, "short"])
def test_a_public_https_address_demands_a_key_of_ones_own(key: str) -> None:
    with pytest.raises(SettingsError, match="BRP_SECRET_KEY"):
        Settings.from_environment({"BRP_BASE_URL": "https://brp.example.fr", "BRP_SECRET_KEY": key})


def test_an_error_never_shows_a_secret() -> None:
    secret = "x" * 20
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({"BRP_BASE_URL": "https://brp.example.fr", "BRP_SECRET_KEY": secret})
    assert secret not in str(caught.value)


@pytest.mark.parametrize("field", fields(Settings), ids=lambda field: field.name)
def test_every_setting_is_documented(field: object) -> None:
    name = f"BRP_{field.name.upper()}"  # type: ignore[attr-defined]
    assert f"`{name}`" in README.read_text(encoding="utf-8")
