"""The words of French, so that one nobody here holds is not taken for an error. 30 MB, read in a third of a second."""

from __future__ import annotations

from functools import lru_cache

from spellchecker import SpellChecker

from directory.settings import ROOT
from indexing.analysis import LONGEST_WORD, fold

SPOKEN = ROOT / "seeds" / "thesaurus" / "spoken-words.txt"


class French:
    """140,000 words, as they are written and folded."""

    def __init__(self) -> None:
        frequencies = SpellChecker(language="fr").word_frequency.dictionary
        words = [word for word in frequencies if word.isalpha() and len(word) <= LONGEST_WORD]
        words.sort(key=frequencies.__getitem__)
        words += _spoken()
        folded = zip(fold(" ".join(words)).split(), words, strict=True)
        self._written = frozenset(words)
        self._accented = {plain: word for plain, word in folded if plain != word}

    def __contains__(self, word: str) -> bool:
        """Whether the folded `word` is one."""
        return word in self._written or word in self._accented

    def is_written(self, word: str) -> bool:
        """Whether `word`, in small letters, is one with these very accents."""
        return word in self._written

    def accented(self, word: str) -> str:
        """The folded `word` with the accents it most often has."""
        return self._accented.get(word, word)


def _spoken() -> list[str]:
    """Spoken words and short forms, which lists of French leave out."""
    lines = SPOKEN.read_text("utf-8").splitlines()
    return [word.lower() for line in lines if (word := line.strip()) and not word.startswith("#")]


@lru_cache(maxsize=1)
def french() -> French:
    """Read once a process."""
    return French()
