"""Text as it should have been written: decoded once, without entities or invisible characters, ordinary spaces."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

import ftfy
from ftfy.badness import is_bad

REPAIRED = "texte décodé deux fois (« Ã© » pour « é ») : réparé"
UNREPAIRED = "texte mal décodé, impossible à réparer : à corriger dans le fichier"
LOST = "caractères perdus avant l’import (« � ») : à corriger dans le fichier"

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_LINE_BREAK = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
# What Excel writes for a carriage return, C0 and C1 controls, and marks that show nothing. U+200C, U+200D and
# U+FE0F stay: emoji and some scripts are made with them.
_INVISIBLE = re.compile(
    r"_x000D_|[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_BLANK_LINES = re.compile(r"\n{3,}")
# ftfy costs 50 µs a cell: only cells that hold a mark of a double decoding are shown to it.
_DECODED_TWICE = re.compile(r"[ÂÃÅâãðï][^\x00-\x7f]|Ã |à[\u0080-\u00bf]")
# « ÃŽle », too short for ftfy to be sure; no French word holds Ã.
_PAIR = re.compile(r"Ã[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text, and in French what had to be repaired in it or could not be ("" when nothing is worth telling)."""

    text: str
    remark: str = ""


def repair(text: str) -> Repaired:
    """`text` decoded once, entities replaced, invisible characters removed, spaces made ordinary and single.

    Line breaks are kept as `\\n`, at most one blank line at a time. Only the double decoding is worth a remark.
    """
    if text.isascii() and text.isprintable() and "&" not in text and "  " not in text and "_x000D_" not in text:
        return Repaired(text.strip())
    decoded = text
    if _DECODED_TWICE.search(text):
        decoded = _PAIR.sub(_decode_once, ftfy.fix_encoding(text))
    remark = REPAIRED if decoded != text else ""
    if "\ufffd" in decoded:
        remark = LOST
    elif _DECODED_TWICE.search(decoded) and is_bad(decoded):
        remark = UNREPAIRED
    return Repaired(tidy(_ENTITY.sub(lambda match: html.unescape(match[0]), decoded)), remark)


def _decode_once(pair: re.Match[str]) -> str:
    return pair[0].encode("sloppy-windows-1252").decode("utf-8", errors="replace")


def tidy(text: str) -> str:
    """`text` without invisible characters, its spaces ordinary and single, its line breaks `\\n`."""
    text = _INVISIBLE.sub("", _LINE_BREAK.sub("\n", text))
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()
