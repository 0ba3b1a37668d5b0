"""The base the bench searches in: the seeds and the development corpus, through the product's own doors.

The texts of the development corpus stay where they are (see `shared/data/README.md`): the bench holds only ids.
"""

from __future__ import annotations

import io
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
NOWHERE = (
    "http://127.0.0.1:9"  # a geocoder that answers nobody: addresses without a point stand at their commune's centre
)
FILES = ("structures.json", "services.json")


@dataclass(frozen=True, slots=True)
class Corpus:
    """The services over a filled base and index, and its documents by the name judgements give them."""

    services: Services
    documents: dict[str, Document]


def build(folder: Path, shared_data: Path, search_url: str = "") -> Corpus:
    """Fills a base in `folder` and the index at `search_url` (by default an embedded one in `folder`)."""
    settings = Settings(
        database_url=f"sqlite:///{folder}/brp.sqlite3",
        search_url=search_url or f"tantivy:{folder}/index",
        geocoder_url=NOWHERE,
    )
    services = open_services(settings)
    services.database.upgrade()
    seeding.seed(services.database, services.gazetteer, NOW)
    files = formats.sort([shared_data / "dev-corpus" / name for name in FILES], "auto")
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
    services.index_sync.rebuild()
    return Corpus(services, _documents(services))


def _documents(services: Services) -> dict[str, Document]:
    with services.database.reading() as session:
        return {
            name_of(item.source, item.external_id or item.id): document_of(item, services.gazetteer)
            for item in published(session)
        }


def name_of(source: str, external_id: str) -> str:
    """How judgements name a resource: seeds are `brp-82:<external id>`, the corpus keeps its own unique ids."""
    return f"{seeding.SOURCE}:{external_id}" if source == seeding.SOURCE else external_id
