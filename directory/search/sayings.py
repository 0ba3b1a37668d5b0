"""What each topic means, as whole sentences (`seeds/meaning/`), and their vectors, made once for each model."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

import numpy as np
import yaml

from directory.errors import InvalidInput
from directory.search.embedding.embedder import Embedder, Vectors
from directory.settings import ROOT
from directory.taxonomy.vocabulary import vocabulary

FOLDER = ROOT / "seeds" / "meaning"  # holds the vectors of the model we ship with too
MADE_HERE = ROOT / "var" / "meaning"  # vectors of other models, or of changed sentences
NO_TOPIC = ""


@dataclass(frozen=True, slots=True)
class Sayings:
    """`texts` and, one for each, the slug of its topic; `NO_TOPIC` for texts that ask for nothing we offer."""

    texts: tuple[str, ...]
    topics: tuple[str, ...]

    def key(self, model: str) -> str:
        """What their vectors by `model` are known by: changes with any text, any topic and the model."""
        told = "\n".join([model, *map("\t".join, zip(self.topics, self.texts, strict=True))])
        return hashlib.sha256(told.encode()).hexdigest()


def read_sayings(folder: Path = FOLDER) -> Sayings:
    """The sentences of `topics.yaml` and `nothing.yaml`.

    Raises `InvalidInput` when a topic is unknown or says less than two things.
    """
    topics: Mapping[str, Mapping[str, object]] = yaml.safe_load((folder / "topics.yaml").read_text("utf-8"))
    nothing: Sequence[str] = yaml.safe_load((folder / "nothing.yaml").read_text("utf-8"))
    said = [(str(text), slug) for slug, entry in topics.items() for text in (entry["about"], *_list(entry["says"]))]
    faults = [f"la thématique « {slug} » n’existe pas." for slug in topics if slug not in vocabulary().topics]
    faults += [
        f"« {slug} » demande au moins deux phrases." for slug, entry in topics.items() if len(_list(entry["says"])) < 2
    ]
    if faults:
        raise InvalidInput(f"seeds/meaning/topics.yaml est à corriger : {' '.join(faults)}", {"topics.yaml": faults})
    said += [(str(text), NO_TOPIC) for text in nothing]
    texts, slugs = zip(*said, strict=True)
    return Sayings(tuple(map(as_asked, texts)), slugs)


def as_asked(text: str) -> str:
    """`text` as models are given it: case tells them nothing that people mean, and one who shouts is not another."""
    return " ".join(text.lower().replace("’", "'").split())


def find_vectors(sayings: Sayings, model: str, folders: Sequence[Path] = (MADE_HERE, FOLDER)) -> Vectors | None:
    """The vectors of these very sentences by `model`, from the first of `folders` that holds them; else None."""
    for folder in folders:
        path = folder / _file_name(model)
        if path.is_file():
            with np.load(path, allow_pickle=False) as stored:
                if str(stored["key"]) == sayings.key(model):
                    return np.asarray(stored["vectors"], dtype=np.float32)
    return None


def make_vectors(sayings: Sayings, embedder: Embedder, folder: Path = MADE_HERE) -> Path:
    """Asks `embedder` for the vectors (ten seconds with the local one) and keeps them in `folder`; returns the file.

    Raises `EmbedderFailed`, `OSError`.
    """
    vectors = embedder.embed(sayings.texts).astype(np.float16)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / _file_name(embedder.name)
    with NamedTemporaryFile(dir=folder, suffix=".npz", delete=False) as file:
        np.savez_compressed(file, key=np.array(sayings.key(embedder.name)), vectors=vectors)
    Path(file.name).chmod(0o644)
    os.replace(file.name, path)  # noqa: PTH105 (readers find the former file or the new one, never half of it)
    return path


def _file_name(model: str) -> str:
    return re.sub(r"[^\w.-]+", "-", model) + ".npz"


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()
