"""The words we know without asking an index: those people need things with, which errors may stand for, and French.

The first ones are those of the thesaurus and of labels, and names of places. The sentences of `seeds/meaning` hold
errors on purpose: nothing is learnt from them here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from directory.search.french import french
from directory.search.thesaurus import Thesaurus
from directory.taxonomy.vocabulary import vocabulary
from directory.territories.gazetteer import Gazetteer, Kind
from indexing.analysis import all_words
from indexing.sounds import sound
from indexing.typos import FARTHEST

# How likely a word is meant, in numbers of documents that hold it: for each way of saying or label with it,
# and each place it names.
SAID, SHOWN, AT_HOME, ELSEWHERE = 5, 5, 30, 2
PLACE_FROM = 6  # letters
TOWN = 20_000  # inhabitants: smaller ones count at home only


class Lexicon:
    """Words, folded. `weights` are those of the words that errors may stand for."""

    def __init__(self, texts: Iterable[tuple[str, int]], is_name: Callable[[str], bool]) -> None:
        """`texts` are what words come from, each with what it adds to the weight of its words; `is_name` tells
        names of places."""
        self._is_name = is_name
        self.weights: Counter[str] = Counter()
        self._french = french()
        self._accented: dict[str, str] = {}
        for text, weight in texts:
            for word in all_words(text):
                if word.surface.isalpha():
                    self.weights[word.surface] += weight
                    self._accented.setdefault(word.surface, text[word.start : word.end].lower())
        self._written = frozenset(self._accented.values())
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        for known in self.weights:
            self._by_letter[known[0]].append(known)
            self._by_sound[sound(self.accented(known))].append(known)

    def __contains__(self, word: str) -> bool:
        """Whether `word` is one that we know, if only as French."""
        return word in self.weights or word in self._french

    def is_french(self, word: str) -> bool:
        """Whether `word` is a French one, whoever says it."""
        return word in self._french

    def is_place(self, word: str) -> bool:
        """Whether `word` is the name of a place, long enough to be no error of a shorter one."""
        return len(word) >= PLACE_FROM and self._is_name(word)

    def accented(self, word: str) -> str:
        """`word` with its accents."""
        return self._accented.get(word) or self._french.accented(word)

    def is_written(self, word: str) -> bool:
        """Whether `word`, in small letters and not folded, has the accents of a word."""
        return word in self._written or self._french.is_written(word)

    def sounding(self, heard: str) -> Sequence[str]:
        """Words with a weight that sound so."""
        return self._by_sound.get(heard, ())

    def near(self, word: str) -> Iterator[str]:
        """Words with a weight, and the first letter of `word`, that are written nearly so."""
        known = self._by_letter.get(word[0], ())
        yield from (
            other
            for other, _, _ in process.extract(word, known, scorer=OSA.distance, score_cutoff=FARTHEST, limit=None)
        )


@lru_cache(maxsize=2)
def lexicon(gazetteer: Gazetteer, thesaurus: Thesaurus) -> Lexicon:
    """The words of a thesaurus, of labels, and of places at home or large."""
    return Lexicon(_texts(gazetteer, thesaurus), gazetteer.is_name)


def _texts(gazetteer: Gazetteer, thesaurus: Thesaurus) -> Iterator[tuple[str, int]]:
    yield from ((text, SAID) for text in thesaurus.texts)
    lists = vocabulary()
    for facet in ("category", "topic", "audience", "mode", "cost"):
        yield from ((label, SHOWN) for label in lists.labels(facet).values())
    local = gazetteer.territories(Kind.LOCAL)
    home = {commune.departement for territory in local for commune in gazetteer.communes_in(territory.id)}
    for territory in gazetteer.territories(Kind.COMMUNE):
        commune = gazetteer.commune(territory.code)
        if commune and (commune.departement in home or commune.population >= TOWN):
            yield territory.name, AT_HOME if commune.departement in home else ELSEWHERE
    yield from ((t.name, ELSEWHERE) for kind in (Kind.DEPARTEMENT, Kind.REGION) for t in gazetteer.territories(kind))
