"""The formats an import understands, and how a file tells which one it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from directory.exchange import data_inclusion, odspep, table
from directory.exchange.json_items import looks_like_json, read_items
from directory.exchange.listings import Listing, ReadOptions, Refused
from directory.exchange.odspep_fold import capitals
from directory.exchange.rows import UnusableFile, why_unreadable
from directory.exchange.tabular import describe

Reader = Callable[[Sequence[Path], ReadOptions], Iterator[Listing | Refused]]

FORMATS: Mapping[str, Reader] = {
    "data-inclusion": data_inclusion.read,
    "odspep": odspep.read,
    "table": table.read,
}

_MOSTLY = 0.75  # share of its columns that a table of structures has in common with the schema, which others resemble


def sort(paths: Sequence[Path], wanted: str) -> dict[str, list[Path]]:
    """`paths` by format, in the order given: `wanted` for all, or what each file is with `wanted` = "auto".

    Raises `UnusableFile`, naming every file that no format can read.
    """
    by_format: dict[str, list[Path]] = {}
    faults = []
    for path in paths:
        try:
            by_format.setdefault(_format_of(path, wanted), []).append(path)
        except UnusableFile as error:
            faults.append(str(error))
    if faults:
        raise UnusableFile("\n".join(faults))
    return by_format


def read(by_format: Mapping[str, Sequence[Path]], options: ReadOptions) -> Iterator[Listing | Refused]:
    """Everything the files hold, format after format. Raises `UnusableFile`, possibly after some listings."""
    for name, paths in by_format.items():
        yield from FORMATS[name](paths, options)


def _format_of(path: Path, wanted: str) -> str:
    """Checks that `path` can be opened, and says its format."""
    try:
        with path.open("rb") as file:
            start = file.read(100)
    except OSError as error:
        raise UnusableFile(f"{path.name} : impossible de lire le fichier ({why_unreadable(error)}).") from error
    if looks_like_json(start):
        return _format_of_json(path, wanted)
    if wanted in ("auto", "data-inclusion") and data_inclusion.official_sheets(path):
        return "data-inclusion"
    headers = describe(path).headers  # raises when it is no table either
    if wanted != "auto":
        return wanted
    if capitals(dict.fromkeys(headers, "")).keys() >= odspep.REQUIRED:
        return "odspep"
    named = {header for header in headers if header}
    if named >= {"id", "nom"}:
        alike = len(named & data_inclusion.KNOWN) / len(named)
        if "structure_id" in named or alike >= _MOSTLY:
            return "data-inclusion"
    return "table"


def _format_of_json(path: Path, wanted: str) -> str:
    """JSON is only understood as data·inclusion: its first item must look like it."""
    if wanted not in ("auto", "data-inclusion"):
        raise UnusableFile(f"{path.name} : c’est du JSON, que le format « {wanted} » ne connaît pas.")
    first = list(islice(read_items(path), 1))
    if not first:
        raise UnusableFile(f"{path.name} : aucune fiche dans ce fichier JSON.")
    if not first[0].value.keys() & {"id", "nom", "structure_id"}:
        raise UnusableFile(
            f"{path.name} : ce JSON n’est pas du data·inclusion (attendu : un tableau de structures ou de services, "
            "chacun avec ses champs « id » et « nom »)."
        )
    return "data-inclusion"
