"""`python -m tests.relevance`: how well the product finds, beside plain BM25 on the same queries and resources.

The engine is an embedded one of its own, or the one at `--search-url` (its index is replaced). `--worst N` lists the
queries of the dev split that fare worst, with what was expected; held-out queries are never shown.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.relevance import corpus, report
from tests.relevance.grading import Grader
from tests.relevance.judgements import DEV, read_queries
from tests.relevance.measure import DEPTH, Outcome, overlaps, product, run
from tests.relevance.plain_bm25 import plain_bm25

SHARED_DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m tests.relevance", description=__doc__)
    parser.add_argument("--search-url", default="", help="engine to measure, as in BRP_SEARCH_URL")
    parser.add_argument("--shared-data", type=Path, default=SHARED_DATA, help="folder of the sample files")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="also list the N worst queries of dev")
    parser.add_argument("--json", action="store_true", help="print all figures as JSON instead")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="brp-relevance-") as folder:
        base = corpus.build(Path(folder), options.shared_data, options.search_url)
        queries = read_queries(base.documents)
        grader = Grader(base.documents, base.services.gazetteer)
        found = run(queries, product(base), grader)
        plain = run(queries, plain_bm25(base.documents, grader), grader)
        base.services.database.engine.dispose()
    measured = {"produit": report.rows(found), "BM25": report.rows(plain)}
    print(json.dumps(measured, indent=1, ensure_ascii=False) if options.json else report.table(measured))
    if options.worst:
        titles = {name: f"{name} « {item.name} »" for name, item in base.documents.items()}
        for line in worst(found, titles, options.worst):
            print(line)


def worst(found: Sequence[Outcome], titles: dict[str, str], count: int) -> Iterator[str]:
    """The `count` queries of the dev split with the lowest nDCG, then the typing errors that cost most (Markdown)."""
    dev = [item for item in found if item.query.split == DEV]
    yield "\n# Lowest nDCG@10\n"
    for item in sorted(dev, key=lambda item: item.ndcg)[:count]:
        query = item.query
        yield f"\n## {item.ndcg:.2f} « {query.text} » at {query.commune or '–'} (judged at {query.place or '–'}), {query.about}"
        best = sorted(item.grades, key=lambda name: -item.grades[name])[:DEPTH]
        yield "expected: " + " · ".join(f"{item.grades[name]} {titles[name]}" for name in best)
        yield "came: " + (" · ".join(f"{item.grades.get(name, 0)} {titles[name]}" for name in item.found) or "nothing")
    yield "\n# Typing errors that change the answers most (share of the clean twin's answers kept)\n"
    for query, share in sorted(overlaps(dev).items(), key=lambda pair: pair[1])[:count]:
        yield f"- {share:.1f} « {query.text} » for « {query.twin} » at {query.commune or '–'}"


if __name__ == "__main__":
    main()
