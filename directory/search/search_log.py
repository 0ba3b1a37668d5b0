"""What is searched for, without who searches: for curators to see what the base answers badly.

A row holds a day and an hour, the words without persons (`scrubbing`), what was understood, the place as a territory,
the filters and how many answers there were. No address, no session, no browser, no point on a map. Rows older than
`KEPT_DAYS` are summed by day, and words that were rare are forgotten.
"""

from __future__ import annotations

import logging
import re
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from directory.database import Database
from directory.search.finder import Found
from directory.search.models import SearchLogRow
from directory.search.scrubbing import scrubbed
from directory.search.thesaurus import thesaurus
from directory.territories.gazetteer import Gazetteer

KEPT_DAYS = 90
SEEN_OFTEN = 5  # searches: words seen less are forgotten after `KEPT_DAYS`
FEW = 2  # answers: a search that found no more was badly answered
FLUSH_SECONDS = 5.0
FLUSH_ROWS = 50
MOST_WAITING = 1_000  # searches in memory; more are not noted
ENGINE_MS = (1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 10_000)  # a time is kept as the first that is not below it
SEPARATOR = "; "

_LISTED = ("category", "topic", "audience", "mode", "cost", "language", "hours", "verified_within_days")
_MACHINE = re.compile(r"bot|crawl|spider|slurp|preview|monitor|headless|scan|archiv", re.IGNORECASE)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Words without a good answer: how often they were searched, how often with few answers, whether understood."""

    query: str
    searches: int
    few: int
    understood: bool


def is_settled(method: str, headers: Mapping[str, str]) -> bool:
    """Whether a request is a search somebody meant: no program that follows links, no look ahead, no part of a page."""
    given = {name.lower(): value for name, value in headers.items()}
    ahead = "prefetch" in (given.get("sec-purpose") or given.get("purpose") or "")
    machine = _MACHINE.search(given.get("user-agent", ""))
    return method == "GET" and not ahead and not machine and "hx-request" not in given


class SearchLog:
    """Notes searches in memory and writes them a little later from a thread of its own.

    A search is never slowed down nor failed by its note; notes not yet written are lost when the process dies.
    """

    def __init__(self, database: Database, gazetteer: Gazetteer) -> None:
        self._database = database
        self._gazetteer = gazetteer
        self._waiting: list[tuple[Found, datetime]] = []
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def note(self, found: Found, now: datetime) -> None:
        """Notes the first page of a search that asked for something."""
        params = found.params
        if params.page > 1 or not (params.q or params.filters):
            return
        with self._lock:
            if len(self._waiting) >= MOST_WAITING:
                return
            self._waiting.append((replace(found, items=(), facets={}), now))
            full = len(self._waiting) == FLUSH_ROWS
            if self._timer is not None and not full:
                return
            if self._timer is not None:
                self._timer.cancel()
            self._timer = threading.Timer(0.0 if full else FLUSH_SECONDS, self.flush)
            self._timer.daemon = True
            self._timer.start()

    def flush(self) -> None:
        """Writes what waits, in one go. Never raises for the database: what it refuses is dropped and logged."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
            if self._timer is not None:
                self._timer.cancel()
            self._timer = None
        if not waiting:
            return
        try:
            rows = [_row(found, now, self._gazetteer) for found, now in waiting]
            with self._database.transaction() as session:
                session.execute(sa.insert(SearchLogRow), rows)
        except SQLAlchemyError as error:
            # The message would hold the words of the searches.
            log.warning("%d searches were not noted: %s", len(waiting), type(error).__name__)


def unanswered(session: Session, since: date) -> list[Unanswered]:
    """Words searched since that day that had at most `FEW` answers or were not understood, the most frequent first."""
    searches, few = sa.func.sum(SearchLogRow.searches), sa.func.sum(SearchLogRow.few)
    understood = sa.func.max(SearchLogRow.understood)
    asked = (
        sa.select(SearchLogRow.query, searches, few, understood)
        .where(SearchLogRow.day >= since, SearchLogRow.query != "")
        .group_by(SearchLogRow.query)
        .having(sa.or_(few > 0, understood == ""))
        .order_by(few.desc(), searches.desc(), SearchLogRow.query)
    )
    return [Unanswered(query, count, badly, bool(meant)) for query, count, badly, meant in session.execute(asked)]


def sum_up(session: Session, today: date) -> int:
    """Sums the searches older than `KEPT_DAYS` by day, without their hour, filters and times; how many rows that took.

    Words seen less than `SEEN_OFTEN` times in all are forgotten: what was understood of them stays.
    """
    old = (SearchLogRow.day < today - timedelta(days=KEPT_DAYS), SearchLogRow.hour.is_not(None))
    taken = 0
    for day in session.scalars(sa.select(SearchLogRow.day).where(*old).distinct()).all():
        taken += _sum_up_day(session, day)
    return taken


def _sum_up_day(session: Session, day: date) -> int:
    of_day = (SearchLogRow.day == day, SearchLogRow.hour.is_not(None))
    rows = session.scalars(sa.select(SearchLogRow).where(*of_day)).all()
    often = (
        sa.select(SearchLogRow.query)
        .where(SearchLogRow.query.in_(sa.select(SearchLogRow.query).where(*of_day)))
        .group_by(SearchLogRow.query)
        .having(sa.func.sum(SearchLogRow.searches) >= SEEN_OFTEN)
    )
    kept = set(session.scalars(often))
    searches: Counter[tuple[str, str, str]] = Counter()
    few: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        key = (row.query if row.query in kept else "", row.understood, row.place)
        searches[key] += row.searches
        few[key] += row.few
    session.execute(sa.delete(SearchLogRow).where(*of_day))
    sums = [
        {"day": day, "query": query, "understood": understood, "place": place, "filters": "", "searches": count,
         "few": few[query, understood, place]}
        for (query, understood, place), count in searches.items()
    ]  # fmt: skip
    session.execute(sa.insert(SearchLogRow), sums)
    return len(rows)


def _row(found: Found, now: datetime, gazetteer: Gazetteer) -> dict[str, Any]:
    params = found.params
    moment = now.astimezone(UTC)
    territory = found.place.territory if found.place else None
    # Of another wording, `value` is what was typed, `label` what the thesaurus calls it.
    meant = [f"{one.kind}:{one.label if one.kind == 'wording' else one.value}" for one in found.understood]
    pairs = [(name, value) for name, value in params.pairs() if name in _LISTED]
    return {
        "day": moment.date(),
        "hour": moment.hour,
        "query": scrubbed(params.q, gazetteer, thesaurus()),
        "understood": _joined([one for one in meant if not one.startswith("place:")], SEPARATOR),
        "place": territory.id if territory else "",
        "filters": _joined([urlencode([pair]) for pair in pairs] + ["open_at"] * bool(params.open_at), "&"),
        "total": found.total,
        "engine_ms": next((bound for bound in ENGINE_MS if found.engine_ms <= bound), ENGINE_MS[-1]),
        "searches": 1,
        "few": int(found.total <= FEW),
    }


def _joined(parts: Sequence[str], separator: str, longest: int = 500) -> str:
    """As many whole parts as a column holds."""
    joined = ""
    for part in parts:
        longer = f"{joined}{separator}{part}" if joined else part
        if len(longer) > longest:
            break
        joined = longer
    return joined
