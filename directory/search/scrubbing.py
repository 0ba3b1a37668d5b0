"""Takes persons out of the words of a search, before they are kept.

A word is kept only if it is known to be no name: a word of the thesaurus, of the lists of the taxonomy, or of
`seeds/search_log/known_words.txt`, and no first name (`first_names.txt` beside it). The name of the place a search is
understood to be about is kept too. Everything else becomes « … », numbers as well, except postcodes, the short numbers
of the thesaurus, and ages or distances.
"""

from __future__ import annotations

import re
from functools import cache

from directory.search.reading_places import place_reader
from directory.search.thesaurus import Match, Thesaurus
from directory.search.thesaurus_files import Kind
from directory.settings import ROOT
from directory.taxonomy.vocabulary import vocabulary
from directory.territories.gazetteer import Gazetteer, fold
from indexing.analysis import STOP_WORDS, Word, all_words

HIDDEN = "…"
WORDS = ROOT / "seeds" / "search_log"
LONGEST = 200  # characters kept of a query

_ADDRESS = re.compile(r"\S*@\S*|https?://\S+|www\.\S+", re.IGNORECASE)
_NUMBER = re.compile(r"\+?\d(?:[\s.\-/()]*\d)*")  # « 06 12 34 56 78 » is one number
_COUNTED = re.compile(r"\s*(?:ans?|mois|jours?|semaines?|enfants?|km|euros?|€|h)\b", re.IGNORECASE)
_MEANT = (Kind.NEED, Kind.WORDING, Kind.FILTER, Kind.URGENT)
_LISTS = ("category", "topic", "audience", "mode", "cost", "language")
# The next word is a name, unless it is part of something understood (« madame dort dehors »).
_TITLES = frozenset(
    (
        *("madame", "mme", "mesdames", "monsieur", "mr", "messieurs", "mlle", "mademoiselle", "docteur", "dr"),
        *("maitre", "appelle", "appelee", "nomme", "nommee"),
    )
)


def scrubbed(text: str, gazetteer: Gazetteer, thesaurus: Thesaurus) -> str:
    """`text` in lower case, without anything that may tell of a person."""
    text = _ADDRESS.sub(" ", text)
    matches = [match for match in thesaurus.matches(text) if match.sense.kind in _MEANT]
    named = place_reader(gazetteer, thesaurus).place_in(text)
    place = (named.start, named.end) if named else (0, 0)
    numbers = {range(*number.span()): _is_kept_number(number, gazetteer, matches) for number in _NUMBER.finditer(text)}
    kept: list[str] = []
    after_title = False
    for word in all_words(text):
        inside = place[0] <= word.start < place[1]
        meant = any(match.start <= word.start and word.end <= match.end for match in matches)
        number = next((kept for span, kept in numbers.items() if word.start in span), None)
        if number is not None:
            shown = number
        elif after_title and not meant and not word.small:
            shown = False
        else:
            shown = inside or _is_known(word, thesaurus)
        if word.surface in _TITLES or text[word.start : word.end + 1] == "M.":
            after_title = True
        elif not word.small:
            after_title = False
        if shown or kept[-1:] != [HIDDEN]:
            kept.append(text[word.start : word.end].lower() if shown else HIDDEN)
    return " ".join(kept)[:LONGEST]


def _is_known(word: Word, thesaurus: Thesaurus) -> bool:
    surface = word.surface
    single = surface[:-1] if surface[-1:] in ("s", "x") else surface
    if {surface, single} & _listed("first_names.txt"):
        return False
    if word.small:
        return True
    known = _known_words()
    return any(form in known or form in thesaurus.words for form in (surface, single))


def _is_kept_number(number: re.Match[str], gazetteer: Gazetteer, matches: list[Match]) -> bool:
    """A postcode, a short number the thesaurus knows, or a small number of something."""
    digits = number[0]
    if not digits.isdecimal():
        return False
    if len(digits) <= 2:
        return _COUNTED.match(number.string, number.end()) is not None
    if len(digits) == 5:
        return any(digits in commune.postcodes for commune in gazetteer.by_postcode(digits))
    return any(fold(match.saying.text) == digits for match in matches)


@cache
def _known_words() -> frozenset[str]:
    labels = " ".join(label for name in _LISTS for label in vocabulary().labels(name).values())
    return _listed("known_words.txt") | {*fold(labels).split(), *STOP_WORDS}


@cache
def _listed(file_name: str) -> frozenset[str]:
    lines = (WORDS / file_name).read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
