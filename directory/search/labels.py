"""French names of what a search is made of: its facets and their values."""

from __future__ import annotations

from collections.abc import Mapping

from directory.taxonomy.vocabulary import vocabulary

FACETS: Mapping[str, str] = {
    "category": "Catégorie",
    "topic": "Thématique",
    "audience": "Public",
    "mode": "Mode d’accueil",
    "cost": "Coût",
    "language": "Langue",
}


def label(facet: str, value: str) -> str:
    """The French label of a facet's value; the value itself when no list holds it."""
    return vocabulary().labels(facet).get(value, value)


def official_order(facet: str) -> Mapping[str, int]:
    """Rank of each value of a facet in its closed list."""
    return {value: rank for rank, value in enumerate(vocabulary().labels(facet))}
