"""The thesaurus in memory: finds in a text the ways of saying it knows.

A way of saying is a sequence of stems. It is found when its stems are in the text, in order, with at most `GAP` other
words between two of them; small words do not count, unless it holds a single other word (« à la rue », « me frappe »):
then every word of it must follow, so that « 12 rue des Lilas » is no emergency. Spelling is forgiven: case, accents,
hyphens, plurals, a missing apostrophe, words glued or split, a typing error in a long word.
"""

from __future__ import annotations

import logging
import re
import threading
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from time import monotonic

from directory.errors import InvalidInput
from directory.search.known_words import KnownWords, Read, key_of, singular
from directory.search.thesaurus_files import THESAURUS, Kind, Sense, read_senses
from indexing.analysis import Word, all_words, fold

GAP = 1  # other words that may stand between two words of a way of saying
CORRECTED_ALONE_FROM = 7  # letters; shorter words are corrected only beside another word of the way of saying
FEW_WORDS = 2  # of a text that is no sentence: « ram caussade »
INSIDE_A_WORD = re.compile(r"-|(?<=\w{4})['’]")  # halte-garderie, prud’hommes: written in one word too
DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")  # « A.P.L. »
SMALL_TOO = {"ne", "n"}  # negation is said by « pas », « plus », « sans », often without « ne »

LOOKED_EVERY = 1.0  # seconds
TEXTS_KEPT = 256

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Saying:
    """One compiled way of saying. `exact`: its words must follow each other, small ones included.

    `alone`: when it is one word, that word without its plural: a stem is too vague alone (« aide » is not « aidant »).
    """

    keys: tuple[str, ...]
    exact: bool
    alone: str
    text: str
    sense: Sense


@dataclass(frozen=True, slots=True)
class Error:
    """`text[start:end]` is taken for one of the words `meant` (folded), which is written otherwise: in one word instead
    of two, if it is `apart`."""

    start: int
    end: int
    meant: tuple[str, ...]
    apart: bool


@dataclass(frozen=True, slots=True)
class Match:
    """`saying` found in words `first` … `last` of a text, `text[start:end]`, in spite of `errors`."""

    saying: Saying
    first: int
    last: int
    start: int
    end: int
    errors: tuple[Error, ...] = ()

    @property
    def corrected(self) -> bool:
        """Whether a word of it is misspelt."""
        return any(not error.apart for error in self.errors)

    @property
    def sense(self) -> Sense:
        """What it means."""
        return self.saying.sense


class Thesaurus:
    """Compiled senses. Never changed: `thesaurus()` gives a new one when the files changed."""

    def __init__(self, senses: Iterable[Sense]) -> None:
        self._senses = tuple(senses)
        self._remembered = lru_cache(TEXTS_KEPT)(self._matches)
        self._known = KnownWords()
        self.needs = {
            (sense.topics[0][0], sense.need): sense for sense in self._senses if sense.need and not sense.says
        }
        self._by_first: dict[str, list[Saying]] = defaultdict(list)  # by the first key
        self._completions: list[tuple[str, int, str, Sense]] = []  # folded, place in the files, as written
        for sense in self._senses:
            for text in sense.says:
                for written in {text, INSIDE_A_WORD.sub("", text)}:
                    self._compile(written, text, sense)
                if sense.topics:
                    self._completions.append((fold(text), len(self._completions), text, sense))
        self._completions.sort(key=itemgetter(0, 1))

    @property
    def texts(self) -> Iterator[str]:
        """Every way of saying, as it is written."""
        return (text for sense in self._senses for text in sense.says)

    @property
    def words(self) -> Collection[str]:
        """Every folded word of a way of saying, small ones apart."""
        return self._known.words

    def matches(self, text: str, kinds: Collection[Kind] = frozenset(Kind), *, forgiving: bool = True) -> list[Match]:
        """Every way of saying of `kinds` found in `text`, the longest first; they may overlap.

        `forgiving`: of typing errors. The last texts are remembered: they are corrected, then understood.
        """
        return list(self._remembered(text, frozenset(kinds), forgiving))

    def _matches(self, text: str, kinds: frozenset[Kind], forgiving: bool) -> list[Match]:
        text = DOTTED.sub(lambda letters: letters[0].replace(".", "").ljust(len(letters[0])), text)
        words = [word for word in all_words(text) if word.surface not in SMALL_TOO]
        read = [self._known.read(word, text[word.start : word.end], forgiving=forgiving) for word in words]
        glued = [*(self._joined(one, other) for one, other in pairwise(words)), ""]
        present = {key for one in read for key in one.words}.union(map(self._known.stem, glued))
        found = []
        for place, one in enumerate(read):
            starts = [
                *one.words.items(),
                *([(self._known.stem(glued[place]), (glued[place],))] if glued[place] else []),
            ]
            for key, spelt in starts:
                for saying in self._by_first.get(key, ()):
                    if saying.sense.kind not in kinds or not present.issuperset(saying.keys):
                        continue
                    if saying.alone and saying.alone not in map(singular, spelt):
                        continue
                    last, misread = self._last_place(saying, place, read, glued)
                    if last < 0:
                        continue
                    errors = [Error(words[one].start, words[two].end, meant, one < two) for one, two, meant in misread]
                    match = Match(saying, place, last, words[place].start, words[last].end, tuple(errors))
                    if _is_meant(saying, words, place, text, match.corrected):
                        found.append(match)
        return sorted(found, key=lambda match: (-len(match.saying.keys), match.corrected, match.start))

    def beginning(self, text: str, limit: int) -> list[tuple[str, Sense]]:
        """Ways of saying that lead to a topic and begin with `text`, in the order of the files, with their meaning."""
        start = fold(text)
        found = []
        for folded, place, written, sense in self._completions[
            bisect_left(self._completions, start, key=itemgetter(0)) :
        ]:
            if not folded.startswith(start):
                break
            found.append((place, written, sense))
        return [(written, sense) for _, written, sense in sorted(found, key=itemgetter(0))[:limit]] if start else []

    def _compile(self, written: str, text: str, sense: Sense) -> None:
        words = [word for word in all_words(written) if word.surface not in SMALL_TOO]
        heavy = [word for word in words if not word.small]
        exact = len(heavy) < 2
        if kept := words if exact else heavy:
            alone = singular(kept[0].surface) if len(kept) == 1 else ""
            saying = Saying(tuple(key_of(word) for word in kept), exact, alone, text, sense)
            self._by_first[saying.keys[0]].append(saying)
            for word in kept:
                self._known.add(word, written[word.start : word.end])

    def _joined(self, one: Word, other: Word) -> str:
        """Two words of a text that the thesaurus writes as one, "" if it does not."""
        word = one.surface + other.surface
        return word if word in self._known else ""

    def _last_place(
        self, saying: Saying, place: int, read: Sequence[Read], glued: Sequence[str]
    ) -> tuple[int, list[tuple[int, int, tuple[str, ...]]]]:
        """Where `saying`, begun at `place`, ends (-1: it is not there), and which words of it, first and last, are not
        those that are meant."""
        misread: list[tuple[int, int, tuple[str, ...]]] = []
        at, last = place, -1
        for number, key in enumerate(saying.keys):
            skipped = 0
            while at < len(read) and key not in read[at].words and self._known.stem(glued[at]) != key:
                if number == 0 or saying.exact or (skipped == GAP and not read[at].small):
                    return -1, []
                skipped += not read[at].small
                at += 1
            if at >= len(read):
                return -1, []
            if key not in read[at].words:
                last = at + 1
                misread.append((at, last, (glued[at],)))
            else:
                last = at
                if key != read[at].written:
                    misread.append((at, last, read[at].words[key]))
            at = last + 1
        return last, misread


def _is_meant(saying: Saying, words: Sequence[Word], place: int, text: str, corrected: bool) -> bool:
    """Whether a single word says it: not one that was corrected too easily, nor a French word that is an acronym too,
    unless it stands (nearly) alone or is the one in capitals."""
    if len(saying.keys) > 1:
        return True
    if corrected:
        return len(words[place].surface) >= CORRECTED_ALONE_FROM
    if saying.text not in saying.sense.also_a_word or len(words) <= FEW_WORDS:
        return True
    return text[words[place].start : words[place].end].isupper() and not text.isupper()


class _Kept:
    """The thesaurus of the files as they are now."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._seen: tuple[tuple[str, int], ...] = ()
        self._thesaurus: Thesaurus | None = None
        self._looked = 0.0

    def current(self) -> Thesaurus:
        now = monotonic()
        if self._thesaurus is not None and now < self._looked + LOOKED_EVERY:
            return self._thesaurus
        self._looked = now
        seen = tuple((path.name, path.stat().st_mtime_ns) for path in sorted(self._folder.glob("*.yaml")))
        kept = self._thesaurus
        if kept is None or seen != self._seen:
            with self._lock:
                kept = self._read(kept)
                self._thesaurus, self._seen = kept, seen
        return kept

    def _read(self, last: Thesaurus | None) -> Thesaurus:
        try:
            return Thesaurus(read_senses(self._folder))
        except InvalidInput as fault:
            if last is None:
                raise
            log.error("the thesaurus was not reloaded: %s", fault)
            return last


@cache
def _kept(folder: Path) -> _Kept:
    return _Kept(folder)


def thesaurus(folder: Path = THESAURUS) -> Thesaurus:
    """The thesaurus of `folder`, read again within a second when a file changed; a faulty change is logged, not taken.

    Raises `InvalidInput` when the first reading finds faults.
    """
    return _kept(folder).current()


def chosen(matches: Sequence[Match], kinds: Sequence[Kind]) -> Iterator[list[Match]]:
    """Matches of `kinds` without overlap, the longest first; those of one span together."""
    taken: dict[tuple[int, int], list[Match]] = {}
    for match in matches:
        if match.sense.kind not in kinds:
            continue
        span = (match.first, match.last)
        if span in taken:
            taken[span].append(match)
        elif all(match.last < first or last < match.first for first, last in taken):
            taken[span] = [match]
    yield from taken.values()
