"""`brp vectors`: what the search needs of an embedder."""

from __future__ import annotations

from pathlib import Path

import click
from tqdm import tqdm

from directory.errors import BrpError
from directory.french import counted
from directory.search.embedding.embedder import Embedder, EmbedderFailed
from directory.search.learnt import MADE_HERE
from directory.search.need_space import find_need_space, make_need_space
from directory.search.topic_classifier import find_classifier, make_classifier
from directory.services import Services


@click.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    default=MADE_HERE,
    show_default=True,
    help="Where to keep what is learnt.",
)
@click.pass_obj
def vectors(services: Services, folder: Path) -> None:
    """Read with the embedder of BRP_EMBEDDER what it has not read yet: first what is learnt of it, then listings.

    What the local model learns comes with the code: it is for another one, or after a change of seeds/meaning. Listings
    are read by `brp worker` too; this is for an installation without it. Interrupted, it goes on where it was.
    """
    embedder = services.listing_vectors.embedder
    if embedder is None:
        raise BrpError("BRP_EMBEDDER vaut off : il n’y a pas de vecteurs à faire.")
    try:
        _learn(embedder, folder)
        if not services.database.is_current():
            raise BrpError("la base de données n’est pas à jour : lancez d’abord « brp db upgrade ».")
        _read_listings(services)
    except (EmbedderFailed, OSError) as error:
        raise BrpError(f"les vecteurs n’ont pas pu être faits : {error}") from error


def _learn(embedder: Embedder, folder: Path) -> None:
    """Learns what is missing."""
    missing = [
        make
        for find, make in ((find_classifier, make_classifier), (find_need_space, make_need_space))
        if find(embedder.name) is None
    ]
    if missing:
        click.echo(f"Les phrases et les fiches d’exemple sont lues par {embedder.name} ; dix minutes…", err=True)
    for make in missing:
        click.echo(f"Appris : {make(embedder, folder=folder)}")
    if missing:
        click.echo("Redémarrez le service pour qu’il s’en serve, puis lancez « brp index rebuild ».")


def _read_listings(services: Services) -> None:
    done = 0
    with tqdm(
        desc="Lecture", unit=" fiches", total=services.listing_vectors.waiting(), leave=False, disable=None
    ) as bar:
        while read := services.listing_vectors.step():
            done += read
            bar.update(read)
    services.index_sync.drain_all()
    click.echo(f"Les vecteurs sont à jour : {counted(done, 'fiche lue', 'fiches lues')}.")
