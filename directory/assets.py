"""The built front-end assets: their names, and how they are sent.

`frontend/build.mjs` writes `directory/static` with a manifest. Without it (assets not built yet) pages stay complete,
only plain: every function here then answers with nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask, g
from markupsafe import Markup
from whitenoise import WhiteNoise

STATIC = Path(__file__).parent / "static"
HASHED = r"-[A-Z0-9]{8}\.\w+$"  # names that change with their content: kept forever by browsers


@dataclass(frozen=True, slots=True)
class Assets:
    """`files`: name in the sources → URL. `icons`: name of a bootstrap-icons drawing → its inner SVG."""

    files: Mapping[str, str] = field(default_factory=dict)
    icons: Mapping[str, str] = field(default_factory=dict)

    def url(self, name: str) -> str:
        """URL of an asset, "" when it is not built."""
        return self.files.get(name, "")

    def icon(self, name: str) -> Markup:
        """A drawing that only repeats what a word beside it says; nothing when it is not built."""
        if name not in self.icons:
            return Markup()
        g.setdefault("icons", {})[name] = self.icons[name]
        return _use(name)

    def icon_sprite(self) -> Markup:
        """The drawings that `icon` was asked for in this answer. Belongs at its end."""
        symbols = Markup().join(_symbol(name, drawing) for name, drawing in g.get("icons", {}).items())
        return Markup('<svg hidden aria-hidden="true">{}</svg>').format(symbols)


@cache
def _use(name: str) -> Markup:
    """An icon in its place: a page holds about eighty of them."""
    return Markup('<svg class="icon" aria-hidden="true"><use href="#icon-{}"/></svg>').format(name)


@cache
def _symbol(name: str, drawing: str) -> Markup:
    return Markup('<symbol id="icon-{}" viewBox="0 0 16 16">{}</symbol>').format(name, Markup(drawing))  # noqa: S704 (a file of ours)


def read_assets(folder: Path = STATIC) -> Assets:
    """What is built in `folder`; empty `Assets` when nothing is."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Assets()
    return Assets({name: f"/static/{built}" for name, built in manifest["files"].items()}, manifest["icons"])


def prepare_assets(app: Flask, folder: Path = STATIC) -> None:
    """Gives the templates their assets, and sends the files compressed, to be kept forever."""
    assets = read_assets(folder)
    app.jinja_env.globals.update(asset=assets.url, icon=assets.icon, icon_sprite=assets.icon_sprite)
    if assets.files:
        app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
            app.wsgi_app,
            root=str(folder),
            prefix="static/",
            immutable_file_test=HASHED,
            allow_all_origins=False,
            add_headers_function=_safe,
        )


def _safe(headers: Headers, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
