"""`python -m tests.relevance`: how well the product finds, beside plain BM25 on the same queries and resources."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from tests.relevance import corpus, report
from tests.relevance.grading import Grader
from tests.relevance.judgements import DEV, read_queries
from tests.relevance.measure import DEPTH, Outcome, overlaps, product, run
from tests.relevance.plain_bm25 import plain_bm25

SHARED_DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


@click.command(help=__doc__)
@click.option("--search-url", default="", help="Engine to measure, as in BRP_SEARCH_URL; its index is replaced.")
@click.option("--embedder", default="local", help="Reads sentences, as BRP_EMBEDDER: off, local, http…#model.")
@click.option("--shared-data", default=SHARED_DATA, type=click.Path(path_type=Path), help="Folder of the sample files.")
@click.option("--worst", default=0, metavar="N", help="List the N worst queries of the dev split too; never held-out.")
@click.option("--json", "as_json", is_flag=True, help="All figures as JSON instead of tables.")
def main(search_url: str, embedder: str, shared_data: Path, worst: int, as_json: bool) -> None:
    with (
        tempfile.TemporaryDirectory(prefix="brp-relevance-") as folder,
        corpus.filled(Path(folder), shared_data) as address,
        corpus.indexed(address, search_url or f"tantivy:{folder}/index", embedder) as base,
    ):
        queries = read_queries(base.documents)
        grader = Grader(base.documents, base.services.gazetteer)
        found = run(queries, product(base), grader)
        plain = run(queries, plain_bm25(base.documents, grader), grader)
    measured = {"produit": report.rows(found), "BM25": report.rows(plain)}
    click.echo(json.dumps(measured, indent=1, ensure_ascii=False) if as_json else report.table(measured))
    titles = {name: f"{name} « {item.name} »" for name, item in base.documents.items()}
    for line in _worst(found, titles, worst) if worst else ():
        click.echo(line)


def _worst(found: Sequence[Outcome], titles: dict[str, str], count: int) -> Iterator[str]:
    """The `count` queries of the dev split with the lowest nDCG, then the typing errors that cost most (Markdown)."""
    dev = [item for item in found if item.query.split == DEV]
    yield "\n# Lowest nDCG@10\n"
    for item in sorted(dev, key=lambda item: item.ndcg)[:count]:
        query = item.query
        place = f"at {query.commune or '–'}, judged at {query.place or '–'}"
        yield f"\n## {item.ndcg:.2f} « {query.text} » ({place}): {query.about}"
        best = sorted(item.grades, key=lambda name: -item.grades[name])[:DEPTH]
        yield "expected: " + " · ".join(f"{item.grades[name]} {titles[name]}" for name in best)
        yield "came: " + (" · ".join(f"{item.grades.get(name, 0)} {titles[name]}" for name in item.found) or "nothing")
    yield "\n# Typing errors that change the answers most (share of the clean twin's answers kept)\n"
    for query, share in sorted(overlaps(dev).items(), key=lambda pair: pair[1])[:count]:
        yield f"- {share:.1f} « {query.text} » for « {query.twin} » at {query.commune or '–'}"


if __name__ == "__main__":
    main()
