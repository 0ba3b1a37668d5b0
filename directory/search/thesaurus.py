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
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from time import monotonic

from directory.errors import InvalidInput
from directory.search.thesaurus_files import THESAURUS, Kind, Sense, read_senses
from indexing.analysis import Word, all_words
from indexing.typos import variants, without_elision

GAP = 1  # other words that may stand between two words of a way of saying
CORRECTED_ALONE_FROM = 7  # letters; shorter words are corrected only beside another word of the way of saying
CORRECTED_FROM = 5
FEW_WORDS = 2  # of a text that is no sentence: « ram caussade »
DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")  # « A.P.L. »
SMALL_TOO = {"ne", "n"}  # negation is said by « pas », « plus », « sans », often without « ne »

LOOKED_EVERY = 1.0  # seconds

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
class Match:
    """`saying` found in words `first` … `last` of a text, `text[start:end]`; `corrected`: in spite of an error."""

    saying: Saying
    first: int
    last: int
    start: int
    end: int
    corrected: bool = False

    @property
    def sense(self) -> Sense:
        """What it means."""
        return self.saying.sense


@dataclass(frozen=True, slots=True)
class _Read:
    """A word of a text as the thesaurus writes it, and what it is compared by."""

    surface: str
    key: str
    corrected: bool = False

    @property
    def small(self) -> bool:
        return self.key.startswith("=")


class Thesaurus:
    """Compiled senses. Never changed: `thesaurus()` gives a new one when the files changed."""

    def __init__(self, senses: Iterable[Sense]) -> None:
        self._by_first: dict[str, list[Saying]] = defaultdict(list)  # by the first key
        self._known: dict[str, str] = {}  # folded word → key
        self._letters: dict[str, list[tuple[str, int]]] = defaultdict(list)  # known words by first letter
        for sense in senses:
            for text in sense.says:
                for written in {text, text.replace("-", "")}:
                    self._compile(written, text, sense)
        for word in self._known:
            self._letters[word[0]].append((word, 1))
        for sayings in self._by_first.values():
            sayings.sort(key=lambda saying: -len(saying.keys))

    @property
    def words(self) -> Collection[str]:
        """Every folded word of a way of saying, small ones apart."""
        return self._known.keys()

    def matches(self, text: str, kinds: Collection[Kind] = frozenset(Kind), *, forgiving: bool = True) -> list[Match]:
        """Every way of saying of `kinds` found in `text`, the longest first; they may overlap.

        `forgiving`: of typing errors.
        """
        text = DOTTED.sub(lambda letters: letters[0].replace(".", "").ljust(len(letters[0])), text)
        words = [word for word in all_words(text) if word.surface not in SMALL_TOO]
        keys = [self._read(word, forgiving=forgiving) for word in words]
        glued = [one.surface + other.surface for one, other in pairwise(words)]
        glued = [word if word in self._known else "" for word in glued] + [""]
        present = {read.key for read in keys}.union(self._known[word] for word in glued if word)
        found = []
        for place, read in enumerate(keys):
            for surface, start in ((read.surface, read.key), (glued[place], self._known.get(glued[place], ""))):
                for saying in self._by_first.get(start, ()):
                    if saying.sense.kind not in kinds or not present.issuperset(saying.keys):
                        continue
                    if saying.alone and saying.alone != _singular(surface):
                        continue
                    last, corrected = self._last_place(saying, place, keys, glued)
                    if last >= 0 and _is_meant(saying, words, place, text, corrected):
                        span = (words[place].start, words[last].end)
                        found.append(Match(saying, place, last, *span, corrected=corrected))
        return sorted(found, key=lambda match: (-len(match.saying.keys), match.corrected, match.start))

    def _compile(self, written: str, text: str, sense: Sense) -> None:
        words = [word for word in all_words(written) if word.surface not in SMALL_TOO]
        heavy = [word for word in words if not word.small]
        exact = len(heavy) < 2
        kept = words if exact else heavy
        if kept:
            alone = _singular(kept[0].surface) if len(kept) == 1 else ""
            saying = Saying(tuple(_key(word) for word in kept), exact, alone, text, sense)
            self._by_first[saying.keys[0]].append(saying)
            self._known |= {word.surface: word.stem for word in heavy}

    def _read(self, word: Word, *, forgiving: bool) -> _Read:
        if word.small or word.surface in self._known:
            return _Read(word.surface, _key(word))
        if (bare := without_elision(word.surface)) in self._known:
            return _Read(bare, self._known[bare])
        if forgiving and len(word.surface) >= CORRECTED_FROM and (near := self._near(word.surface)):
            return _Read(near, self._known[near], corrected=True)
        return _Read(word.surface, word.stem)

    def _near(self, word: str) -> str:
        return _nearest(word, tuple(self._letters.get(word[0], ())))

    def _last_place(self, saying: Saying, place: int, keys: Sequence[_Read], glued: Sequence[str]) -> tuple[int, bool]:
        """Where `saying`, begun at `place`, ends (-1: it is not there), and whether a word of it was corrected."""
        corrected, at, last = False, place, -1
        for number, key in enumerate(saying.keys):
            skipped = 0
            while at < len(keys) and keys[at].key != key and self._known.get(glued[at]) != key:
                if number == 0 or saying.exact or (skipped == GAP and not keys[at].small):
                    return -1, False
                skipped += not keys[at].small
                at += 1
            if at >= len(keys):
                return -1, False
            whole = keys[at].key == key
            corrected |= whole and keys[at].corrected
            last = at if whole else at + 1
            at = last + 1
        return last, corrected


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


def _singular(word: str) -> str:
    """`word` (folded) without the marks of plural, nor that of feminine after an é."""
    single = word[:-1] if word[-1:] in ("s", "x") and len(word) > 3 else word
    return single[:-1] if single.endswith("ee") else single


def _key(word: Word) -> str:
    return f"={word.surface}" if word.small else word.stem


@lru_cache(maxsize=2_000)
def _nearest(word: str, known: tuple[tuple[str, int], ...]) -> str:
    near = variants(word, known)
    return near[0].word if near and near[0].edits <= (2 if len(word) > 8 else 1) else ""


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
