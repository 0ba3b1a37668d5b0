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
from directory.territories.gazetteer import Gazetteer, Kind, Territory, fold
from indexing.analysis import Word, all_words
from indexing.typos import variants

LONGEST_NAME = 7  # words
LARGE = 4_000  # inhabitants: named without a preposition, smaller communes of elsewhere are more likely something else
CITY = 100_000  # inhabitants: the name of a city is the city, even where it is a word too (« paris », « tours »)
TOWN = 20_000  # inhabitants
MISSPELT_FROM = 6  # letters
TWO_ERRORS_FROM = 9
ALONE = 4  # times more inhabitants than its namesakes: then it is the one that is meant
LEADS = {"a", "vers", "sur"}  # right before a name
LEADS_BEFORE_DE = frozenset(
    ("pres", "autour", "proche", "commune", "ville", "mairie", "ccas", "quartier", "cote", "secteur", "departement")
)
IN_A_DEPARTEMENT = re.compile(
    r"\b(?:dans le|d[ée]partement(?: du| de la| de l['’])?|d[ée]pt|dpt)\s*(\d{2,3}|2[ab])\b", re.IGNORECASE
)
HOLDERS = (Kind.DEPARTEMENT, Kind.REGION)
POSTCODE = re.compile(r"(?<!\d)\d{5}(?!\d)")


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """`text[start:end]` names `territory`."""

    territory: Territory
    start: int
    end: int


class PlaceReader:
    """Finds the place a text names. `needs` are words of needs, `common` other common words (both folded)."""

    def __init__(self, gazetteer: Gazetteer, needs: Iterable[str], common: Iterable[str]) -> None:
        self._gazetteer = gazetteer
        self._needs = frozenset(needs)
        self._common = self._needs.union(common)

    def place_in(self, text: str) -> NamedPlace | None:
        """The one place `text` names for sure, None when it names none, or several."""
        numbered = IN_A_DEPARTEMENT.search(text)
        if numbered and (departement := self._gazetteer.get(f"departement-{numbered[1].upper()}")):
            return NamedPlace(departement, *numbered.span())
        words = all_words(text)
        named = list(self._named(words))
        if place := self._at_postcode(text, named):
            return place
        sure = {name.candidates[0].id: name for name in named if self._is_sure(name, words)}
        sure = sure or {name.candidates[0].id: name for name in self._misspelt(words)}
        if len(sure) != 1:
            return None
        (name,) = sure.values()
        return NamedPlace(name.candidates[0], name.start, name.end)

    def _at_postcode(self, text: str, named: Sequence[_Name]) -> NamedPlace | None:
        """The commune of the postcode in `text`: of several, the one that is named too, else the most populated."""
        for match in POSTCODE.finditer(text):
            codes = [c.code for c in self._gazetteer.by_postcode(match[0]) if match[0] in c.postcodes]
            beside = {t.code: name for name in named for t in name.candidates if t.code in codes}
            code, name = next(iter(beside.items()), (codes[0] if codes else "", None))
            if commune := self._gazetteer.commune(code):
                spans = [match.span(), *([(name.start, name.end)] if name else [])]
                return NamedPlace(commune.territory, min(start for start, _ in spans), max(end for _, end in spans))
        return None

    def _named(self, words: Sequence[Word]) -> Iterator[_Name]:
        """Names of territories among `words`, the longest at each place."""
        place = 0
        while place < len(words):
            for length in range(min(LONGEST_NAME, len(words) - place), 0, -1):
                name = " ".join(word.surface for word in words[place : place + length])
                if self._gazetteer.is_name(name) and (candidates := self._candidates(name)):
                    yield _Name(name, place, words[place].start, words[place + length - 1].end, candidates)
                    place += length - 1
                    break
            place += 1

    def _misspelt(self, words: Sequence[Word]) -> Iterator[_Name]:
        """Long words that are nearly the name of one commune at home, or of a large town, and nothing else we know."""
        for place, word in enumerate(words):
            if len(word.surface) < MISSPELT_FROM or word.surface in self._common:
                continue
            near = variants(word.surface, self._towns.get(word.surface[0], {}).items())
            if len(near) == 1 and near[0].edits <= (2 if len(word.surface) >= TWO_ERRORS_FROM else 1):
                yield _Name(near[0].word, place, word.start, word.end, self._candidates(near[0].word))

    @cached_property
    def _towns(self) -> dict[str, dict[str, int]]:
        """Names in one word of the communes at home and of large towns, by first letter."""
        towns: dict[str, dict[str, int]] = defaultdict(dict)
        for territory in self._gazetteer.territories(Kind.COMMUNE):
            commune = self._gazetteer.commune(territory.code)
            if commune and (commune.departement in self._home or commune.population >= TOWN):
                name = fold(territory.name)
                if name.isalpha() and len(name) >= MISSPELT_FROM and name not in self._common:
                    towns[name[0]][name] = 1
        return towns

    def _candidates(self, name: str) -> tuple[Territory, ...]:
        """What `name` may be, the likeliest first: a commune at home, a département or a région, the most populated."""
        communes = self._gazetteer.by_name(name, limit=20, exact=True)
        held = [c.territory for c in communes if c.departement in self._home]
        held += [t for t in self._gazetteer.search(name, 1) if t.kind in HOLDERS and fold(t.name) == fold(name)]
        return tuple(dict.fromkeys([*held, *(commune.territory for commune in communes)]))

    def _is_sure(self, name: _Name, words: Sequence[Word]) -> bool:
        before = [word.surface for word in words[max(name.place - 2, 0) : name.place]]
        led = before[-1:] and (before[-1] in LEADS or (before[-1] in ("de", "d") and before[0] in LEADS_BEFORE_DE))
        first, *others = name.candidates
        if first.kind in HOLDERS:
            led = led or before[-1:] == ["en"] or "dans" in before
        commune = self._gazetteer.commune(first.code) if first.kind is Kind.COMMUNE else None
        if commune and commune.population >= CITY:
            return True
        doubtful = self._needs if led else self._common  # « apprendre à lire » is not at Liré
        if all(word.small or word.surface in doubtful for word in all_words(name.name)):
            return False
        if first.kind in HOLDERS:
            return True
        communes = [commune for t in (first, *others[:1]) if (commune := self._gazetteer.commune(t.code))]
        if communes[0].departement in self._home:
            return True
        people = [commune.population for commune in communes]
        return people[0] >= (0 if led else LARGE) and (len(people) == 1 or people[0] >= ALONE * people[1])

    @cached_property
    def _home(self) -> frozenset[str]:
        """The départements this installation is for: those of its local territories."""
        local = self._gazetteer.territories(Kind.LOCAL)
        return frozenset(c.departement for territory in local for c in self._gazetteer.communes_in(territory.id))


@dataclass(frozen=True, slots=True)
class _Name:
    """Words of a text, from the `place`-th, that are the name of `candidates`, the likeliest first."""

    name: str
    place: int
    start: int
    end: int
    candidates: tuple[Territory, ...]


@lru_cache(maxsize=2)
def place_reader(gazetteer: Gazetteer, thesaurus: Thesaurus) -> PlaceReader:
    """The reader of a gazetteer: words of the thesaurus, of labels and of `also-communes.txt` are no places alone."""
    lists = vocabulary()
    labels = [label for facet in ("category", "topic", "audience") for label in lists.labels(facet).values()]
    lines = (THESAURUS / "also-communes.txt").read_text("utf-8").splitlines()
    named = fold(" ".join([*labels, *(line for line in lines if not line.startswith("#"))])).split()
    return PlaceReader(gazetteer, thesaurus.words, named)
