"""What each topic means, as whole sentences, and what listings that answer it write: `seeds/meaning/`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from directory.errors import InvalidInput
from directory.search.thesaurus_files import LOADER
from directory.settings import ROOT
from directory.taxonomy.vocabulary import vocabulary

FOLDER = ROOT / "seeds" / "meaning"  # holds the classifier for the model we ship with too
TOPICS, NOTHING, LISTINGS = "topics.yaml", "nothing.yaml", "listings.yaml"
NO_TOPIC = ""


@dataclass(frozen=True, slots=True)
class Sayings:
    """`texts` and, one for each, the slug of its topic, `NO_TOPIC` for texts that ask for nothing we offer, and its
    precise need in that topic, "" for none."""

    texts: tuple[str, ...]
    topics: tuple[str, ...]
    needs: tuple[str, ...]


def read_sayings(folder: Path = FOLDER) -> Sayings:
    """The sentences of `topics.yaml` and `nothing.yaml`.

    Raises `InvalidInput` when a topic is unknown or an answer says less than two things.
    """
    topics: Mapping[str, Mapping[str, Any]] = yaml.load((folder / TOPICS).read_text("utf-8"), LOADER)  # noqa: S506  safe
    nothing: Sequence[str] = yaml.load((folder / NOTHING).read_text("utf-8"), LOADER)  # noqa: S506  safe
    said = [(entry["about"], slug, "") for slug, entry in topics.items()]
    said += [
        (str(text), slug, need)
        for slug, entry in topics.items()
        for need, texts in _groups(entry["says"])
        for text in texts
    ]
    faults = [f"la thématique « {slug} » n’existe pas." for slug in topics if slug not in vocabulary().topics]
    faults += [
        f"« {slug} » demande au moins deux phrases."
        for slug in topics
        if sum(owner == slug for _, owner, _ in said) < 3
    ]
    faults += ["nothing.yaml demande au moins deux textes."] if len(nothing) < 2 else []
    if faults:
        raise InvalidInput(f"seeds/meaning est à corriger : {' '.join(faults)}", {"topics.yaml": faults})
    said += [(str(text), NO_TOPIC, "") for text in nothing]
    texts, slugs, needs = zip(*said, strict=True)
    return Sayings(tuple(map(as_asked, texts)), slugs, needs)


def read_listings(folder: Path = FOLDER) -> list[tuple[str, str, str]]:
    """Topic, precise need and text of each listing of `listings.yaml`."""
    written: Mapping[str, Mapping[str, Sequence[str]]]
    written = yaml.load((folder / LISTINGS).read_text("utf-8"), LOADER)  # noqa: S506  safe
    return [(slug, need, text) for slug, needs in written.items() for need, texts in needs.items() for text in texts]


def key_of_sayings(model: str, folder: Path = FOLDER) -> str:
    """What is learnt of the sentences in `folder` with `model` is known by this: it changes with either."""
    return _key(model, folder, (TOPICS, NOTHING))


def key_of_listings(model: str, folder: Path = FOLDER) -> str:
    """The same of the listings."""
    return _key(model, folder, (LISTINGS,))


def _key(model: str, folder: Path, names: Sequence[str]) -> str:
    told = [model.encode(), *((folder / name).read_bytes() for name in names)]
    return hashlib.sha256(b"\0".join(told)).hexdigest()


def as_asked(text: str) -> str:
    """`text` as models are given it: case tells them nothing that people mean, and one who shouts is not another."""
    return " ".join(text.lower().replace("’", "'").split())


def _groups(said: object) -> Iterable[tuple[str, Sequence[object]]]:
    """Sentences by precise need; without needs, all of them together."""
    groups = said.items() if isinstance(said, dict) else [("", said)]
    return [(str(need), texts) for need, texts in groups if isinstance(texts, list)]
