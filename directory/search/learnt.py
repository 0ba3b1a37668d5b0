"""What was learnt of `seeds/meaning` with a model, kept in files: each with the key of what it was learnt from."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import numpy as np
import numpy.typing as npt

from directory.settings import ROOT

MADE_HERE = ROOT / "var" / "meaning"  # for other models, or of changed sentences

Arrays = Mapping[str, npt.NDArray[Any]]


def file_name(model: str) -> str:
    """The file of what was learnt with `model`."""
    return re.sub(r"[^\w.-]+", "-", model) + ".npz"


def keep(path: Path, key: str, **arrays: Any) -> None:
    """Writes numpy `arrays` in `path`, to be read with the same `key`. Raises `OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, suffix=".npz", delete=False) as file:
        np.savez_compressed(file, key=np.array(key), **arrays)
    Path(file.name).chmod(0o644)
    os.replace(file.name, path)  # noqa: PTH105 (readers find the former file or the new one, never half of it)


def read_kept(path: Path, key: str) -> Arrays | None:
    """What `keep` wrote in `path` with the same `key`; else None."""
    if not path.is_file():
        return None
    with np.load(path, allow_pickle=False) as kept:
        return dict(kept) if str(kept["key"]) == key else None
