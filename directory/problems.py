"""Errors told to programs: `application/problem+json` (RFC 9457) for the API and the probes."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, json
from werkzeug.exceptions import HTTPException

from directory.errors import BrpError, InvalidInput, SearchUnavailable

FOR_PROGRAMS = ("/api/", "/healthz", "/readyz", "/metrics")
RETRY_SECONDS = 30  # when to ask again a search engine that does not answer

TITLES = {
    HTTPStatus.BAD_REQUEST: "Demande mal formée",
    HTTPStatus.NOT_FOUND: "Introuvable",
    HTTPStatus.METHOD_NOT_ALLOWED: "Méthode non permise",
    HTTPStatus.CONFLICT: "Changement refusé",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Demande à corriger",
    HTTPStatus.TOO_MANY_REQUESTS: "Trop de demandes",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Faute de notre côté",
    HTTPStatus.SERVICE_UNAVAILABLE: "Service indisponible",
}
# What an error that is not ours to word is told as.
DETAILS = {
    HTTPStatus.NOT_FOUND: "Cette adresse n’existe pas. Celles qui existent : /api/v1/docs.",
    HTTPStatus.METHOD_NOT_ALLOWED: "Cette adresse se lit seulement (GET).",
    HTTPStatus.TOO_MANY_REQUESTS: "Trop de demandes en peu de temps : attendez une minute.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "La faute est de notre côté, elle est notée. Réessayez dans une minute.",
}


def is_for_programs(path: str) -> bool:
    """Whether a program asked, by the path of the request."""
    return path.startswith(FOR_PROGRAMS)


def problem(status: int, error: Exception) -> Response:
    """The answer that tells `error`. The message of an error that is not of the domain stays inside."""
    known = HTTPStatus(status)
    detail = str(error) if isinstance(error, BrpError) else DETAILS.get(known, known.phrase)
    body: dict[str, object] = {
        "type": "about:blank",
        "title": TITLES.get(known, known.phrase),
        "status": status,
        "detail": detail,
    }
    if isinstance(error, InvalidInput):
        body["errors"] = error.errors
    response = Response(json.dumps(body), status, mimetype="application/problem+json")
    response.headers["Cache-Control"] = "no-store"
    if isinstance(error, SearchUnavailable):
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    if isinstance(error, HTTPException):  # those that belong to the status: Allow, Retry-After
        kept = (header for header in error.get_headers() if header[0] in ("Allow", "Retry-After"))
        response.headers.update(dict(kept))
    return response
