"""What is light, wide, small or big enough, measured in the browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NARROW, NewPage

RESULTS = "/recherche?q=logement&commune=82121"
UNDERSTOOD = "/recherche?q=elle+dort+dans+sa+voiture+caussade"
PAGES = [
    "/",
    RESULTS,
    UNDERSTOOD,
    "/recherche?q=zzzzz&commune=82121&language=ti",
    "/recherche?place=Saint-Martin",
    "/nulle-part",
]
HEAVIEST = 60_000  # bytes over the wire for the results page, the map apart
SMALLEST_TEXT = 14  # px
SMALLEST_TARGET = 44  # px
CONTROLS = ".button, .tile, .tag, .choices a, .brand, .box label, select, summary"


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_the_results_page_weighs_at_most_60_kb(site: str, new_page: NewPage, encoding: str) -> None:
    page = new_page(extra_http_headers={"Accept-Encoding": encoding})
    assert _weight(page, site + RESULTS) <= HEAVIEST


def test_no_script_blocks_the_page(site: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(site + RESULTS)
    blocking = "script:not([type=module]):not([defer]):not([async])"
    assert page.locator(blocking).count() == 0


def test_files_with_a_hash_are_kept_forever(site: str, new_page: NewPage) -> None:
    page = new_page()
    with page.expect_response("**/static/style-*.css") as received:
        page.goto(site)
    assert "immutable" in received.value.headers["cache-control"]


@pytest.mark.parametrize("path", PAGES)
def test_nothing_overflows_a_narrow_screen(site: str, new_page: NewPage, path: str) -> None:
    page = new_page(NARROW)
    page.goto(site + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW


def test_no_resource_overflows_a_narrow_screen(site: str, new_page: NewPage) -> None:
    page = new_page(NARROW)
    page.goto(site + RESULTS)
    addresses = page.locator(".offer-what a").evaluate_all("links => links.map((link) => link.href)")
    for address in addresses:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW, address


@pytest.mark.parametrize("path", PAGES)
def test_no_text_is_smaller_than_14_px(site: str, new_page: NewPage, path: str) -> None:
    page = new_page()
    page.goto(site + path)
    small = page.evaluate(
        f"""() => [...document.querySelectorAll("body *")]
            .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
            .filter((element) => parseFloat(getComputedStyle(element).fontSize) < {SMALLEST_TEXT})
            .map((element) => element.outerHTML.slice(0, 80))"""
    )
    assert small == []


@pytest.mark.parametrize("path", PAGES)
def test_controls_are_large_enough_for_a_thumb(site: str, new_page: NewPage, path: str) -> None:
    page = new_page(NARROW, has_touch=True, is_mobile=True)
    page.goto(site + path)
    small = page.evaluate(
        f"""() => [...document.querySelectorAll("{CONTROLS}")]
            .filter((element) => element.checkVisibility())
            .filter((element) => element.getBoundingClientRect().height < {SMALLEST_TARGET})
            .map((element) => element.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_a_printed_resource_is_black_on_white_and_has_its_phone(site: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{site}/recherche?q=CAF&commune=82121")
    page.locator(".offer-what a").first.click()
    page.wait_for_url("**/fiches/**")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator(".first-step a[href^='tel:']").first.is_visible()
    assert not page.locator(".actions").is_visible()
    assert page.get_by_text("Imprimé le").is_visible()


def _weight(page: Page, address: str) -> int:
    """Bytes received for a page and all it loads, as the network saw them."""
    received: list[float] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    return int(sum(received))
