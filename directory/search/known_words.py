"""The words of the thesaurus, and which of them a word of a text may be: as written, glued to an article, misspelt."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from directory.search.french import french
from indexing.analysis import Word, fold
from indexing.sounds import sound
from indexing.typos import silent_h, unglued, variants

LONGEST_SINGULAR = 4  # letters: the s of « CHRS » or « pass » is no plural


@dataclass(frozen=True, slots=True)
class Read:
    """What a word of a text may be: the keys it is compared by, each with the known words (folded) it stands for.

    `written` is its key as it is written; under any other one, it was corrected. Small words are compared as they are.
    """

    written: str
    words: Mapping[str, tuple[str, ...]]
    small: bool = False


class KnownWords:
    """Every word of the ways of saying, small ones apart: folded word → stem."""

    def __init__(self) -> None:
        self._stems: dict[str, str] = {}
        self._by_stem: dict[str, list[str]] = defaultdict(list)
        self._said: Counter[str] = Counter()
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        self._words_by_letter: dict[str, dict[str, int]] = defaultdict(dict)
        self._stems_by_letter: dict[str, dict[str, int]] = defaultdict(dict)
        self._near = lru_cache(2_000)(self._nearest)

    def __contains__(self, word: str) -> bool:
        return word in self._stems

    @property
    def words(self) -> Collection[str]:
        """All of them, folded."""
        return self._stems.keys()

    def _sounding(self, written: str) -> dict[str, tuple[str, ...]]:
        """Known words that sound as what is `written` and are said more often, by stem: « payé » for « payer »."""
        found: dict[str, tuple[str, ...]] = {}
        for word in self._by_sound.get(sound(written), ()):
            if self._said[word] > self._said[fold(written)]:
                found[self._stems[word]] = (*found.get(self._stems[word], ()), word)
        return found

    def add(self, word: Word, written: str) -> None:
        """Makes a word, `written` so, known."""
        if word.small:
            return
        self._said[word.surface] += 1
        if word.surface in self._stems:
            return
        self._stems[word.surface] = word.stem
        self._by_stem[word.stem].append(word.surface)
        self._by_sound[sound(written)].append(word.surface)
        self._words_by_letter[word.surface[0]][word.surface] = 1
        self._stems_by_letter[word.stem[0]][word.stem] = 1

    def stem(self, word: str) -> str:
        """The stem of a known word, "" of another."""
        return self._stems.get(word, "")

    def read(self, word: Word, written: str, *, forgiving: bool) -> Read:
        """What `word`, `written` so, may be; only that, unless `forgiving`."""
        if word.small:
            return Read(key_of(word), {key_of(word): ()}, small=True)
        alike = self._sounding(written) if forgiving else {}
        for form in (word.surface, singular(word.surface)):
            if stem := self._stems.get(form):
                return Read(stem, {**alike, word.stem: (word.surface,), stem: (form,)})
        for bare in unglued(word.surface):
            if stem := self._stems.get(bare):
                return Read(stem, {stem: (bare,)})
        known = {**alike, word.stem: (word.surface,)}
        if forgiving and word.surface not in french():
            for stem, words in self._near(word.surface, word.stem):
                known[stem] = (*known.get(stem, ()), *words)
        return Read(word.stem, known)

    def _nearest(self, word: str, stem: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple(dict(self._like(word, stem)).items())

    def _like(self, word: str, stem: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Words that are like `word`, then all those whose stem is like `stem`: endings are misspelt most."""
        for written in filter(None, (word, silent_h(word))):
            if written in self._stems:
                yield self._stems[written], (written,)
            for variant in variants(written, self._words_by_letter[written[0]].items()):
                yield self._stems[variant.word], (variant.word,)
        for variant in variants(stem, self._stems_by_letter[stem[0]].items()):
            yield variant.word, tuple(self._by_stem[variant.word])


def key_of(word: Word) -> str:
    """What a word of a way of saying is compared by: its stem, or itself when it is small."""
    return f"={word.surface}" if word.small else word.stem


def singular(word: str) -> str:
    """`word` (folded) without the marks of plural, nor that of feminine after an é."""
    single = word[:-1] if word[-1:] in ("s", "x") and len(word) > LONGEST_SINGULAR else word
    return single[:-1] if single.endswith("ee") else single
