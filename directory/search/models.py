"""What the search itself keeps: the searches made, without those who made them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, Integer, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from directory.database import Base


class SearchLogRow(Base):
    """One search; or, once old (`hour` is None), the searches of a day that asked for the same."""

    __tablename__ = "search_log"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    day: Mapped[date] = mapped_column(Date, index=True)
    hour: Mapped[int | None] = mapped_column(SmallInteger)  # UTC
    query: Mapped[str] = mapped_column(String(200), index=True)  # scrubbed; "" when nothing was typed, or forgotten
    understood: Mapped[str] = mapped_column(String(500))  # « topic:slug; audience:slug; wording:words »
    place: Mapped[str] = mapped_column(String(80))  # id of a territory
    filters: Mapped[str] = mapped_column(String(500))
    total: Mapped[int | None] = mapped_column(Integer)
    engine_ms: Mapped[int | None] = mapped_column(SmallInteger)  # one of `search_log.ENGINE_MS`
    searches: Mapped[int] = mapped_column(Integer)
    few: Mapped[int] = mapped_column(Integer)  # how many of them had few answers
