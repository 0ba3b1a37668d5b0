"""Probes for whoever runs the service: is the process alive, is it ready to answer, how much has it done."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from directory.database import utc_now
from directory.metrics import CONTENT_TYPE, ERRORS, Now, exposition
from directory.search.index_sync import IndexStatus
from directory.services import Services, services

probes = Blueprint("probes", __name__)

NO_STORE = {"Cache-Control": "no-store"}
LEVELS = {"red": 0, "yellow": 1, "green": 2}


@probes.get("/healthz")
def healthz() -> ResponseReturnValue:
    """200 while the process answers, whatever the state of what it relies on."""
    return jsonify(status="ok"), NO_STORE


@probes.get("/readyz")
def readyz() -> ResponseReturnValue:
    """200 when pages and search can be served (`yellow` included: it answers), 503 otherwise; both say why.

    `queue` is what the index does not hold yet: how many changes, and the age of the oldest in seconds.
    """
    parts = services()
    database = database_state(parts)
    state = parts.index_sync.status() if database == "ok" else None
    health = state.health if state else parts.engine.health()
    ready = database == "ok" and health.status != "red"
    told: dict[str, Any] = {
        "status": "ready" if ready else "unavailable",
        "database": database,
        "search": {"status": health.status, "documents": health.documents, "generation": health.generation},
        "queue": {"length": state.queued, "oldest_seconds": _age(state.oldest_queued_at)} if state else None,
    }
    return jsonify(told), HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE, NO_STORE


@probes.get("/metrics")
def metrics() -> ResponseReturnValue:
    """Prometheus' text format. For the inside only: what came through a proxy finds nothing here."""
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        abort(HTTPStatus.NOT_FOUND)
    parts = services()
    state = parts.index_sync.status() if database_state(parts) == "ok" else None
    return Response(exposition(_now(state)), content_type=CONTENT_TYPE, headers=NO_STORE)


# Asked from the inside, where no proxy adds TLS: a redirection to https would lead nowhere.
for probe in (healthz, readyz, metrics):
    vars(probe)["talisman_view_options"] = {"force_https": False}


@probes.after_app_request
def count_faults(response: Response) -> Response:
    """Counts every answer that says a fault, but those of the probes."""
    if response.status_code >= HTTPStatus.BAD_REQUEST and request.blueprint != probes.name:
        door = "api" if request.path.startswith("/api/") else "page"
        ERRORS.labels(door, response.status_code).inc()
    return response


def database_state(parts: Services) -> str:
    """`ok`, `outdated` (a migration waits: `brp db upgrade`) or `unreachable`."""
    try:
        return "ok" if parts.database.is_current() else "outdated"
    except SQLAlchemyError:
        return "unreachable"


def _now(state: IndexStatus | None) -> Now:
    """Gauges of the whole service; without the database, only that it is not there."""
    up = "1 when the database answers and its schema is current."
    gauges: list[tuple[str, str, float]] = [("brp_database_up", up, state is not None)]
    if state:
        gauges += [
            ("brp_index_queue_length", "Changes the index does not hold yet.", state.queued),
            ("brp_index_queue_age_seconds", "Age of the oldest of them.", _age(state.oldest_queued_at) or 0.0),
            ("brp_published_resources", "Published resources, by the record.", state.published),
            ("brp_read_resources", "Resources an embedder has read (listing_vectors).", state.read),
            ("brp_index_documents", "Documents of the index in service.", state.health.documents),
            ("brp_search_engine_status", "2 green, 1 yellow, 0 red.", LEVELS[state.health.status]),
        ]
    return Now(*gauges)


def _age(moment: datetime | None) -> float | None:
    return round((utc_now() - moment).total_seconds(), 1) if moment else None
