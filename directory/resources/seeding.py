"""The base a new installation starts with: `seeds/resources/*.yaml`, through the same rules as any import."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml
from marshmallow import Schema, ValidationError

from directory.database import Database
from directory.errors import InvalidInput
from directory.resources.models import Resource
from directory.resources.schemas import OrganisationSchema, ResourceSchema
from directory.resources.status import Status
from directory.resources.store import BATCH, Incoming, Outcome, save
from directory.settings import ROOT
from directory.territories.gazetteer import Gazetteer

FOLDER = ROOT / "seeds" / "resources"
SOURCE = "brp-82"
VERIFIED_HOW = "date de démonstration"


@dataclass(frozen=True, slots=True)
class Seed:
    """A listing, and how many days before the seeding it is said to have been verified (None: never)."""

    incoming: Incoming
    verified_days_ago: int | None


def seed(database: Database, gazetteer: Gazetteer, now: datetime, folder: Path = FOLDER) -> Counter[Outcome]:
    """Saves the seeds of `folder` as published listings and counts what was done. A second time, it changes nothing.

    Raises `InvalidInput` naming every fault (file, organisation, resource, field); nothing is written then.
    """
    seeds = read_seeds(folder, gazetteer)
    outcomes: list[Outcome] = []
    with database.transaction() as session:
        for start in range(0, len(seeds), BATCH):
            batch = [seed.incoming for seed in seeds[start : start + BATCH]]
            outcomes += save(session, batch, status=Status.PUBLISHED, now=now)
        created = [seed for seed, outcome in zip(seeds, outcomes, strict=True) if outcome == Outcome.CREATED]
        if verified := [_verification(seed, now.date()) for seed in created if seed.verified_days_ago is not None]:
            session.execute(sa.update(Resource), verified)
    return Counter(outcomes)


def read_seeds(folder: Path, gazetteer: Gazetteer) -> list[Seed]:
    """The seeds of every file of `folder`, in order. Raises `InvalidInput`."""
    reading = _Reading(ResourceSchema(gazetteer))
    seeds = [seed for path in sorted(folder.glob("*.yaml")) for seed in reading.file(path)]
    if reading.faults:
        faults = "".join(f"\n  - {fault}" for fault in reading.faults)
        raise InvalidInput(f"Les fiches de {folder} sont à corriger, rien n’a été enregistré :{faults}")
    return seeds


def _verification(seed: Seed, today: date) -> dict[str, Any]:
    """A row for a bulk update. Only at birth: later, a date is a person's word."""
    return {
        "id": seed.incoming.resource_id,
        "verified_on": today - timedelta(days=seed.verified_days_ago or 0),
        "verified_how": VERIFIED_HOW,
    }


class _Reading:
    """Reads files and keeps their faults, so that all are told at once."""

    def __init__(self, resources: ResourceSchema) -> None:
        self.resources = resources
        self.organisations = OrganisationSchema()
        self.faults: list[str] = []
        self.seen: set[tuple[str, str]] = set()

    def file(self, path: Path) -> Iterator[Seed]:
        try:
            entries = yaml.load(path.read_bytes(), yaml.CSafeLoader)
        except yaml.YAMLError as error:
            self.faults.append(f"{path.name} : ce n’est pas du YAML lisible ({error})")
            return
        if not isinstance(entries, list):
            self.faults.append(f"{path.name} : une liste de structures est attendue.")
            return
        for number, entry in enumerate(entries, 1):
            if not isinstance(entry, dict) or entry.keys() != {"organisation", "resources"}:
                self.faults.append(f"{path.name} › n° {number} : « organisation » et « resources » sont attendus.")
                continue
            yield from self._offers(path.name, entry["organisation"], entry["resources"])

    def _offers(self, file: str, raw: Any, offers: Sequence[Any]) -> Iterator[Seed]:
        where = f"{file} › {_name(raw)}"
        organisation = self._clean(where, raw, self.organisations, "organisation")
        for offer in offers or ():
            days = offer.pop("verified_days_ago", None) if isinstance(offer, dict) else None
            resource = self._clean(f"{where} › {_name(offer)}", offer, self.resources, "resource")
            if days is not None and (not isinstance(days, int) or days < 0):
                self.faults.append(f"{where} › {_name(offer)} › verified_days_ago : un nombre de jours est attendu.")
            yield Seed(Incoming(SOURCE, organisation, resource), days)
        if not offers:
            yield Seed(Incoming(SOURCE, organisation, None), None)

    def _clean(self, where: str, raw: Any, schema: Schema, kind: str) -> Mapping[str, Any]:
        """Clean values; empty when there is a fault, which is kept."""
        try:
            clean: dict[str, Any] = schema.load(raw)
        except ValidationError as error:
            messages = error.messages_dict.items()
            self.faults += [f"{where} › {field} : {text}" for field, texts in messages for text in texts]
            return {}
        if (kind, clean["external_id"]) in self.seen:
            self.faults.append(f"{where} › external_id : « {clean['external_id']} » est déjà pris par une autre fiche.")
        self.seen.add((kind, clean["external_id"]))
        return clean


def _name(raw: Any) -> str:
    return str(raw.get("name") or raw.get("external_id") or "sans nom") if isinstance(raw, dict) else "illisible"
