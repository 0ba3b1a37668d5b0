"""What every address below /api/ promises: any site may read it, it says how long it stays true, nobody floods it."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

import orjson
from flask import Flask, Response, request
from flask.json.provider import JSONProvider
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from directory.services import services
from directory.settings import Settings

LIMIT = "600 per minute"  # for one address: ten searches a second, all day long
FRESH_SECONDS = 30  # how long an answer may be shown again without asking


class Json(JSONProvider):
    """JSON by orjson: in the order it is documented in, in UTF-8, twenty times faster than the library of Python."""

    def dumps(self, obj: Any, **_options: Any) -> str:
        """See `JSONProvider.dumps`. Raises `TypeError` for what is not JSON."""
        return orjson.dumps(obj).decode()

    def loads(self, s: str | bytes, **_options: Any) -> Any:
        """See `JSONProvider.loads`."""
        return orjson.loads(s)


def prepare_public_api(app: Flask) -> None:
    """Wires the promises into `app`. `RATELIMIT_ENABLED = False` in its configuration switches the limit off."""
    app.json = Json(app)
    limiter = Limiter(get_remote_address, app=app, storage_uri="memory://", default_limits=[LIMIT])
    limiter.request_filter(_is_not_limited)
    app.after_request(_promise)


def public_url() -> str:
    """The public address of this site, without a final slash: the one set, else the one the request came to."""
    base_url = services().settings.base_url
    return (request.host_url if base_url == Settings.base_url else base_url).rstrip("/")


def _is_not_limited() -> bool:
    """Pages are not limited; nor is this very machine: its addresses are a proxy's or a bench's, never one person's."""
    address = request.remote_addr
    return not request.path.startswith("/api/") or not address or ip_address(address).is_loopback


def _promise(response: Response) -> Response:
    if not request.path.startswith("/api/"):
        return response
    response.headers["Access-Control-Allow-Origin"] = "*"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        response.headers["Access-Control-Max-Age"] = "86400"
    elif response.status_code == 200 and request.method in ("GET", "HEAD"):
        response.headers.setdefault("Cache-Control", f"public, max-age={FRESH_SECONDS}")
        response.add_etag()
        response.make_conditional(request.environ)
    return response
