"""What each topic means, as whole sentences: `seeds/meaning/`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from directory.errors import InvalidInput
from directory.settings import ROOT
from directory.taxonomy.vocabulary import vocabulary

FOLDER = ROOT / "seeds" / "meaning"  # holds the classifier for the model we ship with too
TOPICS, NOTHING = "topics.yaml", "nothing.yaml"
NO_TOPIC = ""


@dataclass(frozen=True, slots=True)
class Sayings:
    """`texts` and, one for each, the slug of its topic; `NO_TOPIC` for texts that ask for nothing we offer."""

    texts: tuple[str, ...]
    topics: tuple[str, ...]


def read_sayings(folder: Path = FOLDER) -> Sayings:
    """The sentences of `topics.yaml` and `nothing.yaml`.

    Raises `InvalidInput` when a topic is unknown or an answer says less than two things.
    """
    topics: Mapping[str, Mapping[str, object]] = yaml.safe_load((folder / TOPICS).read_text("utf-8"))
    nothing: Sequence[str] = yaml.safe_load((folder / NOTHING).read_text("utf-8"))
    said = [(str(text), slug) for slug, entry in topics.items() for text in (entry["about"], *_list(entry["says"]))]
    faults = [f"la thématique « {slug} » n’existe pas." for slug in topics if slug not in vocabulary().topics]
    faults += [
        f"« {slug} » demande au moins deux phrases." for slug, entry in topics.items() if len(_list(entry["says"])) < 2
    ]
    faults += ["nothing.yaml demande au moins deux textes."] if len(nothing) < 2 else []
    if faults:
        raise InvalidInput(f"seeds/meaning est à corriger : {' '.join(faults)}", {"topics.yaml": faults})
    said += [(str(text), NO_TOPIC) for text in nothing]
    texts, slugs = zip(*said, strict=True)
    return Sayings(tuple(map(as_asked, texts)), slugs)


def key_of_sayings(model: str, folder: Path = FOLDER) -> str:
    """What is learnt of the files in `folder` with `model` is known by this: changes with either. Parses nothing."""
    told = [model.encode(), *((folder / name).read_bytes() for name in (TOPICS, NOTHING))]
    return hashlib.sha256(b"\0".join(told)).hexdigest()


def as_asked(text: str) -> str:
    """`text` as models are given it: case tells them nothing that people mean, and one who shouts is not another."""
    return " ".join(text.lower().replace("’", "'").split())


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()
