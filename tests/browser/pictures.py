"""Draws the pictures of README anew: `make pictures`. Needs the assets, Chromium, and nothing else."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.server import environment_of, seed, serving
from tests.conftest import ROOT

FOLDER = ROOT / "docs/pictures"
PAGES = {
    "home": "/?territory=departement-82",
    "results": "/recherche?q=impayé+loyer&commune=82037",
    "resource": "/recherche?q=france+services&commune=82037",  # its first answer
}
VIEW = {"width": 1280, "height": 800}
HEAVIEST = 200_000  # bytes each


def draw() -> None:
    """Seeds a base in a temporary folder, serves it, and takes one picture a page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        seed(environment_of(folder))
        with (
            serving(environment_of(folder), folder / "serve.log") as address,
            playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS) as browser,
        ):
            page = browser.new_context(viewport=VIEW, locale="fr-FR").new_page()  # type: ignore[arg-type]
            for picture, path in PAGES.items():
                page.goto(address + path)
                if picture == "resource":
                    page.locator(".offer-what a").first.click()
                    page.wait_for_url("**/fiches/**")
                page.wait_for_load_state("networkidle")
                file = FOLDER / f"{picture}.png"
                page.screenshot(path=file)
                if file.stat().st_size > HEAVIEST:
                    sys.exit(f"{file} is heavier than {HEAVIEST} bytes")


if __name__ == "__main__":
    draw()
