"""The one place where errors of Tantivy and of the disk become `SearchUnavailable`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from indexing.errors import SearchUnavailable


@contextmanager
def unavailable() -> Iterator[None]:
    """Around (or, as a decorator, on) what asks Tantivy or the disk, and never on code of the caller."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise SearchUnavailable(str(error)) from error
    except BaseException as error:
        # On a damaged file Tantivy panics; its Python binding raises that as a class one cannot import.
        if type(error).__name__ != "PanicException":
            raise
        raise SearchUnavailable(f"the index is damaged: {error}") from error
