"""Domain errors, and the one table that turns an error into an HTTP status.

Rules raise these; doors never build an error answer of their own. A message is French, for people, with the way out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus


class BrpError(Exception):
    """Parent of every error a person may be shown. `str(error)` is the French message."""


class SettingsError(BrpError):
    """The environment holds settings that cannot work; `faults` lists them all."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("Réglages à corriger :\n" + "\n".join(f"  - {fault}" for fault in self.faults))


class NotFound(BrpError):
    """What was asked for does not exist, or may not be seen."""


class InvalidInput(BrpError):
    """Values that break a rule. `errors` holds, for each field, its messages."""

    def __init__(self, message: str, errors: Mapping[str, Sequence[str]] | None = None) -> None:
        super().__init__(message)
        self.errors = {field: list(messages) for field, messages in (errors or {}).items()}


class RefusedTransition(BrpError):
    """A change of status that the status table does not hold."""


class SearchUnavailable(BrpError):
    """The search engine does not answer. Never shown as "no result"."""


STATUS: Mapping[type[BrpError], HTTPStatus] = {
    NotFound: HTTPStatus.NOT_FOUND,
    InvalidInput: HTTPStatus.UNPROCESSABLE_ENTITY,
    RefusedTransition: HTTPStatus.CONFLICT,
    SearchUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}


def status_of(error: BrpError) -> HTTPStatus:
    """The HTTP status of `error`: that of its nearest class in `STATUS`, else 500."""
    for cls in type(error).__mro__:
        if cls in STATUS:
            return STATUS[cls]
    return HTTPStatus.INTERNAL_SERVER_ERROR
