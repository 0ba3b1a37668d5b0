"""Writing documents: versions, deletions, errors by document, and not faster than Elasticsearch can take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from indexing.document import Document
from indexing.elastic.schema import stored_form
from indexing.results import ApplyReport

CHUNK = 1_000  # documents a request
CHUNK_BYTES = 8_000_000
REFUSALS = 8  # "too busy" answers to one chunk before it counts as failed
PAUSE_SECONDS = 0.25  # after the first one; doubles
LONGEST_PAUSE_SECONDS = 10.0
TOO_BUSY = (429, 503)
STALE = 409

Action = Any  # a pair: what to do, and the document if any; the stubs of `elasticsearch` know no pair


def write(client: Elasticsearch, alias: str, documents: Iterable[Document], deletions: Sequence[str]) -> ApplyReport:
    """Adds or replaces `documents` in the index behind `alias`, then removes `deletions`. See `Engine.apply`.

    The version of a document is its version in Elasticsearch too, which refuses an older one. What a lost answer makes
    the client send twice therefore changes nothing.
    """
    applied: list[str] = []
    stale: list[str] = []
    errors: dict[str, str] = {}
    answers = streaming_bulk(
        client,
        _actions(documents, deletions, errors),
        index=alias,
        require_alias=True,  # else Elasticsearch would make an index of its own
        expand_action_callback=_as_given,
        chunk_size=CHUNK,
        max_chunk_bytes=CHUNK_BYTES,
        raise_on_error=False,
        max_retries=REFUSALS,
        initial_backoff=PAUSE_SECONDS,
        max_backoff=LONGEST_PAUSE_SECONDS,
        retry_on_status=TOO_BUSY,
    )
    for taken, answer in answers:
        ((action, told),) = answer.items()
        identifier = told["_id"]
        if taken and action == "index":
            applied.append(identifier)
            errors.pop(identifier, None)
        elif told["status"] == STALE:
            stale.append(identifier)
        elif not taken and "error" in told:  # what was deleted already is no error
            errors[identifier] = _reason(told)
    return ApplyReport(tuple(applied), tuple(stale), errors)


def _actions(documents: Iterable[Document], deletions: Sequence[str], errors: dict[str, str]) -> Iterator[Action]:
    for document in documents:
        try:
            stored = stored_form(document)
        except (ValueError, TypeError, OverflowError) as error:
            errors[document.id] = str(error)
            continue
        yield {"index": {"_id": document.id, "version": document.version, "version_type": "external_gte"}}, stored
    for identifier in deletions:
        yield {"delete": {"_id": identifier}}, None


def _as_given(action: Any) -> Any:
    return action


def _reason(told: dict[str, Any]) -> str:
    error = told.get("error") or {}
    if not isinstance(error, dict):
        return str(error)[:300]
    cause = error.get("caused_by") or {}
    return ": ".join(str(part["reason"])[:300] for part in (error, cause) if part.get("reason"))
