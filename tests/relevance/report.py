"""The tables of the bench: one line a need and a tag, the product beside plain BM25."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from tests.relevance.judgements import HELD_OUT, SPLITS, TAGS
from tests.relevance.measure import Outcome, figures, overlaps

HEADINGS = ("requêtes", "nDCG@10", "jugées", "succès@5", "rien", "fautes=")


def rows(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Any]]:
    """Figures of all queries, then of each split, need and tag (and its held-out part), by name."""
    overlap = overlaps(outcomes)
    return {name: asdict(figures(chosen, overlap)) for name, chosen in _selections(outcomes) if chosen}


def _selections(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, Sequence[Outcome]]]:
    yield "all", outcomes
    for split in SPLITS:
        yield split, [item for item in outcomes if item.query.split == split]
    for need in sorted({item.query.need for item in outcomes}):
        yield need, [item for item in outcomes if item.query.need == need]
    for tag in TAGS:
        tagged = [item for item in outcomes if tag in item.query.tags]
        yield tag, tagged
        yield f"{tag} {HELD_OUT}", [item for item in tagged if item.query.split == HELD_OUT]


def table(rankers: dict[str, dict[str, dict[str, Any]]]) -> str:
    """`rankers` (name → rows) as text, their figures side by side."""
    width = max(len(name) for measured in rankers.values() for name in measured) + 1
    lines = [" " * width + "".join(f"{name:^{9 * len(HEADINGS)}}" for name in rankers)]
    lines.append(" " * width + "".join(f"{heading:>9.9}" for _ in rankers for heading in HEADINGS))
    for name in next(iter(rankers.values())):
        cells = (_cell(value) for measured in rankers.values() for value in measured[name].values())
        lines.append(f"{name:<{width}}" + "".join(cells))
    return "\n".join(lines)


def _cell(value: float | None) -> str:
    if value is None:
        return f"{'–':>9}"
    return f"{value:>9}" if isinstance(value, int) else f"{value:>9.3f}"
