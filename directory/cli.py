"""The `brp` command. Each room brings its own commands (`commands.py`); here they are only gathered."""

from __future__ import annotations

import os
import sys

import click
from sqlalchemy.exc import OperationalError
from tqdm import tqdm

from directory.copying import copy_record
from directory.database import Database
from directory.errors import BrpError
from directory.exchange.commands import import_files
from directory.resources.commands import seed
from directory.retention import retention
from directory.search.commands import index, search, searches, worker
from directory.search.embedding.commands import vectors
from directory.services import Services, open_services
from directory.settings import Settings


@click.group()
@click.pass_context
def cli(context: click.Context) -> None:
    """Base de Ressources Partenariale."""
    context.obj = open_services(Settings.from_environment(os.environ))


@cli.group()
def db() -> None:
    """The record’s database."""


@db.command()
@click.pass_obj
def upgrade(services: Services) -> None:
    """Create the tables, or bring them to the newest revision."""
    services.database.upgrade()
    click.echo("Base de données à jour.")


@db.command()
@click.option(
    "--to", "to", required=True, envvar="BRP_COPY_TO", metavar="URL", help="An empty database; also BRP_COPY_TO."
)
@click.pass_obj
def copy(services: Services, to: str) -> None:
    """Copy the whole record into an empty database, of the same kind or not: to move house, to back up, to restore."""
    target = Database(Settings.from_environment({"BRP_DATABASE_URL": to}).database_url)
    with tqdm(desc="Copie", unit=" lignes", leave=False, disable=None) as bar:
        try:
            counts = copy_record(services.database, target, lambda _table, rows: bar.update(rows))
        except OperationalError as error:
            raise BrpError(f"une des deux bases ne répond pas, rien n’a été copié : {error.orig}") from error
        finally:
            target.engine.dispose()
    click.echo("Copié et recompté : " + ", ".join(f"{table} {count}" for table, count in counts.items()))


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", envvar="PORT", default=5000, show_default=True, type=int)
@click.option("--workers", envvar="WEB_CONCURRENCY", default=2, show_default=True, type=click.IntRange(1, 64))
@click.pass_obj
def serve(services: Services, host: str, port: int, workers: int) -> None:
    """Serve the pages and the API with gunicorn."""
    if not services.database.is_current():
        raise BrpError("la base de données n’est pas à jour : lancez d’abord « brp db upgrade ».")
    if (health := services.engine.health()).status == "red":
        click.echo(f"brp : le moteur de recherche ne répond pas encore. {health.detail}", err=True)
    gunicorn = [sys.executable, "-m", "gunicorn", "directory.wsgi:app", "--config", "python:directory.gunicorn"]
    os.execv(sys.executable, [*gunicorn, "--bind", f"{host}:{port}", "--workers", str(workers)])  # noqa: S606


for command in (import_files, index, retention, search, searches, seed, vectors, worker):
    cli.add_command(command)


def main() -> None:
    """Entry point: an error of the domain is one clear message and exit code 2, never a stack trace."""
    try:
        cli(prog_name="brp")
    except BrpError as error:
        click.echo(f"brp : {error}", err=True)
        sys.exit(2)
    except OperationalError as error:
        click.echo(f"brp : la base de données ne répond pas (BRP_DATABASE_URL) : {error.orig}", err=True)
        sys.exit(2)
