"""The account of an import as a person reads it on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from directory.exchange.report import Account, Log, Tally

_FATES = {
    "read": "lues",
    "created": "créées",
    "updated": "modifiées",
    "unchanged": "inchangées",
    "rejected": "rejetées",
}
_LOCATED = {
    "geocoder": "trouvé par le géocodeur",
    "commune": "mis au centre de la commune",
    "stored": "déjà connu",
}
_WIDEST_VALUE = 60  # characters of a value shown


def lines(account: Account) -> Iterator[str]:
    """The whole account, lists cut to their first entries; the last line is for programs (`read=… created=…`)."""
    if account.dry_run:
        yield "Essai à blanc : rien n’a été enregistré."
    yield from _table(account)
    yield ""
    yield f"Structures : {_sentence(account.organisations)}"
    yield f"Fiches : {_sentence(account.resources)}"
    for where, count in account.located.items():
        yield f"Fiches sans point dans la source : {count} ({_LOCATED[where]})"
    yield from _list("Lignes rejetées", account.rejections)
    yield from _list("Avertissements (la fiche est gardée)", account.warnings)
    if account.suggestions.count:
        yield ""
        yield f"Catégories proposées d’après les mots, à vérifier (voir --report) : {account.suggestions.count}"
    if account.vanished.count:
        yield ""
        yield f"Dans la base, mais plus dans ces fichiers (laissées telles quelles) : {account.vanished.count}"
        for entry in account.vanished.first:
            yield f"  {entry['source']} · {entry['external_id']} · {entry['name']}"
        yield from _more(account.vanished)
    yield ""
    yield " ".join(f"{name}={count}" for name, count in asdict(account.total).items())


def _table(account: Account) -> Iterator[str]:
    rows = [*account.files.items(), ("Total", account.total)]
    width = max(len(name) for name, _ in rows)
    yield " " * width + "".join(f"{label:>12}" for label in _FATES.values())
    for name, tally in rows:
        yield f"{name:<{width}}" + "".join(f"{getattr(tally, fate):>12}" for fate in _FATES)


def _sentence(tally: Tally) -> str:
    return ", ".join(f"{label} {getattr(tally, fate)}" for fate, label in _FATES.items())


def _list(title: str, log: Log) -> Iterator[str]:
    if not log.count:
        return
    yield ""
    yield f"{title} : {log.count}"
    for entry in log.first:
        yield f"  {_notice(entry)}"
    yield from _more(log)


def _notice(entry: Mapping[str, Any]) -> str:
    value = " ".join(str(entry["value"]).split())
    told = f"« {value[:_WIDEST_VALUE]}" in entry["reason"]
    shown = "" if told or not value else f" « {value[:_WIDEST_VALUE]}{'…' if len(value) > _WIDEST_VALUE else ''} »"
    field = f", {entry['field']}" if entry["field"] else ""
    return f"{entry['file']}, ligne {entry['line']}{field}{shown} : {entry['reason']}"


def _more(log: Log) -> Iterator[str]:
    if log.count > len(log.first):
        yield f"  … et {log.count - len(log.first)} autres (liste complète avec --report FICHIER.json)"
