"""The `brp` command. Each room brings its own commands (`commands.py`); here they are only gathered."""

from __future__ import annotations

import os
import sys

import click

from directory.errors import BrpError
from directory.services import open_services
from directory.settings import Settings


@click.group()
@click.pass_context
def cli(context: click.Context) -> None:
    """Base de Ressources Partenariale."""
    context.obj = open_services(Settings.from_environment(os.environ))


def main() -> None:
    """Entry point: an error of the domain is one clear message and exit code 2, never a stack trace."""
    try:
        cli(prog_name="brp")
    except BrpError as error:
        click.echo(f"brp : {error}", err=True)
        sys.exit(2)
