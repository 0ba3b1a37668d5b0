"""Everything works without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, WIDE, NewPage


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_person_searches_filters_and_opens_a_resource(site: str, new_page: NewPage, width: int) -> None:
    page = new_page(width, java_script_enabled=False)
    page.goto(site)
    page.get_by_label("Besoin, mot, sigle").fill("logement")
    page.get_by_label("Commune ou code postal").fill("Montauban")
    page.get_by_role("button", name="Chercher").click()
    page.wait_for_url("**/recherche?q=logement&commune=82121")
    before = page.locator("#resultats h1").text_content()
    if width == NARROW:
        page.get_by_text("Filtrer").click()
    page.get_by_role("checkbox", name="Gratuit").check()
    page.get_by_role("button", name="Appliquer les filtres").click()
    page.wait_for_url("**cost=gratuit**")
    assert page.locator("#resultats h1").text_content() != before
    page.get_by_role("link", name="Retirer le filtre Gratuit").click()
    expect(page.locator("#resultats h1")).to_have_text(before)
    name = page.locator(".offer-what a").first.inner_text()
    page.locator(".offer-what a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.get_by_role("link", name="Revenir aux résultats").click()
    expect(page.locator("#resultats h1")).to_have_text(before)


def test_a_category_tile_and_the_pager_are_links(site: str, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(site)
    page.get_by_role("link", name="Se loger").click()
    assert "category=se-loger" in page.url
    page.goto(f"{site}/recherche")
    first = page.locator(".offer-what a").first.inner_text()
    page.get_by_role("link", name="Page suivante").click()
    assert "page=2" in page.url
    assert page.locator(".offer-what a").first.inner_text() != first


def test_no_button_is_shown_that_would_do_nothing(site: str, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{site}/recherche?commune=82121")
    shown = page.locator("button:visible").all_inner_texts()
    assert [text.strip() for text in shown] == ["Chercher", "Appliquer les filtres"]
