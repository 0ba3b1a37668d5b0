"""Markdown shown without danger, and its plain words."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from directory.resources.markdown import to_html, to_text


def test_usual_marks_become_html() -> None:
    html = to_html("**Gratuit** et *ouvert*.\nSur place :\n\n- colis\n- repas")
    assert "<strong>Gratuit</strong> et <em>ouvert</em>.<br>" in html
    assert "<li>colis</li>" in html
    assert isinstance(html, Markup)


def test_headings_start_below_those_of_the_page() -> None:
    assert to_html("# Un\n\n#### Quatre") == "<h3>Un</h3>\n<h6>Quatre</h6>\n"


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "<javascript:alert(1)>",
        "[x](data:text/html,<script>)",
        "[x](vbscript:x)",
        "[x](//ailleurs.fr)",
        "[x](/deconnexion)",
        '<a href="https://x.fr" onclick="alert(1)">x</a>',
        "[x]: javascript:alert(1)\n\n[x]",
        "<iframe src=https://x.fr></iframe>",
        "<style>body{display:none}</style>",
    ],
)
def test_hostile_texts_stay_texts(hostile: str) -> None:
    html = to_html(hostile)
    for tag in ("<a ", "<img", "<script", "<iframe", "<style"):
        assert tag not in html


@pytest.mark.parametrize("address", ["https://exemple.fr/a", "http://exemple.fr", "mailto:a@exemple.fr", "tel:+33563"])
def test_links_that_lead_somewhere_are_kept_and_give_nothing_away(address: str) -> None:
    assert to_html(f"[x]({address})") == f'<p><a href="{address}" rel="noopener nofollow">x</a></p>\n'


def test_a_picture_is_only_a_link() -> None:
    assert "<img" not in to_html("![plan](https://exemple.fr/plan.png)")


def test_entities_and_line_break_tags_of_the_sources_are_read() -> None:
    assert to_html("L&eacute;gende<br/>suite") == "<p>Légende<br>\nsuite</p>\n"
    assert to_text("L&eacute;gende<br/>suite") == "Légende\nsuite"


def test_plain_words_keep_no_mark() -> None:
    text = "# Titre\n\n**Gratuit**, voir [le site](https://exemple.fr).\n\n- colis\n- repas\n\n1. venir\n\n    code"
    assert to_text(text) == "Titre\nGratuit, voir le site.\ncolis\nrepas\nvenir\ncode"


@pytest.mark.parametrize("text", ["", "Un accueil, tous les jours.\nSans rendez-vous (9 h - 12 h) : venez !"])
def test_a_text_without_marks_is_given_back_as_it_is(text: str) -> None:
    assert to_text(text) == text
