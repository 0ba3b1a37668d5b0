"""`brp import`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from directory.database import utc_now
from directory.errors import BrpError, SearchUnavailable
from directory.exchange import formats, importer, screen, table
from directory.exchange.listings import ReadOptions
from directory.exchange.mapping import to_yaml
from directory.exchange.progress import Progress
from directory.resources.status import Status
from directory.services import Services

_GEOCODER_SILENT = (
    "Le géocodeur (BRP_GEOCODER_URL) n’a pas répondu : les fiches sans point sont placées au centre de leur commune"
)
FINISHED_WITH_REJECTIONS = 3  # 2 is for a file that cannot be used: nothing was written


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "wanted",
    type=click.Choice(["auto", *formats.FORMATS]),
    default="auto",
    show_default=True,
    help="What the files are; by default each file tells.",
)
@click.option("--source", default="", help="Name of the source, for lines that do not tell theirs.")
@click.option("--mapping", type=click.Path(path_type=Path), help="Columns of a table and their fields (YAML).")
@click.option(
    "--status",
    type=click.Choice([Status.PUBLISHED.value, Status.DRAFT.value]),
    default=Status.PUBLISHED.value,
    show_default=True,
    help="Status of new listings; known ones keep theirs.",
)
@click.option(
    "--dry-run", is_flag=True, help="Do everything but keep nothing; shows how the columns of tables are read."
)
@click.option("--report", type=click.Path(path_type=Path), help="Where to write the whole account, as JSON.")
@click.pass_obj
def import_files(
    services: Services,
    files: Sequence[Path],
    wanted: str,
    source: str,
    mapping: Path | None,
    status: str,
    dry_run: bool,
    report: Path | None,
) -> None:
    """Import listings. Files given together are one set; a bad file changes nothing.

    Exit code: 0 all accepted, 3 finished with rejections, 2 a file cannot be used and nothing was written.
    """
    if not services.database.is_current():
        raise BrpError("la base de données n’est pas à jour : lancez d’abord « brp db upgrade ».")
    if report:
        _check_writable(report)
    options = ReadOptions(source, mapping)
    by_format = formats.sort(files, wanted)
    if dry_run:
        _show_how_tables_are_read(by_format.get("table", ()), options)
    progress = Progress(sys.stderr)
    account = importer.run(
        formats.read(by_format, options),
        services.database,
        services.gazetteer,
        services.geocoder,
        status=Status(status),
        dry_run=dry_run,
        progress=progress,
        now=utc_now(),
    )
    try:
        if not dry_run:
            _update_index(services, progress)
        for line in screen.lines(account):
            click.echo(line)
        if unanswered := services.geocoder.unanswered:
            click.echo(f"{_GEOCODER_SILENT} (adresses concernées : {unanswered}).", err=True)
        if report:
            account.write(report)
        if account.total.rejected:
            click.get_current_context().exit(FINISHED_WITH_REJECTIONS)
    finally:
        account.close()


def _check_writable(report: Path) -> None:
    """Before anything is read: a report that cannot be written would be known only when all is done."""
    folder = report.absolute().parent
    if not folder.is_dir():
        raise BrpError(f"--report : le dossier {folder} n’existe pas.")
    if report.is_dir():
        raise BrpError(f"--report : {report} est un dossier. Nommez un fichier.")
    try:
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise BrpError(f"--report : impossible d’écrire dans le dossier {folder}.") from error


def _show_how_tables_are_read(paths: Sequence[Path], options: ReadOptions) -> None:
    for path in paths:
        mapping, _ = table.plan(path, options)
        comments = [f"{path.name} : colonnes comprises ainsi. Corrigez, puis : brp import … --mapping CE_FICHIER.yaml"]
        click.echo(to_yaml(mapping, comments))


def _update_index(services: Services, progress: Progress) -> None:
    """Brings the index up to date; when the engine does not answer the listings are kept and the index follows."""
    way_out = "Les fiches sont enregistrées. Pour qu’on les trouve : brp index sync (ou rebuild, s’il est à refaire)."
    with progress.stage("Index de recherche", "fiches") as stage:
        try:
            drained = services.index_sync.drain_all(lambda done, _waiting: stage.advance(done - stage.done))
        except SearchUnavailable as error:
            click.echo(f"{error}\n{way_out}", err=True)
            return
    if drained.failed:
        click.echo(f"{len(drained.failed)} fiches refusées par l’index. {way_out}", err=True)
