"""What completes a short list: documents that have the words and the topics of its first answers.

Who looks for « Restos du cœur » where one listing bears the name is shown the other food aid after it. Nothing is
learned and no model is asked: the first answers say which words go with the need (relevance feedback, Rocchio 1971).
Measured: docs/decisions/2026-11-25-alike.md.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexing.analysis import tokens
from indexing.clauses import ANYWHERE
from indexing.query import ENOUGH, SearchQuery, Sort

MODELS = 3  # answers whose traits are looked for, the first one counting most
TRAITS = 20  # that count most
SHARED = 3  # traits a document must have, a topic or a category among them if the first answers have any
NAME, SUMMARY, LABEL = 3.0, 2.0, 4.0  # what a word of the name, one of the summary, a topic or a category weigh
WORDS = ANYWHERE  # a trait there weighs × its rarity (BM25), in both engines
RARITY = {"topics": 4.0, "categories": 2.0}  # for the others: about what a label that one listing in fifty holds tells


@dataclass(frozen=True, slots=True)
class Trait:
    """`value` in the keyword field `field`. `weight` is yet to be multiplied by its rarity in the field `WORDS`."""

    field: str
    value: str
    weight: float


def completed(query: SearchQuery, total: int) -> int:
    """How many documents may complete the page of `query`, which has `total` answers."""
    if not (query.complete and query.text and total) or query.offset or query.sort is not Sort.RELEVANCE:
        return 0
    return max(0, min(ENOUGH, query.limit) - total)


def traits_of(cards: Iterable[Mapping[str, Any]]) -> tuple[Trait, ...]:
    """The traits of the documents with these cards, the best answer first: the heaviest ones."""
    found: dict[tuple[str, str], float] = defaultdict(float)
    for rank, card in enumerate(cards):
        own: dict[tuple[str, str], float] = defaultdict(float)
        for text, weight in ((card.get("name"), NAME), (card.get("summary"), SUMMARY)):
            for token in tokens(text or ""):
                own[WORDS, token.stem] += weight
        own |= {(field, slug): LABEL for field in RARITY for slug in card.get(field) or ()}
        heard = {trait: 1.0 + math.log(weight) for trait, weight in own.items()}
        length = math.sqrt(sum(weight * weight for weight in heard.values()))
        for trait, weight in heard.items():
            found[trait] += weight / length / (rank + 2)
    heaviest = sorted(found.items(), key=_heaviest)[:TRAITS]
    return tuple(Trait(*trait, weight * RARITY.get(trait[0], 1.0)) for trait, weight in heaviest)


def _heaviest(trait: tuple[tuple[str, str], float]) -> tuple[float, Sequence[str]]:
    return -round(trait[1], 9), trait[0]
