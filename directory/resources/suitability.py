"""Whether a resource suits what a person asked for: each filter of their search, answered yes, no or not said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from directory.resources.models import Resource
from directory.taxonomy.vocabulary import vocabulary

EVERYONE = "tous-publics"


@dataclass(frozen=True, slots=True)
class Answer:
    """`suits` is None when the listing does not say."""

    label: str
    suits: bool | None


def answers(resource: Resource, asked: Mapping[str, Sequence[str]]) -> list[Answer]:
    """For each value of `audience`, `mode`, `language` and `cost` in `asked`, what the resource says of it.

    Values that no closed list holds are passed over: they come from an address anyone can write.
    """
    held = {
        "audience": resource.audiences,
        "mode": resource.modes,
        "language": resource.languages,
        "cost": [resource.cost] if resource.cost else [],
    }
    found = []
    for facet, values in held.items():
        labels = vocabulary().labels(facet)
        for value in asked.get(facet, ()):
            if value in labels:
                suits = value in values or (facet == "audience" and EVERYONE in values) if values else None
                found.append(Answer(labels[value], suits))
    return found
