"""What can be asked of an engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from indexing.fields import FACETS, checked_about


class Sort(StrEnum):
    """The named orders. Each ends with the id, so that two rows never swap."""

    RELEVANCE = "relevance"
    DISTANCE = "distance"
    VERIFIED = "verified"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the person is.

    `territories` holds the ids of the place and of everything above it (`commune-82121`, `departement-82`, `france`…):
    a resource that covers one of them is eligible. `commune` is the INSEE code when the place is one commune.
    `point` is (latitude, longitude); distances are measured from it. `radius_km` bounds resources whose coverage is
    unknown; None lets the radius grow through `RADII_KM` until enough answers are found.
    """

    territories: tuple[str, ...]
    commune: str = ""
    point: tuple[float, float] | None = None
    radius_km: float | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """`text[start:end]` understood as one thing, that its own words, another wording or a topic answer alike.

    `phrases` are other ways to write it, `words` are words about it, to look for too, and `who` are names of those who
    answer it, the first ones first. `topics` are (slug, confidence from 0 to 1), the likeliest first. Its words are
    taken for right unless it is `misspelt`. An `optional` reading is not asked for: holding it only adds to the score
    (the name of a place, a word that became a preference).
    """

    start: int
    end: int
    phrases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    topics: tuple[tuple[str, float], ...] = ()
    optional: bool = False
    misspelt: bool = False


@dataclass(frozen=True, slots=True)
class Preference:
    """Answers that hold one of `values` of the facet field come before those that hold one of `neutral` or nothing,
    and these before the others. None is left out."""

    facet: str
    values: tuple[str, ...]
    neutral: tuple[str, ...] = ()


RADII_KM = (10.0, 25.0, 50.0, 100.0)
ENOUGH = 10  # answers: the radius stops growing
FEW = 3  # answers: above, a part of what is asked is not enough to be an answer (`indexing.plan`, stage 0)


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """One validated search.

    `readings` say what parts of `text` were understood as, without overlap. `about` is where what is asked stands among
    needs (see `Document.about`); b"" when nothing precise is asked: then it counts for nothing in the order. `filters`
    maps a facet field of `indexing.fields` to accepted values: any within a field, all fields together.
    `open_schedules`, when given, keeps the documents whose schedule is one of those ("" = hours unknown). `today` fixes
    what fresh means. `offset` and `limit` cut the one exact total order. Only the facets named are counted, each
    ignoring its own filter. `complete` asks for what resembles the first answers when there are less than `ENOUGH`
    (`indexing.alike`). Raises `ValueError` for a filter, a preference or a facet that does not exist, and for an
    `about` of another length.
    """

    today: date
    text: str = ""
    readings: tuple[Reading, ...] = ()
    preferences: tuple[Preference, ...] = ()
    place: Place | None = None
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    open_schedules: frozenset[str] | None = None
    verified_since: date | None = None
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 20
    facets: tuple[str, ...] = ()
    complete: bool = False
    about: bytes = b""

    @property
    def radii(self) -> tuple[float | None, ...]:
        """Kilometres to look within, until there are enough answers; only None without a point to measure from."""
        if self.place is None or self.place.point is None:
            return (None,)
        return RADII_KM if self.place.radius_km is None else (self.place.radius_km,)

    def __post_init__(self) -> None:
        for name in (*self.filters, *self.facets, *(preference.facet for preference in self.preferences)):
            if name not in FACETS:
                raise ValueError(f"unknown facet: {name}")
        checked_about(self.about)
