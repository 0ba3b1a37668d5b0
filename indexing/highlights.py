"""Why a resource is here: the words of the query found in what its card shows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from html import escape
from sys import intern
from typing import Any

from indexing.analysis import stem_analyzer

TEXTS_KEPT = 4_000  # names, organisations and summaries: about 10 MB


def card_highlights(
    card: Mapping[str, Any], matched: Mapping[str, tuple[str, ...]], stems: Mapping[str, str]
) -> dict[str, str]:
    """The texts of `card` in which words or wordings were found (`matched`, by field), as HTML."""
    texts = {"name": card.get("name"), "organisation": (card.get("organisation") or {}).get("name")}
    texts["summary"] = card.get("summary")
    return {
        name: highlight(str(text), stems.keys() | frozenset().union(*map(_stems, matched[name])))
        for name, text in texts.items()
        if text and name in matched
    }


def highlight(text: str, stems: Collection[str]) -> str:
    """`text` as HTML: the words found between `<mark>` tags, everything else escaped."""
    parts: list[str] = []
    done = 0
    for stem, start, end in _words(text):
        if stem in stems:
            parts += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
            done = end
    return "".join([*parts, escape(text[done:])])


@lru_cache(maxsize=TEXTS_KEPT)
def _words(text: str) -> tuple[tuple[str, int, int], ...]:
    """The stem of each word of `text`, and where it is. The last texts shown are shown again."""
    found = stem_analyzer().pre_tokenize(text).tokens
    return tuple((intern(word.text), word.char_offset_from, word.char_offset_to) for word in found)


@lru_cache(maxsize=1_000)
def _stems(words: str) -> frozenset[str]:
    """The stems of words that many cards of a page share."""
    return frozenset(stem_analyzer().analyze(words))
