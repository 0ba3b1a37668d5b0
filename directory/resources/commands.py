"""`brp seed`."""

from __future__ import annotations

import click

from directory.database import utc_now
from directory.errors import BrpError, SearchUnavailable
from directory.resources import seeding
from directory.resources.store import Outcome
from directory.services import Services


@click.command()
@click.pass_obj
def seed(services: Services) -> None:
    """Put the listings of `seeds/resources` into the base. Running it again changes nothing."""
    if not services.database.is_current():
        raise BrpError("la base de données n’est pas à jour : lancez d’abord « brp db upgrade ».")
    counts = seeding.seed(services.database, services.gazetteer, utc_now())
    click.echo(
        f"Fiches de départ : {counts.total()} lues, {counts[Outcome.CREATED]} créées, "
        f"{counts[Outcome.UPDATED]} modifiées, {counts[Outcome.UNCHANGED]} inchangées."
    )
    try:
        services.index_sync.drain_all()
    except SearchUnavailable as error:
        click.echo(f"{error}\nLes fiches sont enregistrées ; pour qu’on les trouve : brp index sync", err=True)
