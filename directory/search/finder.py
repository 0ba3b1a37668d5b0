"""Answers a search: what the engine found, named in French, with what only the present moment can tell."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from directory.errors import SearchUnavailable
from directory.resources.freshness import Freshness, freshness_on
from directory.resources.opening import OpeningState, state_at, zone_of
from directory.search.correcting import corrected
from directory.search.guessing import guess
from directory.search.labels import label, official_order
from directory.search.meaning import Meaning
from directory.search.params import FILTERS, SearchParams
from directory.search.schemas import NOW, UNKNOWN_HOURS
from directory.search.suggesting import Proposal, propose
from directory.search.thesaurus import thesaurus
from directory.search.thesaurus_files import UrgentAnswer
from directory.search.understanding import Understanding, Understood, understand
from directory.territories.gazetteer import Gazetteer, Territory
from indexing.analysis import fold
from indexing.engine import Engine
from indexing.errors import SearchError
from indexing.query import Place, SearchQuery
from indexing.results import Hit


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value one may filter by: `count` is what choosing it would give."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A resource found. `card` holds its public fields (`documents._card`); the rest is true of this search only.

    `opening` is at the moment asked for (`open_at`), else now. Of the rest `indexing.results.Hit` tells.
    """

    id: str
    card: Mapping[str, Any]
    distance_km: float | None
    covers_place: bool | None
    freshness: Freshness
    opening: OpeningState
    matched: Mapping[str, tuple[str, ...]]
    highlights: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """The place of a search: `label` as the place field shows it, `territory` None for a point outside France."""

    label: str
    territory: Territory | None
    point: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Found:
    """One page of answers. `facets` maps each name of `params.FILTERS` to its values, chosen ones always among them.

    `moment` is the one hours were looked at for, None for the present one.

    `corrected` is the text that was looked for, "" when it is the one of `params`.

    `alike` resemble the first answers of a short list and complete it; `total` and facets do not count them.

    `place` is the one asked for or the one `understood`. `urgent` answers come before any other. `engine_ms` is how
    long the engine took, in milliseconds.
    """

    params: SearchParams
    total: int
    items: tuple[Item, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    radius_km: float | None
    did_you_mean: str | None
    place: FoundPlace | None
    understood: tuple[Understood, ...] = ()
    urgent: tuple[UrgentAnswer, ...] = ()
    engine_ms: float = 0.0
    moment: datetime | None = None
    alike: tuple[Item, ...] = ()
    corrected: str = ""

    @property
    def pages(self) -> int:
        """How many pages hold all answers; 0 when there are none."""
        return -(-self.total // self.params.page_size)


class Finder:
    """Finds resources in one engine. Holds no state of its own."""

    def __init__(self, engine: Engine, gazetteer: Gazetteer, meaning: Meaning) -> None:
        self.engine = engine
        self.gazetteer = gazetteer
        self.meaning = meaning

    def find(self, params: SearchParams, now: datetime, facets: tuple[str, ...] = FILTERS) -> Found:
        """The page of answers `params` asks for, counting only `facets`.

        `now` needs a time zone. Raises `SearchUnavailable` when the engine does not answer.
        """
        meant, place, moment = self._understood(params, now)
        with _answering():
            query = self._query(meant, moment, now, facets)
            before = time.perf_counter()
            results = self.engine.search(query)
            engine_ms = 1_000 * (time.perf_counter() - before)
        minute = _minute(moment or now)
        return Found(
            params=params,
            total=results.total,
            items=tuple(_item(hit, query.today, minute) for hit in results.hits),
            facets={name: _values(name, results.facets.get(name, {}), params) for name in facets},
            radius_km=results.radius_km,
            did_you_mean=results.did_you_mean,
            place=self._described(meant.params, place),
            understood=meant.shown,
            urgent=meant.urgent,
            engine_ms=engine_ms,
            moment=None if params.open_at in ("", NOW) else moment,
            alike=tuple(_item(hit, query.today, minute) for hit in results.alike),
            corrected="" if fold(meant.params.q) == fold(params.q) else meant.params.q,
        )

    def count(self, params: SearchParams, now: datetime) -> int:
        """How many answers `find` would give, without looking at any of them. Raises `SearchUnavailable`."""
        meant, _, moment = self._understood(params, now)
        with _answering():
            return self.engine.search(replace(self._query(meant, moment, now), offset=0, limit=0)).total

    def categories(self, params: SearchParams, now: datetime) -> tuple[FacetValue, ...]:
        """The nine categories in their order, each with its number of resources for the place and words of `params`."""
        found = self.find(params.replacing(page_size=1), now, facets=("category",))
        counted = {value.value: value for value in found.facets["category"]}
        empty = (FacetValue(slug, label("category", slug), 0, False) for slug in official_order("category"))
        return tuple(counted.get(value.value, value) for value in empty)

    def suggest(self, text: str, limit: int = 8) -> list[Proposal]:
        """What `text`, still being typed, may become: categories, topics, organisations, resources and communes.

        Without the engine, the names it holds are missing and the rest is still proposed.
        """
        try:
            named = self.engine.suggest(text, limit) if text.strip() else []
        except SearchError:
            named = []
        return propose(text, named, self.gazetteer, limit)

    def _understood(self, params: SearchParams, now: datetime) -> tuple[Understanding, Place | None, datetime | None]:
        """What is meant, where, and the moment it must be open at."""
        with _answering():
            right = corrected(params, self.gazetteer, thesaurus(), self.engine.spellings)
            if fold(right.q) != fold(params.q) and self._is_name(params.q, now):
                right = params
        meant = guess(understand(right, self.gazetteer, thesaurus()), self.meaning, thesaurus())
        place = meant.params.place(self.gazetteer)
        return meant, place, params.moment(now, zone_of(place.commune if place else ""))

    def _is_name(self, text: str, now: datetime) -> bool:
        """Whether a listing has this very name, errors included."""
        hits = self.engine.search(SearchQuery(today=now.date(), text=text, limit=1)).hits
        return bool(hits) and fold(hits[0].card["name"]) == fold(text)

    def _query(
        self, meant: Understanding, moment: datetime | None, now: datetime, facets: tuple[str, ...] = ()
    ) -> SearchQuery:
        schedules = _among(self.engine.schedules(), _minute(moment), meant.params.hours) if moment else None
        query = meant.params.to_query(self.gazetteer, now, facets=facets, schedules=schedules)
        about = self.meaning.about(meant.needed)
        return replace(query, readings=meant.readings, preferences=meant.preferences, about=about, complete=True)

    def _described(self, params: SearchParams, place: Place | None) -> FoundPlace | None:
        if not params.has_place:
            return None
        code = params.commune or (place.commune if place else "")
        territory = self.gazetteer.get(params.territory or f"commune-{code}")
        named = self.gazetteer.label(territory) if territory else "le point indiqué"
        return FoundPlace(named, territory, place.point if place else None)


@contextmanager
def _answering() -> Iterator[None]:
    """Turns the engine's errors into the one that pages and API tell people."""
    try:
        yield
    except SearchError as error:
        raise SearchUnavailable(
            "La recherche ne répond pas en ce moment ; ce n’est pas une absence de réponse. Réessayez dans une minute."
        ) from error


def _item(hit: Hit, today: date, minute: datetime) -> Item:
    card = hit.card
    return Item(
        id=hit.id,
        card=card,
        distance_km=hit.distance_km,
        covers_place=hit.covers_place,
        freshness=freshness_on(today, _day(card["due_on"]), _day(card["overdue_on"]), _day(card["verified_on"])),
        opening=_state(card["opening"], minute),
        matched=hit.matched,
        highlights=hit.highlights,
    )


def _values(facet: str, counts: Mapping[str, int], params: SearchParams) -> tuple[FacetValue, ...]:
    """Values found, and those chosen even if they find nothing. Categories keep their order, others go by number."""
    chosen = params.filters.get(facet, ())
    order = official_order(facet)
    values = [
        FacetValue(value, label(facet, value), count, value in chosen)
        for value, count in {**dict.fromkeys(chosen, 0), **counts}.items()
    ]
    if facet == "category":
        return tuple(sorted(values, key=lambda value: order.get(value.value, len(order))))
    return tuple(sorted(values, key=lambda value: (-value.count, order.get(value.value, len(order)), value.value)))


def _minute(moment: datetime) -> datetime:
    """`moment` without its seconds: hours are written to the minute, and a minute's answers are shared."""
    return moment.replace(second=0, microsecond=0)


@lru_cache(maxsize=10_000)
def _state(schedule: str, minute: datetime) -> OpeningState:
    return state_at(schedule, minute)


@lru_cache(maxsize=8)
def _among(schedules: frozenset[str], minute: datetime, hours: str) -> frozenset[str]:
    """Those of `schedules` that are open at `minute`; those that may be, the unknown one too, if `hours` says so."""
    if hours == UNKNOWN_HOURS:
        return frozenset(schedule for schedule in (*schedules, "") if state_at(schedule, minute).open is None)
    return frozenset(schedule for schedule in schedules if state_at(schedule, minute).open)


@lru_cache(maxsize=10_000)
def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
