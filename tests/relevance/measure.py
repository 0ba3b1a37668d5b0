"""How good a list of answers is, and what the product and a plain BM25 answer to every judged query."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

from directory.search.finder import Finder
from directory.search.params import SearchParams
from tests.relevance.corpus import NOW, Corpus, name_of
from tests.relevance.grading import Grader
from tests.relevance.judgements import Judged

DEPTH = 10  # answers looked at
SUCCESS_DEPTH = 5
Ranker = Callable[[Judged], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one query got: the names found, best first, at most `DEPTH`, and what each resource was worth."""

    query: Judged
    found: tuple[str, ...]
    grades: Mapping[str, int]

    @property
    def ndcg(self) -> float:
        """nDCG@10; an answer nobody judged counts 0."""
        return ndcg([self.grades.get(name, 0) for name in self.found], self.grades.values())

    @property
    def ndcg_judged(self) -> float:
        """The same, answers nobody judged being passed over: what is below them moves up."""
        return ndcg([self.grades[name] for name in self.found if name in self.grades], self.grades.values())

    @property
    def success(self) -> bool:
        """Whether a good or perfect answer stands among the first five (an acceptable one, if none is better)."""
        enough = min(2, max(self.grades.values()))
        return any(self.grades.get(name, 0) >= enough for name in self.found[:SUCCESS_DEPTH])


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over `count` queries, each 0 to 1. `overlap` is None when none of them has a twin."""

    count: int
    ndcg: float
    ndcg_judged: float
    success: float
    zero: float
    overlap: float | None


def ndcg(gains: Sequence[int], ideal: Iterable[int]) -> float:
    """Discounted gain of the first `DEPTH` over the best that was possible; gain is 2^grade − 1."""
    best = _dcg(sorted(ideal, reverse=True))
    return _dcg(gains) / best if best else 0.0


def _dcg(gains: Sequence[int]) -> float:
    return math.fsum((2**gain - 1) / math.log2(rank + 2) for rank, gain in enumerate(gains[:DEPTH]))


def run(queries: Sequence[Judged], ranker: Ranker, grader: Grader) -> list[Outcome]:
    """What `ranker` finds for every query."""
    return [Outcome(query, tuple(ranker(query))[:DEPTH], grader.grades(query)) for query in queries]


def product(corpus: Corpus) -> Ranker:
    """The real path of a search: `SearchParams` → `Finder.find` → cards."""
    finder: Finder = corpus.services.finder

    def find(query: Judged) -> list[str]:
        params = SearchParams(q=query.text, commune=query.commune, page_size=DEPTH)
        found = finder.find(params, NOW, facets=())
        return [name_of(item.card["source"], item.card["external_id"]) for item in (*found.items, *found.alike)]

    return find


def overlaps(outcomes: Sequence[Outcome]) -> dict[Judged, float]:
    """For each query with typing errors, the share of its clean twin's answers that it found too."""
    clean = {(item.query.about, item.query.text, item.query.commune): item for item in outcomes if not item.query.twin}
    found = {}
    for item in outcomes:
        if twin := clean.get((item.query.about, item.query.twin, item.query.commune)):
            found[item.query] = len({*item.found} & {*twin.found}) / max(len(twin.found), 1)
    return found


def figures(outcomes: Sequence[Outcome], overlap: Mapping[Judged, float]) -> Figures:
    """The means over `outcomes`."""
    typos = [overlap[item.query] for item in outcomes if item.query in overlap]
    return Figures(
        count=len(outcomes),
        ndcg=mean(item.ndcg for item in outcomes),
        ndcg_judged=mean(item.ndcg_judged for item in outcomes),
        success=mean(item.success for item in outcomes),
        zero=mean(not item.found for item in outcomes),
        overlap=mean(typos) if typos else None,
    )
