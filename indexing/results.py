"""What an engine answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Hit:
    """One resource found.

    `matched` maps a field (`name`, `organisation`…) to the words of the query found in it: why it is here.
    `highlights` maps a card field to its text with the matched words between `<mark>` tags, everything else escaped.
    `distance_km` is from the place asked for, None without a place or a point. `covers_place` is True when the coverage
    holds the place, None when the coverage is unknown (or no place was asked for), False when the resource is located
    there but says it serves other territories.
    """

    id: str
    card: Mapping[str, Any]
    score: float
    distance_km: float | None = None
    covers_place: bool | None = None
    matched: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    highlights: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SearchResults:
    """A page of hits and what surrounds it. `radius_km` is the radius that was used, None without a place.

    `alike` resemble the first hits of a short list, and are shown after them: they are no answers, and not counted.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    radius_km: float | None = None
    did_you_mean: str | None = None
    alike: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion of what is being typed. `kind` is `organisation` or `resource`; `id` names it."""

    kind: str
    id: str
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class ApplyReport:
    """What became of a batch: ids held now, ids left alone because a newer version was held, errors by id."""

    applied: tuple[str, ...]
    stale: tuple[str, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Health:
    """State of an engine: `status` is `green`, `yellow` (answers, but not everything is well) or `red`."""

    status: str
    documents: int
    generation: str
    detail: str = ""
