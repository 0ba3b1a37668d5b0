"""A real browser on a served base. Any request to another host, and any error in the console, fails the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Playwright, Request, sync_playwright

from tests.browser.server import environment_of, seed, serving
from tests.conftest import ROOT, skip_or_fail

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
WIDE, NARROW = 1280, 360
NewPage = Callable[..., Page]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    if not CHROMIUM.exists():
        skip_or_fail(f"no browser: {CHROMIUM} (apt-get install chromium)")
    if not (ROOT / "directory/static/manifest.json").exists():
        skip_or_fail("front-end assets are not built (make assets)")
    with playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS) as launched:
        yield launched


@pytest.fixture(scope="session")
def seeded_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base")
    seed(environment_of(folder))
    return folder


@pytest.fixture(scope="session")
def site(browser: Browser, seeded_folder: Path) -> Iterator[str]:
    """Address of a seeded base."""
    with serving(environment_of(seeded_folder), seeded_folder / "serve.log") as address:
        yield address


@pytest.fixture(scope="session")
def site_without_search(browser: Browser, seeded_folder: Path) -> Iterator[str]:
    """Address of the same base, whose search engine does not answer."""
    environment = {**environment_of(seeded_folder), "BRP_SEARCH_URL": f"tantivy:{seeded_folder}/no-index"}
    with serving(environment, seeded_folder / "serve-without-search.log") as address:
        yield address


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Opens pages: `new_page(width=360, dark=True, java_script_enabled=False)`."""
    pages: list[Page] = []
    faults: list[str] = []

    def watch(request: Request) -> None:
        if urlsplit(request.url).hostname not in ("127.0.0.1", None):
            faults.append(f"asked another host: {request.url}")

    def open_page(width: int = WIDE, dark: bool = False, **options: object) -> Page:
        scheme = "dark" if dark else "light"
        viewport = {"width": width, "height": 900}
        context = browser.new_context(viewport=viewport, color_scheme=scheme, locale="fr-FR", **options)  # type: ignore[arg-type]
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("request", watch)
        page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
        page.on("console", lambda said: faults.append(said.text) if _is_fault(said.type, said.text) else None)
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.context.close()
    assert not faults


def _is_fault(kind: str, text: str) -> bool:
    """The status of an error page asked for on purpose is no fault of the page."""
    return kind in ("error", "warning") and "the server responded with a status of" not in text
