"""A base of N resources with realistic French text and geography, the same at every run.

Words follow each other as they do in the seeds (a chain over pairs of words), with some rare made-up words, because a
real base holds many words seen once. Communes are drawn by population; four resources in ten do not say whom they
cover, as in the development corpus.
"""

from __future__ import annotations

import random
import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import insert

from directory.database import Database
from directory.resources.models import Organisation, Resource, ResourceCategory, ResourceCoverage
from directory.taxonomy.vocabulary import vocabulary
from directory.territories.gazetteer import Commune, Gazetteer, Kind

SEEDS = Path(__file__).resolve().parents[2] / "seeds" / "resources"
NAMESPACE = uuid.UUID("5ba5e1ab-0000-4000-8000-000000000000")
BATCH = 2_000
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
SYLLABLES = ("ba", "co", "di", "fé", "gra", "lin", "mou", "nar", "pel", "ro", "sau", "ti", "vi", "zou")
HOURS = ("", "", "Mo-Fr 09:00-12:00,14:00-17:00", "Mo-Fr 08:30-16:30", "Tu,Th 14:00-18:00", "We 09:00-12:00; PH off")


class Writer:
    """Writes French that looks like the seeds'."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.names: list[str] = []
        self.followers: dict[str, list[str]] = defaultdict(list)
        for path in sorted(SEEDS.glob("*.yaml")):
            for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
                for resource in entry["resources"]:
                    self.names.append(resource["name"])
                    for text in (resource.get("description", ""), resource.get("summary", "")):
                        for word, follower in pairwise(text.split()):
                            self.followers[word].append(follower)
        self.words = sorted(self.followers)

    def text(self, length: int) -> str:
        """`length` words."""
        word = self.chance.choice(self.words)
        written = [word]
        for _ in range(length - 1):
            followers = self.followers.get(word) or self.words
            word = self.chance.choice(followers) if self.chance.random() > 0.02 else self.rare_word()
            written.append(word)
        return " ".join(written)

    def rare_word(self) -> str:
        return "".join(self.chance.choices(SYLLABLES, k=4))


def fill(database: Database, gazetteer: Gazetteer, size: int, seed: int = 82) -> None:
    """Writes `size` published resources (and one organisation for three of them) into an empty base."""
    rows: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for model, row in _rows(gazetteer, size, random.Random(seed)):
        rows[model].append(row)
        if len(rows[Resource]) >= BATCH:
            _write(database, rows)
    _write(database, rows)


def _write(database: Database, rows: dict[Any, list[dict[str, Any]]]) -> None:
    with database.transaction() as session:
        for model in (Organisation, Resource, ResourceCategory, ResourceCoverage):
            if rows[model]:
                session.execute(insert(model), rows[model])
                rows[model].clear()


def _rows(gazetteer: Gazetteer, size: int, chance: random.Random) -> Iterator[tuple[Any, dict[str, Any]]]:
    writer = Writer(chance)
    territories = gazetteer.territories(Kind.COMMUNE)
    communes = [commune for item in territories if (commune := gazetteer.commune(item.code)) and commune.population]
    homes = chance.choices(communes, [commune.population for commune in communes], k=size)
    topics = list(vocabulary().topics.values())
    organisation_id = ""
    for number, home in enumerate(homes):
        if number % 3 == 0:
            organisation_id = str(uuid.uuid5(NAMESPACE, f"organisation {number}"))
            yield Organisation, _organisation(organisation_id, number, f"{chance.choice(writer.names)} {home.name}")
        resource = _resource(number, organisation_id, home, writer, chance)
        chosen = chance.sample(topics, k=chance.randint(1, 3))
        resource["topics"] = [topic.slug for topic in chosen]
        yield Resource, resource
        for position, category in enumerate(vocabulary().categories_of(resource["topics"])):
            yield ResourceCategory, {"resource_id": resource["id"], "category": category, "position": position}
        for territory in _coverage(home, chance):
            yield ResourceCoverage, {"resource_id": resource["id"], "territory_id": territory}


def _organisation(identifier: str, number: int, name: str) -> dict[str, Any]:
    return {
        "id": identifier,
        "name": name[:255],
        "description": "",
        "networks": [],
        "source": "bench",
        "external_id": f"organisation-{number}",
        "created_at": MOMENT,
        "updated_at": MOMENT,
    }


def _resource(
    number: int, organisation_id: str, home: Commune, writer: Writer, chance: random.Random
) -> dict[str, Any]:
    identifier = str(uuid.uuid5(NAMESPACE, f"resource {number}"))
    remote = chance.random() < 0.05
    return {
        "id": identifier,
        "slug": f"bench-{number}",
        "organisation_id": organisation_id,
        "name": f"{chance.choice(writer.names)} {writer.rare_word() if chance.random() < 0.3 else ''}".strip()[:150],
        "summary": writer.text(22)[:280],
        "description": writer.text(chance.randint(40, 160)),
        "audiences": chance.sample(list(vocabulary().audiences), k=chance.randint(0, 3)),
        "cost": chance.choice([None, "gratuit", "gratuit", "payant"]),
        "modes": ["a-distance"] if remote else ["en-presentiel"],
        "callers": ["usagers"],
        "contact_channels": ["telephoner"],
        "first_step": "Appeler pour prendre rendez-vous.",
        "phone": f"+335{chance.randint(10_000_000, 99_999_999)}",
        "opening_hours": chance.choice(HOURS),
        "address": f"{chance.randint(1, 200)} rue de la République",
        "postcode": (home.postcodes or ("00000",))[0],
        "commune_code": home.code,
        "commune_name": home.name,
        "latitude": None if remote else home.latitude + chance.gauss(0, 0.01),
        "longitude": None if remote else home.longitude + chance.gauss(0, 0.01),
        "point_source": "source",
        "status": "published",
        "verified_on": date(2026, 1, 1) + timedelta(days=chance.randint(-500, 300)) if chance.random() < 0.8 else None,
        "source": "bench",
        "external_id": f"resource-{number}",
        "version": 1,
        "created_at": MOMENT,
        "updated_at": MOMENT,
    }


def _coverage(home: Commune, chance: random.Random) -> list[str]:
    level = chance.choices(("unknown", "commune", "epci", "departement", "region", "france"), (40, 15, 20, 22, 2, 1))[0]
    if level == "france":
        return ["france"]
    code = home.code if level == "commune" else getattr(home, level, "")
    return [f"{level}-{code}"] if code else []
