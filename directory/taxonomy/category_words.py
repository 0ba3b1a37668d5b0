"""Categories suggested by words, for services whose source gives neither topic nor category (`category_words.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from slugify import slugify

AT_MOST = 3  # categories suggested


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Categories, most fitting first, and the words or networks they came from, as found."""

    categories: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    """All words in one pattern: group `eN` is entry N of the file."""

    pattern: re.Pattern[str]
    categories: Sequence[tuple[str, ...]]
    networks: Mapping[str, int]


def suggest_categories(texts: Sequence[str], networks: Iterable[str] = ()) -> Suggestion | None:
    """Categories that the first of `texts` (strongest first: name, organisation, description) to tell some tells.

    `networks` (slugs of data·inclusion) count with the first text. None when nothing is recognised.
    """
    known = _words()
    told = {known.networks[network]: network for network in networks if network in known.networks}
    for text in texts:
        for match in known.pattern.finditer(_plain(text)):
            told.setdefault(int((match.lastgroup or "e0")[1:]), match[0])
        if told:
            entries = list(told)[:AT_MOST]
            categories = dict.fromkeys(slug for entry in entries for slug in known.categories[entry])
            return Suggestion(tuple(categories)[:AT_MOST], tuple(told[entry] for entry in entries))
    return None


@cache
def _words() -> _Words:
    with (Path(__file__).parent / "category_words.toml").open("rb") as file:
        entries = tomllib.load(file)["entries"]
    groups = []
    for number, entry in enumerate(entries):
        words = "|".join(_pattern(word) for word in sorted(entry["words"], key=len, reverse=True))
        groups.append(f"(?P<e{number}>{words})")
    return _Words(
        pattern=re.compile(rf"\b(?:{'|'.join(groups)})\b"),
        categories=[tuple(entry["categories"]) for entry in entries],
        networks={network: number for number, entry in enumerate(entries) for network in entry["networks"]},
    )


def _pattern(word: str) -> str:
    """A word as `_plain` writes it; a star at the end of one of its words stands for any ending."""
    return r"\ ".join(re.escape(_plain(part)) + (r"[a-z0-9]*" if part.endswith("*") else "") for part in word.split())


def _plain(text: str) -> str:
    """Lower case, no accents, one space for everything else. (`slugify` would glue « l’emploi » together.)"""
    return slugify(text.replace("’", "'"), separator=" ")
