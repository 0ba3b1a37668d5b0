"""Walking beyond the first `WINDOW` results, through one unchanging state of the index."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from elasticsearch import ApiError, Elasticsearch, TransportError

from indexing.elastic.schema import WINDOW
from indexing.query import SearchQuery

KEEP_ALIVE = "1m"  # between two requests


def walk(
    client: Elasticsearch, index: str, body: dict[str, Any], query: SearchQuery, preference: str
) -> list[dict[str, Any]]:
    """The hits of the page of `query`: what comes before is walked through without being read."""
    plain = {key: body[key] for key in ("query", "sort", "post_filter") if key in body}
    page: list[dict[str, Any]] = []
    with frozen(client, index, preference) as state:
        reached = 0
        after: list[Any] | None = None
        while len(page) < query.limit:
            left = query.offset - reached
            wanted = min(left or query.limit - len(page), WINDOW)
            shown: dict[str, Any] = {"_source": False, "track_total_hits": False} if left else {}
            hits = _next(client, state, plain | shown, wanted, after)
            if not hits:
                break
            after = hits[-1]["sort"]
            reached += len(hits)
            page += [] if left else hits
    return page


def every_hit(client: Elasticsearch, index: str, body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every hit of `body`, in no order."""
    after: list[Any] | None = None
    with frozen(client, index) as state:
        while hits := _next(client, state, body | {"sort": ["_shard_doc"]}, WINDOW, after):
            yield from hits
            after = hits[-1]["sort"]


@contextmanager
def frozen(client: Elasticsearch, index: str, preference: str | None = None) -> Iterator[str]:
    """The present state of `index`, kept for the time of this context."""
    state = client.open_point_in_time(index=index, keep_alive=KEEP_ALIVE, preference=preference)["id"]
    try:
        yield state
    finally:
        with suppress(ApiError, TransportError):  # it ends by itself
            client.close_point_in_time(id=state)


def _next(
    client: Elasticsearch, state: str, body: dict[str, Any], size: int, after: list[Any] | None
) -> list[dict[str, Any]]:
    place = {"size": size, "pit": {"id": state, "keep_alive": KEEP_ALIVE}}
    if after:
        place["search_after"] = after
    answer = client.search(body=body | place, search_type="dfs_query_then_fetch", allow_partial_search_results=False)
    hits: list[dict[str, Any]] = answer["hits"]["hits"]
    return hits
