"""`docs/ranking.md` tells the constants of the code."""

from __future__ import annotations

import re
from pathlib import Path

from indexing import alike, clauses, query, ranking

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "ranking.md"
ROW = re.compile(r"^\| `([A-Z_]+)` \| ([\d.]+) \|", re.MULTILINE)
NOT_TOLD = {"NEVER", "MOST_WORDS", "ABOUT_SCALE"}  # a mark, a limit, and how bytes are read


def constants() -> dict[str, float]:
    """The numbers that make the order, by name."""
    modules = [vars(module) for module in (alike, clauses, ranking)] + [{"ENOUGH": query.ENOUGH, "FEW": query.FEW}]
    return {
        name: float(value)
        for module in modules
        for name, value in module.items()
        if name.isupper() and isinstance(value, int | float) and name not in NOT_TOLD
    }


def test_every_constant_is_told_with_its_value() -> None:
    told = {name: float(value) for name, value in ROW.findall(DOCUMENT.read_text("utf-8"))}
    assert told == constants()
