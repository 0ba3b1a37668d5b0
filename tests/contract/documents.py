"""Documents, places and short ways to ask, for the contract suite."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from indexing.document import Document
from indexing.engine import Engine
from indexing.query import Place, SearchQuery
from indexing.results import SearchResults

TODAY = date(2026, 11, 24)
MONTAUBAN = (44.0176, 1.3550)
CAUSSADE = (44.1614, 1.5367)  # 21.5 km from Montauban
TOULOUSE = (43.6045, 1.4440)  # 46.5 km from Montauban
PARIS = (48.8566, 2.3522)

AT_MONTAUBAN = Place(
    territories=("commune-82121", "epci-248200099", "departement-82", "region-76", "france", "local-agence-montauban"),
    commune="82121",
    point=MONTAUBAN,
)


def id_of(name: str) -> str:
    """The id of the document called `name`: a UUID, as in the record."""
    return str(uuid5(NAMESPACE_URL, name))


def document(name: str, /, **changes: Any) -> Document:
    """A published resource of Montauban, serving the département; `changes` replaces any value."""
    values: dict[str, Any] = {
        "id": id_of(name),
        "version": 1,
        "name": name,
        "organisation": "",
        "summary": "",
        "description": "",
        "topic_words": "",
        "audience_words": "",
        "commune_name": "",
        "categories": (),
        "topics": (),
        "audiences": (),
        "modes": (),
        "languages": (),
        "kind": "",
        "cost": "",
        "capacity": "",
        "covers": ("departement-82",),
        "commune": "82121",
        "point": MONTAUBAN,
        "remote": False,
        "schedule": "",
        "verified_on": None,
        "due_on": None,
        "overdue_on": None,
        "completeness": 0.5,
    } | changes
    organisation = values["organisation"]
    card = {
        "name": values["name"],
        "summary": values["summary"],
        "organisation": {"id": id_of(f"organisation {organisation}"), "name": organisation},
    }
    return Document(**{"card": card, **values})


@dataclass(frozen=True)
class Answer:
    """What was found, by name."""

    results: SearchResults

    @property
    def names(self) -> list[str]:
        """Names of the hits, in their order."""
        return [hit.card["name"] for hit in self.results.hits]

    @property
    def total(self) -> int:
        """How many documents answer."""
        return self.results.total

    @property
    def facets(self) -> Mapping[str, Mapping[str, int]]:
        """Counts by facet and value."""
        return self.results.facets


def ask(engine: Engine, text: str = "", place: Place | None = None, **rest: Any) -> Answer:
    """Searches `engine` as of `TODAY`."""
    return Answer(engine.search(SearchQuery(today=TODAY, text=text, place=place, **rest)))


def holds(engine: Engine, *documents: Document) -> None:
    """Puts `documents` in the index; all must be taken."""
    report = engine.apply(documents)
    assert (len(report.applied), report.stale, report.errors) == (len(documents), (), {})
