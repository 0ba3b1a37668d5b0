"""Reads `vocabulary.toml`: every closed list, its slugs, its French labels, and which topics make which category."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Category:
    """One of the nine needs, in their official order. `review_every_days`: after that, its listings are overdue."""

    slug: str
    label: str
    short: str  # one word, for chips
    icon: str  # name of a bootstrap-icons drawing
    review_every_days: int


@dataclass(frozen=True, slots=True)
class Topic:
    """A thématique of data·inclusion v1. `categories` it makes for sure, `secondary` ones it may also serve."""

    slug: str
    label: str
    categories: tuple[str, ...]
    secondary: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All closed lists. Mappings go from slug to label (or to the full term), in the order they are shown."""

    version: str
    categories: Mapping[str, Category]
    topics: Mapping[str, Topic]
    audiences: Mapping[str, str]
    kinds: Mapping[str, str]
    costs: Mapping[str, str]
    modes: Mapping[str, str]
    callers: Mapping[str, str]
    contact_channels: Mapping[str, str]
    capacities: Mapping[str, str]
    languages: Mapping[str, str]

    def labels(self, facet: str) -> Mapping[str, str]:
        """Slug → French label of a facet: `category`, `topic`, `audience`, `mode`, `cost`, `language`, `kind`."""
        if facet == "category":
            return {slug: category.label for slug, category in self.categories.items()}
        if facet == "topic":
            return {slug: topic.label for slug, topic in self.topics.items()}
        labels: Mapping[str, str] = getattr(self, f"{facet}s")
        return labels

    def categories_of(self, topics: Iterable[str]) -> tuple[str, ...]:
        """The categories that `topics` make for sure, in the official order. Unknown topics are passed over."""
        found = {slug for topic in topics if topic in self.topics for slug in self.topics[topic].categories}
        return tuple(slug for slug in self.categories if slug in found)


@cache
def vocabulary() -> Vocabulary:
    """The closed lists, read once a process."""
    with (Path(__file__).parent / "vocabulary.toml").open("rb") as file:
        raw = tomllib.load(file)
    categories = [Category(**entry) for entry in raw.pop("categories")]
    topics = [
        Topic(entry["slug"], entry["label"], tuple(entry["categories"]), tuple(entry["secondary"]))
        for entry in raw.pop("topics")
    ]
    return Vocabulary(
        categories={category.slug: category for category in categories},
        topics={topic.slug: topic for topic in topics},
        **raw,
    )
