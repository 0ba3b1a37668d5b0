"""Built assets: their names, and pages without them."""

from __future__ import annotations

import json
import re
from pathlib import Path

from flask import Flask

from directory import assets
from directory.taxonomy.vocabulary import vocabulary
from tests.conftest import ROOT


def test_pages_are_complete_before_the_assets_are_built(tmp_path: Path) -> None:
    app = Flask("directory")
    assets.prepare_assets(app, tmp_path)
    with app.app_context():
        assert app.jinja_env.globals["asset"]("style.css") == ""  # type: ignore[operator]
        assert app.jinja_env.globals["icon"]("search") == ""  # type: ignore[operator]
        assert app.jinja_env.globals["icon_sprite"]() == '<svg hidden aria-hidden="true"></svg>'  # type: ignore[operator]


def test_every_drawing_in_use_is_in_the_list_of_those_built() -> None:
    built = (ROOT / "frontend/icons.json").read_text(encoding="utf-8")
    named = {category.icon for category in vocabulary().categories.values()}
    for template in (ROOT / "templates").rglob("*.html"):
        named.update(re.findall(r'icon\("([\w-]+)"\)', template.read_text(encoding="utf-8")))
    assert [name for name in sorted(named) if f'"{name}"' not in built] == []


def test_no_lock_file_names_a_registry() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text(encoding="utf-8")


def test_built_files_are_sent_compressed_and_kept_forever(tmp_path: Path) -> None:
    (tmp_path / "style-ABCD1234.css").write_text("body{}" * 100)
    (tmp_path / "style-ABCD1234.css.gz").write_bytes(b"gzip twin")
    manifest = {"files": {"style.css": "style-ABCD1234.css"}, "icons": {"search": '<path d="M0 0"/>'}}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    app = Flask("directory")
    assets.prepare_assets(app, tmp_path)
    url = assets.read_assets(tmp_path).url("style.css")
    sent = app.test_client().get(url, headers={"Accept-Encoding": "gzip"})
    assert sent.data == b"gzip twin"
    assert sent.headers["Content-Encoding"] == "gzip"
    assert "immutable" in sent.headers["Cache-Control"]
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    sent.close()


def test_a_page_carries_only_the_drawings_it_shows(tmp_path: Path) -> None:
    icons = {"search": '<path d="M0 0"/>', "map": '<path d="M1 1"/>'}
    built = assets.Assets({}, icons)
    with Flask("directory").app_context():
        assert built.icon("search") == '<svg class="icon" aria-hidden="true"><use href="#icon-search"/></svg>'
        assert 'id="icon-search"' in built.icon_sprite()
        assert "icon-map" not in built.icon_sprite()
