"""What a running BRP is made of, put together once and asked for at the doors (`views`, `api`, `commands`)."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from directory.database import Database
from directory.search.embedding.choice import open_embedder
from directory.search.finder import Finder
from directory.search.index_sync import IndexSync
from directory.search.listing_vectors import ListingVectors
from directory.search.meaning import Meaning
from directory.search.measured import MeasuredEngine
from directory.search.search_log import SearchLog
from directory.settings import Settings
from directory.territories.gazetteer import Gazetteer, load_gazetteer
from directory.territories.geocoding import Geocoder
from indexing.engine import Engine, open_engine
from indexing.options import EngineOptions


@dataclass(frozen=True, slots=True)
class Services:
    """The parts. Rules never see this: a door hands them the parts they need."""

    settings: Settings
    database: Database
    gazetteer: Gazetteer
    geocoder: Geocoder
    engine: Engine
    finder: Finder
    index_sync: IndexSync
    listing_vectors: ListingVectors
    search_log: SearchLog


def open_services(settings: Settings) -> Services:
    """Puts the parts together. Nothing is asked of the database or of the engine yet."""
    database = Database(settings.database_url)
    gazetteer = load_gazetteer()
    embedder = open_embedder(settings.embedder)
    engine_name = "tantivy" if settings.search_url.startswith("tantivy:") else "elasticsearch"
    engine = MeasuredEngine(open_engine(settings.search_url, _engine_options(settings)), engine_name)
    return Services(
        settings=settings,
        database=database,
        gazetteer=gazetteer,
        geocoder=Geocoder(settings.geocoder_url),
        engine=engine,
        finder=Finder(engine, gazetteer, Meaning(embedder)),
        index_sync=IndexSync(database, engine, gazetteer),
        listing_vectors=ListingVectors(database, embedder),
        search_log=SearchLog(database, gazetteer),
    )


def _engine_options(settings: Settings) -> EngineOptions:
    return EngineOptions(
        api_key=settings.search_api_key,
        ca_file=settings.search_ca,
        shards=int(settings.search_shards),
        replicas=settings.search_replicas,
    )


def services() -> Services:
    """The parts of the application that answers the present request."""
    parts: Services = current_app.extensions["brp"]
    return parts
