"""What every page shares: its safety headers, its assets, French words in templates, and the pages that say a fault."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_compress import Compress
from flask_talisman import DENY, Talisman
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from directory import french
from directory.assets import prepare_assets
from directory.errors import BrpError, InvalidInput, status_of
from directory.problems import is_for_programs, problem
from directory.settings import Settings

# Nothing comes from another host, and no script but ours runs. Leaflet places its elements through the DOM, not by
# style attributes in the page, so that styles need no exception.
CONTENT_SECURITY_POLICY: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
FILTERS = (french.day, french.weekday_number, french.since, french.clock, french.phone, french.distance, french.number,
           french.counted, french.joined)  # fmt: skip


def prepare_web(app: Flask, settings: Settings) -> None:
    """Wires into `app` all that is common to its pages."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update({rule.__name__: rule for rule in FILTERS})
    app.jinja_env.filters.update(web_address=web_address, site_name=site_name)
    prepare_assets(app)
    Talisman(
        app,
        force_https=settings.serves_https,
        strict_transport_security=settings.serves_https,
        session_cookie_secure=settings.serves_https,
        frame_options=DENY,
        content_security_policy=dict(CONTENT_SECURITY_POLICY),
        content_security_policy_nonce_in=["script-src"],
        referrer_policy="same-origin",  # an address may hold what a person came for: it is told to no other site
    )
    Compress(app)
    app.register_error_handler(BrpError, error_page)
    app.register_error_handler(HTTPException, error_page)
    app.register_error_handler(Exception, failure_page)
    if proxies := int(settings.proxies):  # the address of who asks, instead of that of the proxy that passes it on
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]  # how Flask wraps


def web_address(value: str | None) -> str:
    """`value` if it is an http(s) address, else "": the only kind of address a page links to."""
    return value if value and value.lower().startswith(("http://", "https://")) else ""


def site_name(address: str) -> str:
    """The host of an address, as one reads it aloud: « caf.fr »."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


def error_page(error: BrpError | HTTPException) -> ResponseReturnValue:
    """The page that says what is wrong and the way out."""
    if isinstance(error, HTTPException):
        if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
            return error  # a redirection, not a fault
        status = error.code
    else:
        status = status_of(error)
    return _answer(status, error)


def failure_page(error: Exception) -> ResponseReturnValue:
    """The page for a fault of ours: told to the log with its cause, to the reader without it."""
    current_app.logger.exception("%s %s", request.method, request.path, exc_info=error)
    return _answer(HTTPStatus.INTERNAL_SERVER_ERROR, error)


def _answer(status: int, error: Exception) -> ResponseReturnValue:
    if is_for_programs(request.path):
        return problem(status, error)
    faults = error.errors if isinstance(error, InvalidInput) else {}
    page = render_template("errors/fault.html", status=int(status), faults=faults, typed=request.args)
    return page, status, {"Cache-Control": "no-store"}
