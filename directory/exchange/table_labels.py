"""Labels that cells hold → values of the closed lists: labels of the taxonomy, slugs, and `table_labels.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from directory.exchange.table_fields import plain, table_fields
from directory.taxonomy.vocabulary import vocabulary


def allowed_values(field: str) -> Mapping[str, str]:
    """Slug → French label of what a field may hold; empty for a field of free text. Categories take topics too."""
    terms = vocabulary()
    lists: Mapping[str, Mapping[str, str]] = {
        "categories": {**terms.labels("category"), **terms.labels("topic")},
        "topics": {**terms.labels("topic"), **terms.labels("category")},
        "kinds": terms.kinds,
        "audiences": terms.audiences,
        "costs": terms.costs,
        "modes": terms.modes,
        "callers": terms.callers,
        "contact_channels": terms.contact_channels,
        "languages": terms.languages,
    }
    return lists.get(table_fields()[field].vocabulary, {})


@cache
def known_labels(field: str) -> Mapping[str, tuple[str, ...]]:
    """Plain label → slugs, for a field of `allowed_values`."""
    listed = table_fields()[field].vocabulary
    known: dict[str, tuple[str, ...]] = {plain(label): (slug,) for slug, label in allowed_values(field).items()}
    known |= {plain(slug): (slug,) for slug in allowed_values(field)}
    known |= {
        plain(label): slugs for label, slugs in _met().get("categories" if listed == "topics" else listed, {}).items()
    }
    if listed in ("categories", "topics"):
        known |= {plain(term.short): (term.slug,) for term in vocabulary().categories.values()}
    return known


@cache
def _met() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    with (Path(__file__).parent / "table_labels.toml").open("rb") as file:
        raw = tomllib.load(file)
    return {listed: {plain(label): tuple(slugs) for label, slugs in labels.items()} for listed, labels in raw.items()}
