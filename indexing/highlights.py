"""Why a resource is here: the words of the query found in what its card shows."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from indexing.analysis import stem_analyzer


def highlight(text: str, stems: Mapping[str, str]) -> str:
    """`text` as HTML: the words found between `<mark>` tags, everything else escaped."""
    parts: list[str] = []
    done = 0
    for token in stem_analyzer().pre_tokenize(text).tokens:
        if token.text in stems:
            start, end = token.char_offset_from, token.char_offset_to
            parts += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
            done = end
    return "".join([*parts, escape(text[done:])])
