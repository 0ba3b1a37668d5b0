"""Commands of the search: the index, and finding from a terminal."""

from __future__ import annotations

import json
import signal
import threading
from datetime import timedelta
from typing import Never

import click
from tqdm import tqdm

from directory import metrics
from directory.database import utc_now
from directory.errors import BrpError
from directory.french import counted, distance, phone
from directory.search.answers import search_answer
from directory.search.finder import Item
from directory.search.index_sync import DrainReport
from directory.search.params import SearchParams
from directory.search.relaxations import relaxations
from directory.search.search_log import unanswered as unanswered_since
from directory.search.worker import Worker
from directory.services import Services


@click.group()
@click.pass_obj
def index(services: Services) -> None:
    """The search index: it can always be made again from the record."""
    if not services.database.is_current():
        raise BrpError("la base de données n’est pas à jour : lancez d’abord « brp db upgrade ».")


@index.command()
@click.pass_obj
def rebuild(services: Services) -> None:
    """Fill a new index from the record, then put it in service at once."""
    _rebuild(services)


@index.command()
@click.pass_obj
def sync(services: Services) -> None:
    """Bring to the index what changed in the record; without a usable index, make one."""
    if services.engine.health().status == "red":  # none yet, or one of another version of this program
        _rebuild(services)
        return
    with tqdm(desc="Index", unit=" fiches", leave=False, disable=None) as bar:
        report = services.index_sync.drain_all(lambda done, total: _show(bar, done, total))
    click.echo(f"Index à jour : {counted(report.applied, 'écriture')}, {counted(report.deleted, 'retrait')}.")
    _tell_failures(report)


@index.command()
@click.option("--verify", is_flag=True, help="Also compare every id and version of the record with the index.")
@click.pass_obj
def status(services: Services, verify: bool) -> None:
    """Compare record and index. Exit code 1 when they disagree and nothing is queued."""
    state = services.index_sync.status()
    health = state.health
    click.echo(f"Moteur : {health.status}, génération {health.generation or 'aucune'} {health.detail}".rstrip())
    click.echo(f"Fiches publiées : {state.published} ; dans l’index : {health.documents}")
    since = f", la plus ancienne du {state.oldest_queued_at:%Y-%m-%d %H:%M} UTC" if state.oldest_queued_at else ""
    click.echo(f"Fiches lues par le modèle de sens : {state.read}")
    click.echo(f"En attente : {state.queued}{since}")
    agree = state.published == health.documents
    if verify:
        found = services.index_sync.verify()
        for words, ids in (("absentes", found.missing), ("en trop", found.extra), ("périmées", found.outdated)):
            click.echo(f"Fiches {words} de l’index : {len(ids)} {' '.join(ids[:5])}".rstrip())
        agree = not found
    if not agree and not state.queued:
        click.echo("L’index ne suit plus la base : lancez « brp index rebuild ».", err=True)
        raise SystemExit(1)


@click.command()
@click.option("--once", is_flag=True, help="Do what waits, then stop; exit code 1 if something is down or refused.")
@click.option("--metrics-port", type=click.IntRange(1, 65535), help="Also answer /metrics on this port.")
@click.option("--metrics-host", default="127.0.0.1", show_default=True, help="Address for --metrics-port.")
@click.pass_obj
def worker(services: Services, once: bool, metrics_port: int | None, metrics_host: str) -> None:
    """Keep the index following the record and read new listings, until SIGTERM or Ctrl-C. Any number may run.

    One line of JSON per event.
    """
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        # From a thread: this one may be interrupted while it holds the lock of the event.
        signal.signal(number, lambda *_: threading.Thread(target=stop.set).start())
    if metrics_port:
        metrics.serve(metrics_host, metrics_port)
    working = Worker(services.index_sync, services.listing_vectors, _log, stop)
    if not once:
        working.run()
    elif not working.run_once():
        raise SystemExit(1)


@click.command()
@click.argument("words", nargs=-1)
@click.option("--commune", metavar="CODE", default="", help="INSEE code of the place.")
@click.option("--category", metavar="SLUG", multiple=True, help="Only this category (repeatable).")
@click.option("--json", "as_json", is_flag=True, help="Print the answer of the API.")
@click.pass_obj
def search(services: Services, words: tuple[str, ...], commune: str, category: tuple[str, ...], as_json: bool) -> None:
    """Find resources, as the results page does."""
    given = {"q": [" ".join(words)], "commune": [commune], "category": list(category)}
    params = SearchParams.from_args(given, services.gazetteer)
    now = utc_now()
    found = services.finder.find(params, now)
    if as_json:
        ways_out = relaxations(services.finder, found, now)
        answer = search_answer(found, ways_out, services.settings.base_url.rstrip("/"))
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    place = f" — {found.place.label}" if found.place else ""
    click.echo(f"{counted(found.total, 'ressource')}{place}")
    if found.corrected:
        click.echo(f"Cherché : {found.corrected}")
    if found.did_you_mean:
        click.echo(f"Vouliez-vous dire « {found.did_you_mean} » ?")
    for item in found.items:
        click.echo(_line(item))
    if found.alike:
        click.echo("Ressources proches :")
    for item in found.alike:
        click.echo(_line(item))


@click.group()
@click.pass_obj
def searches(services: Services) -> None:
    """What people search for; who searches is not kept."""
    if not services.database.is_current():
        raise BrpError("la base de données n’est pas à jour : lancez d’abord « brp db upgrade ».")


@searches.command()
@click.option("--days", default=30, show_default=True, type=click.IntRange(1, 3650), help="Look back so many days.")
@click.pass_obj
def unanswered(services: Services, days: int) -> None:
    """Words that found little or were not understood: how often, how often with at most two answers, the words."""
    with services.database.reading() as session:
        found = unanswered_since(session, utc_now().date() - timedelta(days=days))
    for words in found:
        meant = "" if words.understood else "  (non compris)"
        click.echo(f"{words.searches:5} {words.few:5}  {words.query}{meant}")
    click.echo(f"{counted(len(found), 'recherche sans bonne réponse', 'recherches sans bonne réponse')}, {days} jours.")


def _line(item: Item) -> str:
    card = item.card
    away = distance(item.distance_km) if item.distance_km is not None else ""
    commune = card["commune"]["name"] if card["commune"] else ""
    details = (card["organisation"]["name"], commune, away, phone(card["phone"]) if card["phone"] else "")
    return f"- {card['name']} ({' · '.join(detail for detail in details if detail)})"


def _log(event: str, **values: str | int) -> None:
    click.echo(json.dumps({"at": utc_now().isoformat(timespec="seconds"), "event": event, **values}))


def _rebuild(services: Services) -> None:
    with tqdm(desc="Index", unit=" fiches", leave=False, disable=None) as bar:
        count = services.index_sync.rebuild(lambda done, total: _show(bar, done, total))
    click.echo(f"Nouvel index en service : {counted(count, 'fiche')}.")


def _show(bar: tqdm[Never], done: int, total: int) -> None:
    bar.total = total
    bar.update(done - bar.n)


def _tell_failures(report: DrainReport) -> None:
    if report.busy:
        raise BrpError("un autre travail occupe l’index (une reconstruction ?) : ce qui attend y sera.")
    for resource_id, reason in report.failed.items():
        click.echo(f"{resource_id} : {reason}", err=True)
    if report.failed:
        raise SystemExit(1)
