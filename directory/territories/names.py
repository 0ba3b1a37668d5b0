"""How place names are compared, and an index that finds them while they are being typed."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
SHORTENED = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
ARTICLES = frozenset(("le", "la", "les", "l", "aux", "las", "los"))
ARRONDISSEMENTS = {"paris": 20, "lyon": 9, "marseille": 16}
_ARRONDISSEMENT = re.compile(
    r"(paris|lyon|marseille)(?: cedex)? 0*(\d{1,2}) ?(?:er?|eme|ere|nde?)?(?: arr[a-z]*)?(?: cedex)?"
)
_ACCENT = re.compile("[\u0300-\u036f]")  # what is left of an accent once apart from its letter
_WORD = re.compile("[a-z0-9]+")
_SUR = re.compile(r"\bs/")
_CEDEX = re.compile(r"\bcedex\b( \d{1,2}\b)?")
LIKENESS = 80.0  # of 100: below, two names are not one name misspelt
LIKENESS_APART = 5.0  # matches so far behind the best one are left out
END = "\uffff"  # sorts after every letter

Rows = NDArray[np.int32]


def fold(text: str) -> str:
    """`text` as names are compared: lower case, no accents, œ → oe, anything else but letters and digits → one space.

    « St » and « Ste » become saint and sainte, « s/ » becomes sur: "St-Étienne-s/Usson" → "saint etienne sur usson".
    """
    lowered = text.lower()
    if not lowered.isascii():
        lowered = _ACCENT.sub("", unicodedata.normalize("NFKD", lowered.translate(LIGATURES)))
    if "/" in lowered:
        lowered = _SUR.sub("sur ", lowered)
    return " ".join([SHORTENED.get(word, word) for word in _WORD.findall(lowered)])


def place_key(text: str) -> str:
    """`text` folded, without CEDEX; every way of naming an arrondissement becomes one: "PARIS 20EME…" → "paris 20"."""
    folded = fold(text)
    if (match := _ARRONDISSEMENT.fullmatch(folded)) and 1 <= int(match[2]) <= ARRONDISSEMENTS[match[1]]:
        return f"{match[1]} {int(match[2])}"
    return " ".join(_CEDEX.sub(" ", folded).split()) if "cedex" in folded else folded


def without_article(key: str) -> str:
    """A folded name without its first article: "l isle jourdain" → "isle jourdain"; "" if it has none."""
    first, _, rest = key.partition(" ")
    return rest if first in ARTICLES else ""


class NameIndex:
    """Folded names, each leading to a row. Asking costs well under a millisecond, whatever is typed."""

    def __init__(self, names: Iterable[tuple[str, int]]) -> None:
        """`names` holds (folded name, row); several names may lead to one row, several rows bear one name."""
        pairs = sorted(names)
        self._names = [name for name, _ in pairs]
        self._rows: Rows = np.array([row for _, row in pairs], dtype=np.int32)
        rows_by_word: dict[str, list[int]] = {}
        for name, row in pairs:
            for word in name.split():
                rows_by_word.setdefault(word, []).append(row)
        self._words = sorted(rows_by_word)
        lists = [rows_by_word[word] for word in self._words]
        self._ends = np.cumsum([0, *map(len, lists)])
        self._word_rows: Rows = np.fromiter(chain.from_iterable(lists), dtype=np.int32)

    def __contains__(self, key: str) -> bool:
        """Whether something is named `key`, exactly. Costs about a microsecond."""
        place = bisect_left(self._names, key)
        return place < len(self._names) and self._names[place] == key

    def find(self, key: str, limit: int, weights: NDArray[np.int64], *, exact: bool = False) -> list[int]:
        """At most `limit` rows: those named `key`, then those whose name starts so, then those with words starting so.

        Within each of the three, heaviest first by `weights[row]`; a negative weight leaves the row out. `exact` stops
        after the first.
        """
        if not key:
            return []
        found: dict[int, None] = {}
        for rows in (self._named,) if exact else (self._named, self._starting, self._with_words):
            for row in _heaviest(rows(key), weights, limit + len(found)):
                found.setdefault(row)
            if len(found) >= limit:
                break
        return list(found)[:limit]

    def likest(self, key: str, limit: int, weights: NDArray[np.int64]) -> list[int]:
        """Rows whose name differs from `key` by a slip of the finger, heaviest first. Takes a few milliseconds."""
        matches = process.extract(key, self._names, scorer=fuzz.ratio, score_cutoff=LIKENESS, limit=5 * limit)
        close = [position for _, score, position in matches if score >= matches[0][1] - LIKENESS_APART]
        return list(_heaviest(self._rows[close], weights, limit))

    def _named(self, key: str) -> Rows:
        return self._rows[bisect_left(self._names, key) : bisect_right(self._names, key)]

    def _starting(self, key: str) -> Rows:
        return self._rows[bisect_left(self._names, key) : bisect_left(self._names, key + END)]

    def _with_words(self, key: str) -> Rows:
        return reduce(np.intersect1d, [self._with_word(word) for word in set(key.split())])

    def _with_word(self, word: str) -> Rows:
        start, end = bisect_left(self._words, word), bisect_left(self._words, word + END)
        return self._word_rows[self._ends[start] : self._ends[end]]


def _heaviest(rows: Rows, weights: NDArray[np.int64], count: int) -> Sequence[int]:
    """The `count` heaviest of `rows`, each once, without those of negative weight; equals keep the order of rows."""
    distinct = np.unique(rows)
    distinct = distinct[weights[distinct] >= 0]
    kept: Sequence[int] = distinct[np.argsort(-weights[distinct], kind="stable")][:count].tolist()
    return kept
