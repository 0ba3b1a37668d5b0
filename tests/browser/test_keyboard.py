"""Everything can be done from the keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage

RESULTS = "/recherche?commune=82121"
REACHABLE = "a[href], button, input:not([type=hidden]), select, summary"
# A field for a date and an hour keeps the focus while Tab goes through its parts (day, month, year, hour…).
PARTS_OF_A_MOMENT = 6


@pytest.mark.parametrize("path", ["/", RESULTS, "/recherche?place=Saint-Martin"])
def test_tab_reaches_every_control_in_reading_order(site: str, new_page: NewPage, path: str) -> None:
    page = new_page()
    page.goto(site + path)
    expected = page.evaluate(
        f"""() => [...document.querySelectorAll("{REACHABLE}")]
            .filter((element) => element.checkVisibility({{visibilityProperty: true, contentVisibilityAuto: true}}))
            .map((element, index) => (element.dataset.order = index, index))"""
    )
    reached: list[int] = []
    for _ in range(len(expected) + PARTS_OF_A_MOMENT):
        page.keyboard.press("Tab")
        order = page.evaluate("Number(document.activeElement.dataset.order)")
        if reached[-1:] != [order]:
            reached.append(order)
        if len(reached) == len(expected):
            break
    assert reached == expected


def test_the_focus_ring_is_always_visible(site: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(site + RESULTS)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    width = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
    assert width == 3


def test_slash_goes_to_the_search_field(site: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(site + RESULTS)
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("j/k")
    expect(page.locator("#q")).to_have_value("j/k")


def test_j_and_k_go_through_results_enter_opens_and_escape_comes_back(site: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(site + RESULTS)
    offers = page.locator(".offer-what a")
    for key, place in (("j", 0), ("j", 1), ("ArrowDown", 2), ("k", 1), ("ArrowUp", 0), ("k", 0), ("j", 1)):
        page.keyboard.press(key)
        expect(offers.nth(place)).to_be_focused()
    name = offers.nth(1).inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/fiches/**")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.keyboard.press("Escape")
    page.wait_for_url(f"**{RESULTS}")
    expect(page.locator(".offer-what a").nth(1)).to_be_focused()


def test_question_mark_opens_the_help_and_single_keys_can_be_switched_off(site: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(site + RESULTS)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_label("Utiliser les touches simples").press("Space")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert _focus_after(page, "/") != "q"
    page.reload()
    assert _focus_after(page, "/") != "q"
    page.get_by_role("button", name="Raccourcis clavier").click()
    page.get_by_label("Utiliser les touches simples").press("Space")
    page.keyboard.press("Escape")
    assert _focus_after(page, "/") == "q"


def test_c_copies_the_resource_with_its_first_step_and_address(site: str, new_page: NewPage) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(site + RESULTS)
    page.keyboard.press("j")
    name = page.locator(".offer-what a").first.inner_text()
    page.keyboard.press("c")
    expect(page.locator("#dit")).to_have_text("Ressource copiée")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(name)
    assert f"{site}/fiches/" in copied


def test_two_offers_are_found_and_one_is_open_in_forty_keystrokes(site: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{site}/?territory=departement-82")
    page.keyboard.press("/")
    page.keyboard.type("impayé de loyer")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche?**")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/fiches/**")
    assert len("/impayé de loyer") + len(["Enter", "j", "Enter"]) < 40
    expect(page.get_by_role("heading", name="Première démarche")).to_be_visible()


def _focus_after(page: Page, key: str) -> str:
    page.keyboard.press(key)
    focused: str = page.evaluate("document.activeElement.id")
    page.evaluate("document.activeElement.blur()")
    return focused
