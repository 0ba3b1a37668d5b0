"""Comfort: results follow the filters, suggestions follow the typing, a map opens; the address always says it all."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import NARROW, NewPage

RESULTS = "/recherche?commune=82121"


def test_a_filter_changes_list_counts_and_address_without_leaving_the_page(site: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(site + RESULTS)
    page.evaluate("window.same = true")
    before = page.locator("#resultats h1").text_content()
    page.get_by_role("checkbox", name="Gratuit").focus()
    page.keyboard.press("Space")
    page.wait_for_url("**cost=gratuit**")
    expect(page.locator("#resultats h1")).not_to_have_text(before)
    expect(page.get_by_role("checkbox", name="Gratuit")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Gratuit")).to_be_focused()
    expect(page.locator("#annonce")).to_contain_text("ressource")
    assert "place=" not in page.url
    assert page.evaluate("window.same") is True
    page.get_by_role("checkbox", name="À distance").check()
    page.wait_for_url("**mode=a-distance&cost=gratuit")
    page.go_back()
    expect(page.get_by_role("checkbox", name="À distance")).not_to_be_checked()
    expect(page.get_by_role("checkbox", name="Gratuit")).to_be_checked()
    page.go_back()
    expect(page.locator("#resultats h1")).to_have_text(before)
    assert page.url == site + RESULTS


def test_the_drawer_of_filters_leads_back_to_the_list(site: str, new_page: NewPage) -> None:
    page = new_page(NARROW)
    page.goto(site + RESULTS)
    expect(page.get_by_role("checkbox", name="Gratuit")).to_be_hidden()
    page.get_by_text("Filtrer").click()
    page.get_by_role("checkbox", name="Gratuit").check()
    page.wait_for_url("**cost=gratuit**")
    expect(page.get_by_role("checkbox", name="Gratuit")).to_be_visible()
    page.get_by_role("button", name="Voir les résultats").click()
    expect(page.get_by_role("checkbox", name="Gratuit")).to_be_hidden()
    expect(page.get_by_role("link", name="Retirer le filtre Gratuit")).to_be_visible()


def test_the_list_does_not_move_while_typing(site: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(site + RESULTS)
    before = page.locator(".offers").inner_text()
    page.locator("#q").press_sequentially("logement", delay=20)
    page.locator("#q-suggestions li").first.wait_for()
    assert page.locator(".offers").inner_text() == before


def test_a_place_is_chosen_with_the_arrows(site: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(site)
    field = page.get_by_role("combobox", name="Commune ou code postal")
    field.press_sequentially("caussad")
    page.locator("#lieu-suggestions li").first.wait_for()
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    chosen = page.locator("#lieu-suggestions li[aria-selected=true]")
    expect(chosen).to_contain_text("Caussade")
    expect(field).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    field.press("Enter")
    page.wait_for_url("**/recherche?commune=82037")


def test_escape_closes_the_suggestions_and_keeps_the_words(site: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(site)
    field = page.get_by_role("combobox", name="Besoin")
    field.press_sequentially("loge")
    page.locator("#q-suggestions li").first.wait_for()
    field.press("Escape")
    expect(page.locator("#q-suggestions")).to_be_hidden()
    expect(field).to_have_value("loge")


def test_a_category_suggested_keeps_the_place_already_typed(site: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(site)
    page.get_by_role("combobox", name="Commune").fill("Caussade")
    page.get_by_role("combobox", name="Besoin").press_sequentially("se loger")
    page.locator("#q-suggestions li", has_text="Se loger").first.click()
    page.wait_for_url("**/recherche?category=se-loger&commune=82037")


def test_the_map_shows_the_page_and_asks_nobody(site: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(site + RESULTS)
    loaded = page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name).join(' ')")
    assert "map-" not in loaded
    page.get_by_role("button", name="Carte", exact=True).click()
    page.locator(".leaflet-marker-icon").first.wait_for()
    expect(page.get_by_role("button", name="Carte", exact=True)).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".offers")).to_be_visible()
    page.get_by_role("button", name="Carte", exact=True).click()
    expect(page.locator("#carte")).to_be_hidden()


def test_a_small_map_opens_on_a_resource(site: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{site}/recherche?commune=82121&sort=distance")
    page.locator(".offer[data-lat] .offer-what a").first.click()
    page.get_by_role("button", name="Voir sur un plan").click()
    page.locator(".leaflet-marker-icon").first.wait_for()
