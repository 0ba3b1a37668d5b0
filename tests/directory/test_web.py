"""What every page shares: its safety headers, its links, its ways of saying a fault."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from directory.services import Services
from directory.web import site_name, web_address
from tests.directory.conftest import Publish


def test_only_http_addresses_are_linked() -> None:
    assert web_address("HTTPS://example.org") == "HTTPS://example.org"
    assert [web_address(bad) for bad in (None, "", "javascript:alert(1)", "data:text/html,x", "//example.org")] == [
        ""
    ] * 5
    assert site_name("https://www.caf.fr/allocataires") == "caf.fr"


def test_every_page_forbids_other_hosts_and_inline_scripts(
    client: FlaskClient, services: Services, publish: Publish
) -> None:
    resource_id = publish("Fonds de solidarité", commune_code="82037")
    services.index_sync.drain()
    resource = client.get(f"/fiches/{resource_id}").headers["Location"]
    for address in ("/", "/recherche", resource, "/nulle-part"):
        answer = client.get(address)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert not re.search(r"https?://", policy)
        assert re.search(r"script-src 'self' 'nonce-[\w-]+'", policy)
        assert " style=" not in answer.get_data(as_text=True)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_missing_page_says_the_way_out(client: FlaskClient) -> None:
    for address in ("/nulle-part", "/fiches/inconnue"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert 'name="q"' in answer.get_data(as_text=True)


def test_a_fault_of_ours_shows_no_detail(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("directory.search.views.utc_now", lambda: 1 / 0)
    answer = client.get("/recherche")
    assert answer.status_code == 500
    assert "division" not in answer.get_data(as_text=True)
    assert "Erreur 500" not in answer.get_data(as_text=True)
