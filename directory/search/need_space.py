"""Where listings stand among needs, so that one is near to what it answers, whatever its words.

Learnt of invented listings (`seeds/meaning/listings.yaml`) whose precise need is known: directions that vary inside a
need (who offers, how it is told) are shrunk as in `topic_space`, and of the others the principal ones of the needs are
kept, a byte each. What is asked stands where the needs it was understood as do: no text asked has to be read for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from directory.search.embedding.embedder import Embedder, Vectors
from directory.search.learnt import MADE_HERE, file_name, keep, read_kept
from directory.search.sayings import FOLDER, key_of_listings, read_listings
from directory.search.topic_space import Floats, means_of, unit, whitening_of
from indexing.fields import ABOUT_BYTES

STEPS = 127  # of a signed byte from 0 to 1
PREFIX = "needs-"  # of the files, beside those of the classifier

Signed = npt.NDArray[np.int8]


class Needed(NamedTuple):
    """A precise `need` of `topic`, understood in `text[start:end]` with a confidence from 0 to 1."""

    start: int
    end: int
    topic: str
    need: str
    confidence: float


@dataclass(frozen=True, slots=True)
class NeedSpace:
    """`origin` and `directions` (dimensions × `ABOUT_BYTES`) place a vector; `needs` tells where each stands, by topic
    and name."""

    origin: Floats
    directions: Floats
    needs: Mapping[tuple[str, str], Signed]

    @classmethod
    def fit(cls, answered: Sequence[tuple[str, str]], vectors: Vectors) -> Self:
        """The space of listings with these `vectors`, which answer these (topic, need)."""
        needs = list(dict.fromkeys(answered))
        places = {need: place for place, need in enumerate(needs)}
        owners = np.array([places[need] for need in answered])
        origin, whitening = whitening_of(vectors, owners)
        centres = unit(means_of(unit((vectors - origin) @ whitening), owners))
        _, _, principal = np.linalg.svd(centres, full_matrices=False)
        kept = principal[:ABOUT_BYTES]
        directions = np.pad(kept, ((0, ABOUT_BYTES - len(kept)), (0, 0))).T
        return cls(origin, whitening @ directions, dict(zip(needs, _signed(centres @ directions), strict=True)))

    def place(self, vectors: Floats) -> Signed:
        """Where listings with these `vectors` stand: n × `ABOUT_BYTES`."""
        return _signed((vectors - self.origin) @ self.directions)

    def asked(self, needed: Iterable[Needed]) -> bytes:
        """Where all that is `needed` together stands, as `SearchQuery.about`; b"" when none of it is known here."""
        told = [(self.needs.get((need.topic, need.need)), need.confidence) for need in needed]
        weighed = [place * confidence for place, confidence in told if place is not None]
        return _signed(np.sum(weighed, axis=0)).tobytes() if weighed else b""

    def save(self, path: Path, key: str) -> None:
        """Writes all of it in `path`. Raises `OSError`."""
        keep(
            path,
            key,
            origin=self.origin.astype(np.float16),
            directions=self.directions.astype(np.float16),
            topics=np.array([topic for topic, _ in self.needs]),
            needs=np.array([need for _, need in self.needs]),
            places=np.array(list(self.needs.values())),
        )

    @classmethod
    def load(cls, path: Path, key: str) -> Self | None:
        """What `save` wrote in `path` with the same `key`; else None."""
        kept = read_kept(path, key)
        if kept is None:
            return None
        named = zip(kept["topics"].tolist(), kept["needs"].tolist(), strict=True)
        origin, directions = (kept[name].astype(np.float32) for name in ("origin", "directions"))
        return cls(origin, directions, dict(zip(named, kept["places"], strict=True)))


def find_need_space(
    model: str, listings: Path = FOLDER, folders: Sequence[Path] = (MADE_HERE, FOLDER)
) -> NeedSpace | None:
    """The space of the listings in `listings` for `model`, from the first of `folders` that holds it; else None."""
    key = key_of_listings(model, listings)
    kept = (NeedSpace.load(folder / f"{PREFIX}{file_name(model)}", key) for folder in folders)
    return next((space for space in kept if space is not None), None)


@lru_cache(maxsize=2)
def need_space(model: str) -> NeedSpace | None:
    """The same, remembered."""
    return find_need_space(model)


def make_need_space(embedder: Embedder, listings: Path = FOLDER, folder: Path = MADE_HERE) -> Path:
    """Asks `embedder` for the vectors of the listings in `listings` (six minutes with the local one), learns them and
    keeps what is learnt in `folder`; returns the file. Raises `EmbedderFailed`, `OSError`."""
    read = read_listings(listings)
    path = folder / f"{PREFIX}{file_name(embedder.name)}"
    space = NeedSpace.fit([(topic, need) for topic, need, _ in read], embedder.embed([text for *_, text in read]))
    space.save(path, key_of_listings(embedder.name, listings))
    return path


def _signed(vectors: Floats) -> Signed:
    """As signed bytes, of length `STEPS`."""
    return np.round(unit(vectors) * STEPS).astype(np.int8)
