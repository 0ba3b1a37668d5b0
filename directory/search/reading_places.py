"""Places named inside the words of a search: « permis caussade », « 82300 garde d'enfant », « dans le 82 ».

Many communes bear the name of a common word (Contes, Bourg, Sens): such a name is a place only after a preposition of
place or beside its postcode. Nothing doubtful becomes a place: a place leaves listings out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from directory.search.thesaurus import Thesaurus
from directory.search.thesaurus_files import THESAURUS
from directory.taxonomy.vocabulary import vocabulary
from directory.territories.gazetteer import Gazetteer, Kind, Territory
from indexing.analysis import Word, all_words, fold

LONGEST_NAME = 7  # words
LARGE = 4_000  # inhabitants: named without a preposition, smaller communes of elsewhere are more likely something else
LEADS = {"a", "vers", "sur"}  # right before a name
LEADS_BEFORE_DE = frozenset(
    ("pres", "autour", "proche", "commune", "ville", "mairie", "ccas", "quartier", "cote", "secteur", "departement")
)
IN_A_DEPARTEMENT = re.compile(
    r"\b(?:dans le|d[ée]partement(?: du| de la| de l['’])?|d[ée]pt|dpt)\s*(\d{2,3}|2[ab])\b", re.IGNORECASE
)
POSTCODE = re.compile(r"(?<!\d)\d{5}(?!\d)")


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """`text[start:end]` names `territory`."""

    territory: Territory
    start: int
    end: int


class PlaceReader:
    """Finds the place a text names. Holds the folded names of all territories of one gazetteer."""

    def __init__(self, gazetteer: Gazetteer, common_words: Iterable[str]) -> None:
        self._gazetteer = gazetteer
        self._common = frozenset(common_words)

    def place_in(self, text: str) -> NamedPlace | None:
        """The one place `text` names for sure, None when it names none, or several."""
        numbered = IN_A_DEPARTEMENT.search(text)
        if numbered and (departement := self._gazetteer.get(f"departement-{numbered[1].upper()}")):
            return NamedPlace(departement, *numbered.span())
        words = all_words(text)
        named = list(self._named(words))
        for match in POSTCODE.finditer(text):
            communes = [c for c in self._gazetteer.by_postcode(match[0]) if match[0] in c.postcodes]
            if communes:
                codes = {commune.code for commune in communes}
                beside = [place for place in named if any(t.code in codes for t in place.candidates)]
                start = min([match.start(), *(place.start for place in beside)])
                end = max([match.end(), *(place.end for place in beside)])
                told = [t for place in beside for t in place.candidates if t.code in codes]
                return NamedPlace(told[0] if told else communes[0].territory, start, end)
        sure = [place for place in named if self._is_sure(place, words)]
        territories = {place.candidates[0].id: place for place in sure}
        if len(territories) != 1:
            return None
        (place,) = territories.values()
        return NamedPlace(place.candidates[0], place.start, place.end)

    def _named(self, words: Sequence[Word]) -> Iterator[_Name]:
        """Names of territories among `words`, the longest at each place."""
        place = 0
        while place < len(words):
            longest = min(self._longest.get(words[place].surface, 0), len(words) - place)
            for length in range(longest, 0, -1):
                name = " ".join(word.surface for word in words[place : place + length])
                if found := self._names.get(name):
                    yield _Name(name, place, length, words[place].start, words[place + length - 1].end, tuple(found))
                    place += length - 1
                    break
            place += 1

    def _is_sure(self, name: _Name, words: Sequence[Word]) -> bool:
        before = [word.surface for word in words[max(name.place - 2, 0) : name.place]]
        led = before[-1:] and (before[-1] in LEADS or (before[-1] in ("de", "d") and before[0] in LEADS_BEFORE_DE))
        if led or name.candidates[0].kind is not Kind.COMMUNE:
            return bool(led) or name.heavy > 0
        if all(word.small or word.surface in self._common for word in all_words(name.name)):
            return False
        commune = self._gazetteer.commune(name.candidates[0].code)
        return commune is not None and (commune.departement in self._home or commune.population >= LARGE)

    @cached_property
    def _home(self) -> frozenset[str]:
        """The départements this installation is for: those of its local territories."""
        local = self._gazetteer.territories(Kind.LOCAL)
        return frozenset(c.departement for territory in local for c in self._gazetteer.communes_in(territory.id))

    @cached_property
    def _names(self) -> dict[str, list[Territory]]:
        """Folded name → territories that bear it: those at home first, then the most populated."""
        found: dict[str, list[tuple[bool, int, Territory]]] = defaultdict(list)
        for territory in self._gazetteer.territories(Kind.COMMUNE):
            commune = self._gazetteer.commune(territory.code)
            if commune:
                away = commune.departement not in self._home
                found[fold(territory.name)].append((away, -commune.population, territory))
        for kind in (Kind.DEPARTEMENT, Kind.REGION):
            for territory in self._gazetteer.territories(kind):
                found.setdefault(fold(territory.name), [(False, 0, territory)])
        ordered = {name: sorted(held, key=lambda one: one[:2]) for name, held in found.items()}
        return {name: [territory for *_, territory in held] for name, held in ordered.items()}

    @cached_property
    def _longest(self) -> dict[str, int]:
        """The most words of a name that begins with a word."""
        longest: dict[str, int] = {}
        for name in self._names:
            first, *others = name.split()
            longest[first] = min(max(longest.get(first, 0), 1 + len(others)), LONGEST_NAME)
        return longest


@dataclass(frozen=True, slots=True)
class _Name:
    """Words `place` … of a text that are the name of `candidates`, the likeliest first."""

    name: str
    place: int
    length: int
    start: int
    end: int
    candidates: tuple[Territory, ...]

    @property
    def heavy(self) -> int:
        """How many words are not small."""
        return sum(not word.small for word in all_words(self.name))


@lru_cache(maxsize=2)
def place_reader(gazetteer: Gazetteer, thesaurus: Thesaurus) -> PlaceReader:
    """The reader of a gazetteer: words of the thesaurus, of labels and of `also-communes.txt` are no places alone."""
    lists = vocabulary()
    labels = [label for facet in ("category", "topic", "audience") for label in lists.labels(facet).values()]
    lines = (THESAURUS / "also-communes.txt").read_text("utf-8").splitlines()
    named = fold(" ".join([*labels, *(line for line in lines if not line.startswith("#"))])).split()
    return PlaceReader(gazetteer, {*thesaurus.words, *named})
