"""French names of what a search filters by: its facets and their values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from directory.taxonomy.vocabulary import vocabulary


def label(facet: str, value: str) -> str:
    """The French label of a facet's value; the value itself when no list holds it."""
    return _labels(facet).get(value, value)


@cache
def official_order(facet: str) -> Mapping[str, int]:
    """Rank of each value of a facet in its closed list."""
    return {value: rank for rank, value in enumerate(_labels(facet))}


@cache
def _labels(facet: str) -> Mapping[str, str]:
    return vocabulary().labels(facet)
