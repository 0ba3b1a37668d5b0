"""Queries that fail elsewhere (`shared/data/hard-queries.txt`) find a relevant answer among the first three."""

from __future__ import annotations

from pathlib import Path

import yaml

from directory.search.params import SearchParams
from tests.relevance.conftest import Bench
from tests.relevance.corpus import NOW, name_of
from tests.relevance.judgements import FOLDER, Names
from tests.relevance.test_relevance import FLOORS

COMMUNE = "82121"
SHOWN = 3


def test_queries_that_fail_elsewhere_are_answered_at_once(bench: Bench, shared_data: Path) -> None:
    lines = (shared_data / "hard-queries.txt").read_text(encoding="utf-8").splitlines()
    judged = yaml.safe_load((FOLDER / "hard.yaml").read_bytes())
    names = Names(bench.corpus.documents, yaml.safe_load((FOLDER / "groups.yaml").read_bytes()))
    unanswered = [
        text
        for number, text in enumerate(lines, 1)
        if not names.meant(judged[number]["answers"]).keys() & set(_first_answers(bench, text))
    ]
    assert len(lines) == len(judged)
    assert len(unanswered) <= FLOORS[bench.engine]["hard_unanswered"], unanswered


def _first_answers(bench: Bench, text: str) -> list[str]:
    params = SearchParams(q=text, commune=COMMUNE, page_size=SHOWN)
    items = bench.corpus.services.finder.find(params, NOW, facets=()).items
    return [name_of(item.card["source"], item.card["external_id"]) for item in items]
