"""What a judged resource is worth at the place of a query: the same rule for every query (docs/relevance.md)."""

from __future__ import annotations

from collections.abc import Mapping

from geopy.distance import great_circle

from directory.territories.gazetteer import Gazetteer
from indexing.document import Document
from tests.relevance.judgements import Judged

NEXT_DOOR_KM = 15.0  # a counter keeps its grade
REACHABLE_KM = 40.0  # it loses one; two beyond
FARTHEST_KM = 50.0  # nobody is sent farther to a place that does not say whom it serves


class Grader:
    """Grades resources at places."""

    def __init__(self, documents: Mapping[str, Document], gazetteer: Gazetteer) -> None:
        self.documents = documents
        self.gazetteer = gazetteer

    def grades(self, query: Judged) -> dict[str, int]:
        """The grade, 1 to 3, of every resource that answers `query` at its place."""
        found = {name: self.grade_at(query.place, name, grade, query) for name, grade in query.grades.items()}
        return {name: grade for name, grade in found.items() if grade}

    def grade_at(self, place: str, name: str, grade: int, query: Judged) -> int:
        """`grade` at a commune ("" = anywhere): less for a counter far away, 0 for what does not serve the place."""
        if not place:
            return grade
        document = self.documents[name]
        if not self.serves(document, place):
            return 0
        kilometres = self.distance(document, place)
        if kilometres is None or (name not in query.near and document.covers) or kilometres <= NEXT_DOOR_KM:
            return grade
        return max(0, grade - (1 if kilometres <= REACHABLE_KM else 2))

    def serves(self, document: Document, place: str) -> bool:
        """Whether `document` may be offered to somebody who lives in the commune `place`."""
        if not place or document.commune == place or set(document.covers) & set(self.gazetteer.above(place)):
            return True
        if document.covers:
            return False
        kilometres = self.distance(document, place)
        return kilometres is None or kilometres <= FARTHEST_KM

    def distance(self, document: Document, place: str) -> float | None:
        """Kilometres from the centre of `place`; None without a point or for what is offered at a distance."""
        centre = self.gazetteer.centre(f"commune-{place}")
        if document.point is None or centre is None or document.remote:
            return None
        return float(great_circle(document.point, centre).km)
