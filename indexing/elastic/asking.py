"""How all our searches are sent: frequencies of words are those of the whole index, and half an answer is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from elasticsearch import Elasticsearch

from indexing.elastic.faults import error_of

WHOLE = "dfs_query_then_fetch"  # with one shard it costs nothing


def ask(client: Elasticsearch, index: str, body: dict[str, Any], preference: str | None = None) -> dict[str, Any]:
    """The answer to `body`. The same `preference` is answered by the same copies: two copies may differ by a hair."""
    answer = client.search(
        index=index, body=body, search_type=WHOLE, allow_partial_search_results=False, preference=preference
    )
    return dict(answer)


def ask_all(client: Elasticsearch, index: str, bodies: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The answers to `bodies`, in one request. Raises `SearchError` if one of them failed."""
    if not bodies:
        return []
    searches = [line for body in bodies for line in ({"allow_partial_search_results": False}, body)]
    answers: list[dict[str, Any]] = client.msearch(index=index, searches=searches, search_type=WHOLE)["responses"]
    for answer in answers:
        if "error" in answer:
            raise error_of(answer["status"], answer)
    return answers
