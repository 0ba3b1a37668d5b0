"""One search request, the way all of ours are sent."""

from __future__ import annotations

from typing import Any

from elasticsearch import Elasticsearch


def ask(client: Elasticsearch, index: str, body: dict[str, Any], preference: str | None = None) -> dict[str, Any]:
    """The answer to `body`. The same `preference` is answered by the same copies: two copies may differ by a hair.

    Frequencies of words are those of the whole index (with one shard this costs nothing), and half an answer is none.
    """
    answer = client.search(
        index=index,
        body=body,
        search_type="dfs_query_then_fetch",
        allow_partial_search_results=False,
        preference=preference,
    )
    return dict(answer)
