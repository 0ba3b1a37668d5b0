"""Marking the words found."""

from __future__ import annotations

import pytest

from indexing.highlights import highlight


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Aide au logement", "<mark>Aide</mark> au logement"),
        ("LES AIDES", "LES <mark>AIDES</mark>"),
        ("l’aide-logement", "l’<mark>aide</mark>-logement"),
        ("Rien", "Rien"),
        ("", ""),
        ('<b>aide</b> & "co"', "&lt;b&gt;<mark>aide</mark>&lt;/b&gt; &amp; &quot;co&quot;"),
        ("😀 œuvre aidé", "😀 œuvre <mark>aidé</mark>"),
        ("<mark>aide</mark>", "&lt;mark&gt;<mark>aide</mark>&lt;/mark&gt;"),
    ],
)
def test_words_found_are_marked_and_all_else_is_escaped(text: str, marked: str) -> None:
    assert highlight(text, {"aid": "aide"}) == marked
