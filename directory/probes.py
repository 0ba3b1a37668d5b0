"""Probes for whoever runs the service: is the process alive, is it ready to answer."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from directory.services import Services, services

probes = Blueprint("probes", __name__)


@probes.get("/healthz")
def healthz() -> ResponseReturnValue:
    """200 while the process answers, whatever the state of what it relies on."""
    return jsonify(status="ok"), {"Cache-Control": "no-store"}


@probes.get("/readyz")
def readyz() -> ResponseReturnValue:
    """200 when pages and search can be served (`yellow` included: it answers), 503 otherwise; both say why."""
    parts = services()
    database = database_state(parts)
    health = parts.engine.health()
    ready = database == "ok" and health.status != "red"
    state = {
        "status": "ready" if ready else "unavailable",
        "database": database,
        "search": {"status": health.status, "documents": health.documents, "generation": health.generation},
    }
    return jsonify(state), HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE, {"Cache-Control": "no-store"}


def database_state(parts: Services) -> str:
    """`ok`, `outdated` (a migration waits: `brp db upgrade`) or `unreachable`."""
    try:
        return "ok" if parts.database.is_current() else "outdated"
    except SQLAlchemyError:
        return "unreachable"
