"""The base the bench searches in: the seeds and the development corpus, through the product's own doors.

The texts of the development corpus stay where they are (see `shared/data/README.md`): the bench holds only ids.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from directory.exchange import formats, importer
from directory.exchange.listings import ReadOptions
from directory.exchange.progress import Progress
from directory.resources import seeding
from directory.resources.published import published
from directory.resources.status import Status
from directory.search.documents import document_of
from directory.services import Services, open_services
from directory.settings import Settings
from indexing.document import Document

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)  # a Wednesday morning: an adviser is at work
NO_GEOCODER = "http://127.0.0.1:9"  # nothing listens there: an address without a point stands at its commune's centre
FILES = ("structures.json", "services.json")


@dataclass(frozen=True, slots=True)
class Corpus:
    """The parts over a filled base and index, and its documents by the name judgements give them."""

    services: Services
    documents: dict[str, Document]


@contextmanager
def filled(folder: Path, shared_data: Path) -> Iterator[str]:
    """The address of a base in `folder` that holds the seeds and the development corpus, all published and read."""
    address = f"sqlite:///{folder}/brp.sqlite3"
    services = _open(address, f"tantivy:{folder}/index", "local")
    services.database.upgrade()
    seeding.seed(services.database, services.gazetteer, NOW)
    files = formats.sort([shared_data / "dev-corpus" / name for name in FILES], "auto")
    logging.getLogger("directory.territories.geocoding").setLevel(logging.ERROR)  # its silence is meant
    importer.run(
        formats.read(files, ReadOptions("", None)),
        services.database,
        services.gazetteer,
        services.geocoder,
        status=Status.PUBLISHED,
        dry_run=False,
        progress=Progress(io.StringIO()),
        now=NOW,
    ).close()
    while services.listing_vectors.step():
        pass
    services.database.engine.dispose()
    yield address


@contextmanager
def indexed(address: str, search_url: str, embedder: str = "local") -> Iterator[Corpus]:
    """The corpus of the base at `address`, indexed anew in the engine at `search_url`. Sentences are read by
    `embedder`, as BRP_EMBEDDER names one; `off` leaves them to the words."""
    services = _open(address, search_url, embedder)
    services.index_sync.rebuild()
    with services.database.reading() as session:
        documents = {
            name_of(item.source, item.external_id or item.id): document_of(item, services.gazetteer)
            for item in published(session)
        }
    yield Corpus(services, documents)
    services.database.engine.dispose()


def name_of(source: str, external_id: str) -> str:
    """How judgements name a resource: seeds are `brp-82:<external id>`, the corpus keeps its own unique ids."""
    return f"{seeding.SOURCE}:{external_id}" if source == seeding.SOURCE else external_id


def _open(address: str, search_url: str, embedder: str) -> Services:
    return open_services(
        Settings(database_url=address, search_url=search_url, geocoder_url=NO_GEOCODER, embedder=embedder)
    )
