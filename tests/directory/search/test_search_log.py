"""Searches are noted without persons, written later, summed up when old."""

from __future__ import annotations

import logging
import time
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from flask.testing import FlaskClient

from directory.database import Database
from directory.retention import RETENTION, retention
from directory.search import search_log
from directory.search.commands import searches
from directory.search.models import SearchLogRow
from directory.search.params import SearchParams
from directory.search.search_log import FLUSH_ROWS, SearchLog, Unanswered, is_settled, sum_up, unanswered
from directory.services import Services
from tests.directory.conftest import NOW, ON_BOTH_DATABASES, Publish
from tests.directory.search.test_scrubbing import HOSTILE

TODAY = date(2026, 11, 25)
BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


@pytest.fixture
def base(services: Services, publish: Publish) -> Services:
    publish("Aide au permis de conduire", cost="gratuit", commune_code="82121", coverage=["departement-82"])
    services.index_sync.drain()
    return services


def rows(database: Database) -> list[SearchLogRow]:
    with database.reading() as session:
        return list(session.scalars(sa.select(SearchLogRow).order_by(SearchLogRow.id)))


def note(services: Services, *asked: SearchParams) -> None:
    for params in asked:
        services.search_log.note(services.finder.find(params, NOW), NOW)
    services.search_log.flush()


@ON_BOTH_DATABASES
def test_a_search_is_kept_with_its_hour_its_place_and_what_was_understood(base: Services) -> None:
    note(base, SearchParams(q="permis Caussade", cost="gratuit", open_at="2026-11-27T14:30", lat=44.1, lon=1.5))
    (row,) = rows(base.database)
    assert (row.day, row.hour, row.query) == (TODAY, 9, "permis caussade")
    assert row.understood.startswith("topic:")
    assert row.place.startswith("commune-82")
    assert row.filters == "cost=gratuit&open_at"
    assert (row.searches, row.few, row.total) == (1, 1, 0)
    assert row.engine_ms in search_log.ENGINE_MS


@ON_BOTH_DATABASES
def test_nothing_personal_reaches_the_database(base: Services) -> None:
    note(base, SearchParams(q=HOSTILE, literal=("dupont",), lat=44.0175, lon=1.3549))
    (row,) = rows(base.database)
    written = " ".join(str(getattr(row, column.key)) for column in SearchLogRow.__table__.columns).lower()
    for personal in ("dupont", "marie", "06", "56 78", "free", "1 84", "121 005", "44.0", "1.35"):
        assert personal not in written.replace(str(TODAY), "").replace(row.place, "")


def test_only_the_first_page_of_a_search_that_asks_for_something_is_noted(base: Services) -> None:
    note(base, SearchParams(), SearchParams(q="permis", page=2), SearchParams(category=("se-loger",)))
    assert [(row.query, row.filters) for row in rows(base.database)] == [("", "category=se-loger")]


@pytest.mark.parametrize(
    ("method", "headers", "expected"),
    [
        ("GET", BROWSER, True),
        ("HEAD", BROWSER, False),
        ("GET", {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}, False),
        ("GET", BROWSER | {"Sec-Purpose": "prefetch"}, False),
        ("GET", BROWSER | {"Hx-Request": "true"}, False),
    ],
)
def test_only_searches_somebody_meant_count(method: str, headers: dict[str, str], expected: bool) -> None:
    assert is_settled(method, headers) is expected


def test_pages_and_api_note_what_people_search(client: FlaskClient, base: Services) -> None:
    client.get("/recherche?q=permis", headers=BROWSER)
    client.get("/recherche?q=permis", headers=BROWSER | {"HX-Request": "true"})
    client.get("/recherche?q=permis", headers={"User-Agent": "bingbot"})
    client.head("/recherche?q=permis", headers=BROWSER)
    client.get("/api/v1/resources?q=voiture", headers=BROWSER)
    client.application.extensions["brp"].search_log.flush()
    assert [row.query for row in rows(base.database)] == ["permis", "voiture"]


def test_many_searches_are_written_at_once_without_waiting(base: Services) -> None:
    found = base.finder.find(SearchParams(q="permis"), NOW)
    for _ in range(FLUSH_ROWS):
        base.search_log.note(found, NOW)
    deadline = time.monotonic() + 10
    while len(rows(base.database)) < FLUSH_ROWS and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(rows(base.database)) == FLUSH_ROWS


def test_a_database_that_fails_costs_the_notes_and_nothing_else(
    base: Services, caplog: pytest.LogCaptureFixture
) -> None:
    log = SearchLog(Database("sqlite:///:memory:"), base.gazetteer)
    log.note(base.finder.find(SearchParams(q="permis dupont"), NOW), NOW)
    with caplog.at_level(logging.WARNING):
        log.flush()
    assert "1 searches were not noted" in caplog.text
    assert "permis" not in caplog.text


def row(day: date, query: str, *, few: int = 0, understood: str = "topic:x", place: str = "") -> SearchLogRow:
    return SearchLogRow(
        day=day, hour=10, query=query, understood=understood, place=place, filters="cost=gratuit", total=3 - 2 * few,
        engine_ms=5, searches=1, few=few,
    )  # fmt: skip


@pytest.fixture
def old(database: Database) -> Database:
    long_ago = TODAY - timedelta(days=91)
    with database.transaction() as session:
        session.add_all([row(long_ago, "permis", few=1) for _ in range(3)])
        session.add_all([row(long_ago - timedelta(days=1), "permis") for _ in range(2)])
        session.add_all([row(long_ago, "toiture", few=1), row(long_ago, "casse", few=1)])
        session.add(row(TODAY - timedelta(days=90), "toiture"))
    return database


def test_old_searches_are_summed_by_day_and_rare_words_forgotten(old: Database) -> None:
    with old.transaction() as session:
        assert sum_up(session, TODAY) == 7
    kept = {(row.day, row.hour, row.query): (row.searches, row.few, row.filters, row.total) for row in rows(old)}
    long_ago = TODAY - timedelta(days=91)
    assert kept == {
        (long_ago, None, "permis"): (3, 3, "", None),
        (long_ago, None, ""): (2, 2, "", None),
        (long_ago - timedelta(days=1), None, "permis"): (2, 0, "", None),
        (TODAY - timedelta(days=90), 10, "toiture"): (1, 0, "cost=gratuit", 3),
    }


def test_summing_up_again_changes_nothing(old: Database) -> None:
    for expected in (7, 0):
        with old.transaction() as session:
            assert sum_up(session, TODAY) == expected
    assert len(rows(old)) == 4


def test_curators_see_words_without_a_good_answer(database: Database) -> None:
    with database.transaction() as session:
        session.add_all([row(TODAY, "permis", few=1), row(TODAY, "permis"), row(TODAY, "loyer")])
        session.add(row(TODAY, "toiture", understood=""))
        session.add(row(TODAY - timedelta(days=40), "vieux", few=1))
    with database.reading() as session:
        assert unanswered(session, TODAY - timedelta(days=30)) == [
            Unanswered("permis", 2, 1, True),
            Unanswered("toiture", 1, 0, False),
        ]


@ON_BOTH_DATABASES
def test_the_commands_purge_and_tell(base: Services) -> None:
    note(base, SearchParams(q="scaphandre martin"), SearchParams(q="permis"))
    told = CliRunner().invoke(searches, ["unanswered", "--days", "3650"], obj=base)
    assert told.exit_code == 0, told.output
    assert "1     1  …  (non compris)" in told.output
    purged = CliRunner().invoke(retention, ["run", "--today", "2027-06-01"], obj=base)
    assert purged.output.startswith("search_log : 2"), purged.output
    assert {(row.query, row.hour) for row in rows(base.database)} == {("", None)}


def test_the_retention_table_says_it_all() -> None:
    for kept in RETENTION:
        assert kept.table == SearchLogRow.__tablename__
        assert kept.days == search_log.KEPT_DAYS
        assert kept.what
        assert kept.end
