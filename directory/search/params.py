"""One validated search, which can write itself back as a URL: the page, the API, the pager and the filters share it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from directory.errors import InvalidInput
from directory.search.arguments import read_arguments, wrong_parameters
from directory.search.places import place_at, read_place
from directory.search.schemas import NOW, PAGE_SIZE, SearchArguments
from directory.territories.gazetteer import Gazetteer, Territory
from indexing.query import Place, SearchQuery, Sort

NAMES = SearchArguments.Meta.fields
FILTERS = ("category", "topic", "audience", "mode", "cost", "language")  # facets a search filters by and counts
RESULTS_PAGE = "/recherche"
SPACED_OFFSET = re.compile(r"(T\d\d:\d\d(?::\d\d)?) (\d\d:?\d\d)$")  # a "+" left bare in a URL arrives as a space


@dataclass(frozen=True, slots=True)
class SearchParams:
    """Names and meanings are those of `schemas.SearchArguments`; "" , () or None = not asked.

    `open_at` is kept as written (`now`, or an ISO moment), so that a link to « ouvert maintenant » stays true.
    """

    q: str = ""
    category: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    commune: str = ""
    territory: str = ""
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    audience: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    cost: str = ""
    language: str = ""
    open_at: str = ""
    hours: str = ""
    verified_within_days: int | None = None
    literal: tuple[str, ...] = ()
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    page_size: int = PAGE_SIZE

    @classmethod
    def from_args(cls, given: Mapping[str, Sequence[str]], gazetteer: Gazetteer) -> Self:
        """The search asked for by `given` (name → values, as in `request.args.to_dict(flat=False)`).

        Raises `InvalidInput` naming every unknown or bad parameter.
        """
        given = {
            name: [SPACED_OFFSET.sub(r"\1+\2", value.strip()) for value in values] if name == "open_at" else values
            for name, values in given.items()
        }
        errors: dict[str, list[str]] = {}
        values: dict[str, Any] = {}
        try:
            values = read_arguments(_ARGUMENTS, given)
        except InvalidInput as error:
            errors = error.errors
        place = {name: _first(given, name) for name in ("commune", "territory", "lat", "lon")}
        errors = {**_place_faults(place, gazetteer), **errors}
        if errors:
            raise wrong_parameters(errors)
        for name in ("category", "topic", "audience", "mode", "literal"):
            values[name] = tuple(values.get(name, ()))
        values["q"] = " ".join(values.get("q", "").replace("\0", " ").split())
        values["sort"] = Sort(values.get("sort", Sort.RELEVANCE))
        if commune := gazetteer.commune(place["commune"]):
            values["commune"] = commune.code
        if territory := gazetteer.resolve(place["territory"]):
            values["territory"] = territory.id
        return cls(**values)

    @classmethod
    def from_form(cls, given: Mapping[str, Sequence[str]], gazetteer: Gazetteer) -> tuple[Self, list[Territory]]:
        """The search of the page: like `from_args`, but `place` may be typed in words, and names that are not ours
        (trackers added to a shared link) are passed over. Returns it with the places to choose from when the words
        name several; the search then has no place yet.
        """
        known = {name: list(values) for name, values in given.items() if name in (*NAMES, "place")}
        if moments := [value for value in known.get("open_at", []) if value.strip() not in ("", NOW)]:
            known["open_at"] = moments  # an appointment says more than the box « maintenant » beside it
        arguments, choices = read_place(known, gazetteer)
        return cls.from_args(arguments, gazetteer), choices

    def pairs(self) -> list[tuple[str, str]]:
        """Name and value of all that was asked for, in a fixed order: the fields of a form, or a query string."""
        standing = type(self)()
        found = []
        for name in NAMES:
            value = getattr(self, name)
            if value != getattr(standing, name):
                found += [(name, _written(item)) for item in (value if isinstance(value, tuple) else (value,))]
        return found

    def replacing(self, **changes: Any) -> Self:
        """The same search with other values; back on page 1 unless `page` is one of them."""
        return replace(self, **{"page": 1, **changes})

    def with_value(self, name: str, value: str) -> Self:
        """The same search asking for `value` too (a repeatable parameter), or instead of what it asked for."""
        held = getattr(self, name)
        if isinstance(held, tuple):
            return self.replacing(**{name: held if value in held else (*held, value)})
        return self.replacing(**{name: value})

    def without(self, name: str, value: str = "") -> Self:
        """The same search without one value of `name`, or without it at all. Without `commune` or `territory`, the
        point and the radius go too."""
        held = getattr(self, name)
        if isinstance(held, tuple) and value:
            return self.replacing(**{name: tuple(item for item in held if item != value)})
        gone = ("commune", "territory", "lat", "lon", "radius_km") if name in ("commune", "territory") else (name,)
        standing = type(self)()
        return self.replacing(**{field: getattr(standing, field) for field in gone})

    def url(self, path: str = RESULTS_PAGE, /, **changes: Any) -> str:
        """`path` with this search, some values changed, as its query string."""
        pairs = (self.replacing(**changes) if changes else self).pairs()
        return f"{path}?{urlencode(pairs)}" if pairs else path

    @property
    def filters(self) -> dict[str, tuple[str, ...]]:
        """Accepted values by facet, only of those asked for."""
        asked = {name: getattr(self, name) for name in FILTERS}
        return {name: held if isinstance(held, tuple) else (held,) for name, held in asked.items() if held}

    @property
    def point(self) -> tuple[float, float] | None:
        """(latitude, longitude) asked for."""
        return (self.lat, self.lon) if self.lat is not None and self.lon is not None else None

    @property
    def has_place(self) -> bool:
        """Whether a place was asked for."""
        return bool(self.commune or self.territory or self.point)

    def place(self, gazetteer: Gazetteer) -> Place | None:
        """Where to search; None = everywhere."""
        return place_at(gazetteer, self.commune, self.territory, self.point, self.radius_km)

    def moment(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """The moment of `open_at`, with its time zone (`zone` if it names none); None if hours do not matter."""
        if not self.open_at and not self.hours:
            return None
        moment = now if self.open_at in ("", NOW) else datetime.fromisoformat(self.open_at)
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)

    def to_query(
        self,
        gazetteer: Gazetteer,
        now: datetime,
        *,
        facets: Iterable[str] = (),
        schedules: frozenset[str] | None = None,
    ) -> SearchQuery:
        """What to ask of the engine. `schedules` are those in the state asked for, None = any."""
        today = now.astimezone(ZoneInfo("Europe/Paris")).date()
        within = self.verified_within_days
        return SearchQuery(
            today=today,
            text=self.q,
            place=self.place(gazetteer),
            filters=self.filters,
            open_schedules=schedules,
            verified_since=today - timedelta(days=within) if within else None,
            sort=self.sort,
            offset=(self.page - 1) * self.page_size,
            limit=self.page_size,
            facets=tuple(facets),
        )


_ARGUMENTS = SearchArguments()


def _first(given: Mapping[str, Sequence[str]], name: str) -> str:
    return next((value.strip() for value in given.get(name, ()) if value.strip()), "")


def _place_faults(place: Mapping[str, str], gazetteer: Gazetteer) -> dict[str, list[str]]:
    """What is wrong with the parameters of the place taken together, or unknown to the gazetteer."""
    faults: dict[str, list[str]] = {}
    if place["commune"] and place["territory"]:
        faults["territory"] = ["Indiquez soit une commune, soit un territoire."]
    if place["commune"] and gazetteer.commune(place["commune"]) is None:
        faults["commune"] = ["Code INSEE de commune inconnu (5 caractères, par exemple 82121 ; pas le code postal)."]
    if place["territory"] and gazetteer.resolve(place["territory"]) is None:
        faults["territory"] = ["Territoire inconnu : un identifiant (departement-82, france) ou un code est attendu."]
    for name, other in (("lat", "lon"), ("lon", "lat")):
        if place[name] and not place[other]:
            faults[name] = [f"`{name}` va avec `{other}`."]
    return faults


def _written(value: object) -> str:
    """A value as a URL holds it: 25.0 is written 25."""
    return f"{value:.6f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
