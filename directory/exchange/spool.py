"""Listings on disk between the reading of the files and the first write: a file that fails half way changes nothing."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Self

from directory.exchange.listings import Listing, Refused


class Spool:
    """Keeps what was read, in order; gives it back in batches."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  (closed by __exit__)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, item: Listing | Refused) -> None:
        """One more."""
        pickle.dump(item, self._file)

    def batches(self, size: int) -> Iterator[list[Listing | Refused]]:
        """Everything, `size` at a time."""
        self._file.seek(0)
        batch: list[Listing | Refused] = []
        for item in self._items():
            batch.append(item)
            if len(batch) == size:
                yield batch
                batch = []
        if batch:
            yield batch

    def _items(self) -> Iterable[Listing | Refused]:
        while True:
            try:
                yield pickle.load(self._file)  # noqa: S301  (our own temporary file, nameless: nobody else can write it)
            except EOFError:
                return
