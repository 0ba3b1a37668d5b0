"""`python -m tests.benchmarks [SIZE…]`: sizes are 10000 and 100000 by default; 1000000 on request (about an hour).

Elasticsearch is measured too where one can be had; see `tests/elasticsearch`.
Prints figures and ratios, and writes them all to `var/bench/<moment>.json`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
import time
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from directory.database import Database
from directory.resources.published import published
from directory.search.documents import document_of
from directory.search.index_sync import IndexSync
from directory.search.params import SearchParams
from directory.services import Services, open_services
from directory.settings import Settings
from tests.benchmarks import corpus, elastic, raw_engine, sentences
from tests.benchmarks.serving import Timing, ask, gunicorn, worker_memory_mb

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 5
# What advisers type: one to four words, common and rare, at places large and small.
WORDS = ("aide loyer", "permis", "garde enfant", "apprendre français", "colis alimentaire", "médecin", "surendettement")
WORDS += ("mobilité vélo", "accueil femmes violences", "rendez-vous", "transport", "accompagnement emploi jeunes")
PLACES = ("82121", "82037", "75120", "13055", "69123", "59350", "31555", "97411", "2A004", "12202", "46042", "48095")


def main() -> None:
    """Measures every size asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000])
    figures: dict[str, Any] = {"moment": datetime.now().astimezone().isoformat(timespec="seconds")}
    figures |= {"machine": platform.platform(), "processors": os.cpu_count(), "sizes": {}}
    given = parser.parse_args()
    with elastic.server() as elasticsearch:
        for size in given.sizes:
            with tempfile.TemporaryDirectory(prefix="brp-bench-") as folder:
                figures["sizes"][size] = measured = measure(size, Path(folder), elasticsearch)
            show(size, measured)
    sizes = sorted(figures["sizes"])
    if len(sizes) > 1:
        growth = figures["sizes"][sizes[-1]]["http_1"]["p50"] / figures["sizes"][sizes[0]]["http_1"]["p50"]
        figures["p50_growth"] = round(growth, 2)
        print(f"p50 à {sizes[-1]:_} ÷ p50 à {sizes[0]:_} : {growth:.2f}")
    report = ROOT / "var" / "bench" / f"{datetime.now().astimezone():%Y-%m-%d-%H%M%S}.json"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.write_text(json.dumps(figures, indent=1))
    print(f"Tous les chiffres : {report}")


def measure(size: int, folder: Path, elasticsearch: str) -> dict[str, Any]:
    """All figures of a base of `size` resources; `elasticsearch` is the address of a server, "" without any."""
    environment = {
        "BRP_DATABASE_URL": f"sqlite:///{folder}/brp.sqlite3",
        "BRP_SEARCH_URL": f"tantivy:{folder}/index",
    }
    services = open_services(Settings.from_environment(environment))
    services.database.upgrade()
    corpus.fill(services.database, services.gazetteer, size)
    measured: dict[str, Any] = {"rebuild_seconds": round(_rebuild(services.index_sync), 2)}
    measured["raw_build_seconds"], index = _raw_build(services, folder)
    asked = [(words, place) for words in WORDS for place in PLACES]
    searches = [SearchParams(q=words, commune=place) for words, place in asked]
    queries = [params.to_query(services.gazetteer, datetime.now().astimezone()) for params in searches]
    raw_engine.search(index, queries)  # warms the files
    measured["raw_search"] = asdict(_timing(raw_engine.search(index, queries * ROUNDS)))
    measured["engine_search"] = asdict(_timing(_engine_search(services, queries * ROUNDS)))
    paths = ["/api/v1/resources?" + urlencode({"q": words, "commune": place}) for words, place in asked]
    pages = [path.replace("/api/v1/resources", "/recherche") for path in paths]
    with gunicorn("tests.benchmarks.empty_app:app", {}) as (port, _):
        ask(port, ["/healthz"] * 100, 2)
        measured["empty_1"] = asdict(ask(port, ["/healthz"] * len(paths) * ROUNDS, 1))
        measured["empty_8"] = asdict(ask(port, ["/healthz"] * len(paths), 8))
    with gunicorn("directory.wsgi:app", environment) as (port, master):
        ask(port, paths, 2)
        measured["http_1"] = asdict(ask(port, paths * ROUNDS, 1))
        measured["http_8"] = asdict(ask(port, paths, 8))
        measured["page_1"] = asdict(ask(port, pages, 1))
        measured["worker_mb"] = worker_memory_mb(master)
    measured["sentences"] = sentences.measure(environment)
    ratios = _ratios(measured) | sentences.ratios(measured["sentences"])
    if elasticsearch:
        measured["elasticsearch"] = figures = elastic.measure(elasticsearch, environment, searches, paths, ROUNDS)
        ratios |= elastic.ratios(figures, measured["rebuild_seconds"])
    return measured | {"ratios": ratios}


def _rebuild(index_sync: IndexSync) -> float:
    before = time.perf_counter()
    index_sync.rebuild()
    return time.perf_counter() - before


def _raw_build(services: Services, folder: Path) -> tuple[float, Any]:
    """The same documents, ready in memory, into Tantivy alone."""
    documents = list(_documents(services.database, services))
    (folder / "raw").mkdir()
    index, seconds = raw_engine.build(documents, folder / "raw")
    return round(seconds, 2), index


def _documents(database: Database, services: Services) -> Any:
    with database.reading() as session:
        for resource in published(session):
            yield document_of(resource, services.gazetteer)


def _engine_search(services: Services, queries: list[Any]) -> list[float]:
    seconds = []
    for query in queries:
        before = time.perf_counter()
        services.engine.search(query)
        seconds.append(time.perf_counter() - before)
    return seconds


def _timing(seconds: list[float]) -> Timing:
    return Timing.of(seconds, sum(seconds))


def _ratios(measured: dict[str, Any]) -> dict[str, float]:
    """Ours ÷ the parts alone. The targets are those of the issue « Find a resource »."""
    parts = measured["raw_search"]["p50"] + measured["empty_1"]["p50"]
    return {
        "rebuild ÷ raw build (≤ 4)": round(measured["rebuild_seconds"] / measured["raw_build_seconds"], 2),
        "engine p50 ÷ raw engine p50": round(measured["engine_search"]["p50"] / measured["raw_search"]["p50"], 2),
        "HTTP p50 ÷ (raw engine + empty Flask) p50 (≤ 2)": round(measured["http_1"]["p50"] / parts, 2),
        "page p50 ÷ (raw engine + empty Flask) p50": round(measured["page_1"]["p50"] / parts, 2),
        "HTTP p50, 8 clients ÷ 1 client": round(measured["http_8"]["p50"] / measured["http_1"]["p50"], 2),
    }


def show(size: int, measured: dict[str, Any]) -> None:
    """Prints what a person wants to know first."""
    print(f"\n— {size:_} ressources —")
    for name, value in measured.items():
        if name == "elasticsearch":
            print("  on Elasticsearch:", *(f"    {part:18} {figure}" for part, figure in value.items()), sep="\n")
        elif name != "ratios":
            print(f"  {name:20} {value}")
    for name, ratio in measured["ratios"].items():
        print(f"  {name:64} {ratio}")


if __name__ == "__main__":
    main()
