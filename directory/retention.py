"""How long what may tell of people is kept: the one table that the purge follows, and a privacy page can show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import click
from sqlalchemy.orm import Session

from directory.database import utc_now
from directory.errors import BrpError
from directory.french import counted
from directory.search import search_log
from directory.services import Services


@dataclass(frozen=True, slots=True)
class Retention:
    """`table` holds `what`, for `days`; then `end` happens to it. `purge` does it and says how many rows it took."""

    table: str
    what: str
    days: int
    end: str
    purge: Callable[[Session, date], int]


RETENTION = (
    Retention(
        table="search_log",
        what="Les recherches faites : jour, heure, mots sans rien de personnel, territoire, filtres, réponses",
        days=search_log.KEPT_DAYS,
        end="additionnées par jour ; les mots cherchés moins de cinq fois sont oubliés",
        purge=search_log.sum_up,
    ),
)


@click.group()
def retention() -> None:
    """What is kept, and for how long."""


@retention.command()
@click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="As if it were that day (default: today)."
)
@click.pass_obj
def run(services: Services, today: datetime | None) -> None:
    """Purge what has been kept long enough. To run every day; running it again changes nothing."""
    if not services.database.is_current():
        raise BrpError("la base de données n’est pas à jour : lancez d’abord « brp db upgrade ».")
    day = today.date() if today else utc_now().date()
    for kept in RETENTION:
        with services.database.transaction() as session:
            taken = kept.purge(session, day)
        click.echo(f"{kept.table} : {counted(taken, 'ligne')} de plus de {kept.days} jours, {kept.end}.")
