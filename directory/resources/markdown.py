"""Markdown as people type it, shown without danger: no HTML of theirs, only links that say where they lead."""

from __future__ import annotations

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

SCHEMES = {"http", "https", "mailto", "tel"}
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h3", "h4", "h5", "h6", "blockquote", "code", "pre", "hr"}

_LINK = re.compile(rf"(?:{'|'.join(SCHEMES)}):", re.IGNORECASE)
_LINE_BREAK_TAG = re.compile(r"<br\s*/?>\n?", re.IGNORECASE)  # the one tag that sources leave in plain texts
_MARKED = re.compile(r"[*_`\[\]<>#&\\]|^[ \t]*(?:[-+=]|[0-9]+[.)])|^ {4}", re.MULTILINE)
_HEADINGS = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6", "h6": "h6"}  # a page has its own h1 and h2

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable("image")
_MARKDOWN.validateLink = lambda url: bool(_LINK.match(url))  # type: ignore[method-assign]  # its way to set a rule


@lru_cache(maxsize=1000)
def to_html(text: str) -> Markup:
    """`text` as safe HTML. Links are http, https, mailto or tel, anything else stays text; headings start at h3."""
    tokens = _parse(text)
    for token in tokens:
        token.tag = _HEADINGS.get(token.tag, token.tag)
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    clean = nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel="noopener nofollow")
    return Markup(clean)  # noqa: S704  (nh3 has just sanitised it)


def to_text(text: str) -> str:
    """`text` without its marks, for the index and for summaries; a line for each block and each line of it.

    Most texts hold no mark at all and are given back as they are: the index reads 100,000 of them.
    """
    if not _MARKED.search(text):
        return text
    return "\n".join(_said(token) for token in _parse(text) if token.content).strip()


def _parse(text: str) -> list[Token]:
    return _MARKDOWN.parse(_LINE_BREAK_TAG.sub("\n", text))


def _said(token: Token) -> str:
    """The words of a block."""
    if token.type != "inline":
        return token.content  # a block of code
    return "".join("\n" if part.type in ("softbreak", "hardbreak") else part.content for part in token.children or ())
