"""axe finds nothing to say on any page, wide and narrow, light and dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NARROW, WIDE, NewPage
from tests.conftest import ROOT

AXE = ROOT / "node_modules/axe-core/axe.min.js"
PAGES = {
    "home": "/",
    "results": "/recherche?q=logement&commune=82121&cost=gratuit",
    "words understood": "/recherche?q=elle+dort+dans+sa+voiture+caussade",
    "second page of results": "/recherche?page=2",
    "nothing found": "/recherche?q=logement&commune=82121&language=ti&mode=a-domicile&radius_km=1",
    "places to choose from": "/recherche?place=Saint-Martin",
    "unknown place": "/recherche?place=Zzzzzzz",
    "no such page": "/fiches/il-n-y-a-rien-ici",
}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_axe_reports_nothing(site: str, new_page: NewPage, path: str, width: int, dark: bool) -> None:
    page = new_page(width, dark)
    page.goto(site + path)
    assert _violations(page) == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_axe_reports_nothing_on_a_resource(site: str, new_page: NewPage, width: int, dark: bool) -> None:
    page = new_page(width, dark)
    page.goto(f"{site}/recherche?commune=82121&sort=distance")
    address = page.locator(".offer-what a").first.get_attribute("href")
    page.goto(f"{site}{address}&audience=jeunes&language=ar&cost=payant")
    assert _violations(page) == []


@pytest.mark.parametrize("path", ["/", "/recherche?q=logement", "/recherche?category=se-loger"])
def test_axe_reports_nothing_when_the_search_is_down(site_without_search: str, new_page: NewPage, path: str) -> None:
    page = new_page()
    page.goto(site_without_search + path)
    assert _violations(page) == []


def test_axe_reports_nothing_on_the_opened_parts(site: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{site}/recherche?commune=82121")
    page.get_by_role("button", name="Carte", exact=True).click()
    page.locator(".leaflet-marker-icon").first.wait_for()
    page.locator("#q").press_sequentially("log")
    page.locator("#q-suggestions li").first.wait_for()
    assert _violations(page) == []
    page.locator("#q").press("Escape")
    page.get_by_role("button", name="Raccourcis clavier").click()
    assert _violations(page) == []


def _violations(page: Page) -> list[str]:
    """What axe says, one line each: rule and the elements at fault."""
    page.evaluate(AXE.read_text(encoding="utf-8"))  # not as a script of the page: its policy forbids them, as it should
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then((found) => found.violations)")
    return [f"{rule['id']}: {[node['html'][:120] for node in rule['nodes']]}" for rule in found]
