"""`brp vectors`: what an embedder needs before searches may use it."""

from __future__ import annotations

from pathlib import Path

import click

from directory.errors import BrpError
from directory.search.embedding.choice import open_embedder
from directory.search.embedding.embedder import EmbedderFailed
from directory.search.topic_classifier import MADE_HERE, find_classifier, make_classifier
from directory.services import Services


@click.command()
@click.option(
    "--folder", type=click.Path(path_type=Path), default=MADE_HERE, show_default=True, help="Where to keep them."
)
@click.pass_obj
def vectors(services: Services, folder: Path) -> None:
    """Make the vectors of the topics with the embedder of BRP_EMBEDDER, if they are not there already.

    Those of the local model come with the code: this is for another one, or after a change of seeds/meaning.
    """
    embedder = open_embedder(services.settings.embedder)
    if embedder is None:
        raise BrpError("BRP_EMBEDDER vaut off : il n’y a pas de vecteurs à faire.")
    if find_classifier(embedder.name) is not None:
        click.echo(f"Les vecteurs de {embedder.name} sont à jour.")
        return
    click.echo(f"Les phrases sont lues par {embedder.name} ; quelques minutes…", err=True)
    try:
        path = make_classifier(embedder, folder=folder)
    except (EmbedderFailed, OSError) as error:
        raise BrpError(f"les vecteurs n’ont pas pu être faits : {error}") from error
    click.echo(f"Thématiques apprises, gardées dans {path}. Redémarrez le service pour qu’il s’en serve.")
