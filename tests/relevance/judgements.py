"""The judged queries, as people wrote them: `queries/<split>/*.yaml` and the named lists of `groups.yaml`.

A *judgement* is one thing people need, the resources that answer it (by grade) and the ways of asking for it. A query
that is a name says with `named` whose it is: those are perfect, and everything else that answers the need is fair.
docs/relevance.md has the rules of grading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent
DEV, HELD_OUT = "dev", "held_out"
SPLITS = (DEV, HELD_OUT)
GRADES = {"perfect": 3, "good": 2, "fair": 1}
TAGS = ("word", "acronym", "sentence", "place", "name", "typo")


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """One query. `commune` is the place it is asked with ("" = none), `place` the commune its answers are judged at:
    the one its words name, else `commune`. `twin` is the same query without its typing errors, "" when it has none.
    `grades` maps a resource to 1 (acceptable), 2 (good) or 3 (perfect), wherever it is; `near` holds those of them
    that are one of many counters, worth less from afar.
    """

    text: str
    commune: str
    place: str
    tags: tuple[str, ...]
    twin: str
    need: str
    about: str
    split: str
    grades: Mapping[str, int]
    near: frozenset[str]


def read_queries(known: Iterable[str], folder: Path = FOLDER) -> list[Judged]:
    """Every judged query of both splits, over the resources `known` by name.

    Raises `ValueError` for a name that stands for no known resource, a group that does not exist, an unknown tag or a
    twin that is not asked in the same judgement.
    """
    names = Names(known, _load(folder / "groups.yaml"))
    queries = []
    for split in SPLITS:
        for path in sorted((folder / "queries" / split).glob("*.yaml")):
            for judgement in _load(path):
                queries += list(_queries(judgement, split, names))
    return queries


class Names:
    """Finds the resources meant by `dila--caf-82*`, `brp-82:adil-82-conseil-logement` or `@caf-counters`."""

    def __init__(self, known: Iterable[str], groups: Mapping[str, Mapping[str, Any]]) -> None:
        self.known = sorted(known)
        self.groups = groups

    def meant(self, entries: Sequence[str]) -> dict[str, bool]:
        """Resources by name, and whether they are counters of a network."""
        found: dict[str, bool] = {}
        for entry in entries:
            if entry.startswith("@"):
                group = self.groups.get(entry[1:])
                if group is None:
                    raise ValueError(f"no such group: {entry}")
                members = dict.fromkeys(self.meant(group["offers"]), bool(group.get("near")))
            else:
                members = dict.fromkeys((name for name in self.known if fnmatchcase(name, entry)), False)
                if not members:
                    raise ValueError(f"no resource is named {entry}")
            found = {**members, **found}
        return found


def _queries(judgement: Mapping[str, Any], split: str, names: Names) -> Iterator[Judged]:
    grades: dict[str, int] = {}
    near: set[str] = set()
    for title, grade in GRADES.items():
        for name, is_counter in names.meant(judgement.get(title, ())).items():
            if name not in grades:
                grades[name] = grade
                near |= {name} if is_counter else set()
    asked = judgement["queries"]
    clean = {(query["q"], str(query.get("commune", ""))): query for query in asked if "twin" not in query}
    for query in asked:
        tags = tuple(query.get("tags", ["word"]))
        commune = str(query.get("commune", ""))
        twin = query.get("twin", "")
        if unknown := set(tags) - set(TAGS):
            raise ValueError(f"{query['q']}: unknown tags {sorted(unknown)}")
        if bool(twin) != ("typo" in tags) or (twin and (twin, commune) not in clean):
            raise ValueError(f"{query['q']}: its clean twin must be asked at the same place")
        named = clean[twin or query["q"], commune].get("named", ())
        yield Judged(
            text=query["q"],
            commune=commune,
            place=str(query.get("place", commune)),
            tags=tags,
            twin=twin,
            need=judgement["need"],
            about=judgement["about"],
            split=split,
            grades=_named(grades, names.meant(named)) if named else grades,
            near=frozenset(near),
        )


def _named(grades: Mapping[str, int], meant: Iterable[str]) -> dict[str, int]:
    """Grades for a query that is the name of some resources: they are perfect, all that serves as well is fair."""
    return {**dict.fromkeys(grades, 1), **dict.fromkeys(meant, 3)}


def _load(path: Path) -> Any:
    return yaml.load(path.read_bytes(), yaml.CSafeLoader)
