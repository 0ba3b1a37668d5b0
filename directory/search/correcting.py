"""The text that was meant: a search with typing errors is understood and looked for as if it had none.

Words that neither the index nor French knows become those they stand for; then words of a way of saying become as it
writes them (« travailleur handicapée »); then accents are put right, for the model that reads sentences. What nothing
known is near to stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from rapidfuzz.distance import OSA

from directory.search.lexicon import Lexicon, lexicon
from directory.search.misspellings import SHORTEST, Ask, Candidate, candidates, forms
from directory.search.params import SearchParams
from directory.search.thesaurus import Thesaurus, chosen
from directory.search.thesaurus_files import Kind
from directory.territories.gazetteer import Gazetteer
from indexing.analysis import Word, all_words, fold
from indexing.clauses import LIKELIER
from indexing.sounds import sound

TOGETHER = 0.6  # errors that each word beside it, in a way of saying, makes up for
SHORTEST_JOINED = 5  # letters
SENTENCE = 3  # words
KINDS = ((Kind.NEED, Kind.WORDING), (Kind.FILTER,), (Kind.URGENT,))  # those of one group do not overlap
BESIDE_A_POSTCODE = re.compile(r"(?<=[^\W\d_]{3})(?=\d{5}\b)|(?<=\b\d{5})(?=[^\W\d_]{3})")

Change = tuple[int, int, str]  # from, to, what is written there instead


class Corrector:
    """Corrects texts with the words of `lexicon`, of `thesaurus` and of the index that `ask` asks."""

    def __init__(self, lexicon: Lexicon, thesaurus: Thesaurus, ask: Ask) -> None:
        self._lexicon = lexicon
        self._thesaurus = thesaurus
        self._ask = ask

    def correct(self, text: str, literal: Collection[str] = ()) -> str:
        """`text` as it was meant; the folded words of `literal` stay. Raises what asking the index raises."""
        text = BESIDE_A_POSTCODE.sub(" ", text)
        text = self._joined(text)
        words = [word for word in self._doubtful(text) if word.surface not in literal]
        if words:
            text = _rewritten(text, self._meant(text, words))
        text = _rewritten(text, self._as_said(text, literal))
        return _rewritten(text, self._accents(text))

    def _joined(self, text: str) -> str:
        """`text`, two words becoming the one they make, where they are no words that mean something apart."""
        pairs = [
            (one, other, one.surface + other.surface)
            for one, other in pairwise(all_words(text))
            if text[one.end : other.start] == " " and self._is_one(one, other)
        ]
        if not pairs:
            return text
        told = self._ask([part.surface for one, other, _ in pairs for part in (one, other)])
        apart = [all(self._means(part) or told[part.surface].sure for part in pair[:2]) for pair in pairs]
        changes = [
            (one.start, other.end, self._lexicon.accented(whole))
            for (one, other, whole), are_apart in zip(pairs, apart, strict=True)
            if not are_apart
        ]
        return _rewritten(text, changes)

    def _is_one(self, one: Word, other: Word) -> bool:
        """Whether two words may be one: a usual one unless both are, or any one unless both are French."""
        whole, parts = one.surface + other.surface, (one, other)
        if len(whole) < SHORTEST_JOINED or all(map(self._means, parts)):
            return False
        if whole in self._lexicon.weights:
            return True
        return whole in self._lexicon and not all(part.surface in self._lexicon for part in parts)

    def _means(self, word: Word) -> bool:
        return word.small or word.surface in self._lexicon.weights

    def _doubtful(self, text: str) -> list[Word]:
        """The words that may be errors: neither words we know, nor acronyms, nor short unless in a sentence."""
        words = all_words(text)
        shortest = SHORTEST if len(words) < SENTENCE else SHORTEST - 1
        return [
            word
            for word in words
            if len(word.surface) >= shortest
            and word.surface.isalpha()
            and word.surface not in self._lexicon
            and not self._lexicon.is_place(word.surface)
            and (text.isupper() or not text[word.start : word.end].isupper())
        ]

    def _meant(self, text: str, words: Sequence[Word]) -> list[Change]:
        """What `words` stand for: the likeliest, unless another one says something with the words beside it."""
        told = self._ask(list(dict.fromkeys(form for word in words for form in forms(word.surface))))
        near = {w: candidates(text[w.start : w.end], w.surface, self._lexicon, told) for w in words}
        meant = {word: some[0] for word, some in near.items() if some}
        for word in meant:
            if len(near[word]) > 1:
                beside = {c: self._beside(text, {**meant, word: c}, word) for c in near[word]}
                meant[word] = min(beside, key=lambda candidate: candidate.errors - TOGETHER * beside[candidate])
        return _changes(meant)

    def _beside(self, text: str, meant: Mapping[Word, Candidate], word: Word) -> int:
        """How many other words stand with `word` in the longest way of saying, all words being as `meant`."""
        start = word.start + sum(len(new) - (end - begin) for begin, end, new in _changes(meant) if end <= word.start)
        matches = self._thesaurus.matches(_rewritten(text, _changes(meant)), forgiving=False)
        return max((len(match.saying.keys) - 1 for match in matches if match.start <= start < match.end), default=0)

    def _as_said(self, text: str, literal: Collection[str]) -> list[Change]:
        """Words of several that say something together, where they are not written as in the thesaurus."""
        matches = [match for match in self._thesaurus.matches(text) if len(match.saying.keys) > 1]
        changes: list[Change] = []
        for match in (group[0] for kinds in KINDS for group in chosen(matches, kinds)):
            for error in match.errors:
                written = text[error.start : error.end]
                typed = fold(written)
                if (
                    typed in literal
                    or "-" in written
                    or any(start < error.end and error.start < end for start, end, _ in changes)
                ):
                    continue
                edits = {word: OSA.distance(typed.replace(" ", ""), word) for word in error.meant}
                meant = min(edits, key=lambda word: (edits[word], -self._lexicon.weights[word]))
                if error.apart or self._is_error(written, typed, meant):
                    changes.append((error.start, error.end, self._lexicon.accented(meant)))
        return changes

    def _is_error(self, written: str, typed: str, meant: str) -> bool:
        """Whether `written` (folded: `typed`) is an error for `meant`, since a way of saying holds that one.

        A plural is none, nor a name that people say. A word that the index knows is one only if it sounds right.
        """
        if typed.rstrip("sx") == meant.rstrip("sx"):
            return False
        alike = sound(written) == sound(self._lexicon.accented(meant))
        if self._lexicon.is_french(typed):
            return alike or not self._ask([typed])[typed].sure
        if typed in self._lexicon:
            return False
        spelling = self._ask([typed])[typed]
        return alike and not spelling.named and self._lexicon.weights[meant] >= LIKELIER * spelling.frequency

    def _accents(self, text: str) -> list[Change]:
        """Words that are none with the accents they have. Those of names are not known; a last é tells another word."""
        changes: list[Change] = []
        for word in all_words(text):
            written = text[word.start : word.end]
            typed, right = written.lower(), self._lexicon.accented(word.surface)
            if self._lexicon.is_written(typed) or not self._lexicon.is_written(right):
                continue
            usual = word.surface in self._lexicon.weights
            named = not (usual or written.islower()) or (right.isascii() and not self._lexicon.is_french(right))
            if not named and (typed.isascii() or typed[-1] == right[-1]):
                changes.append((word.start, word.end, right))
        return changes


def _changes(meant: Mapping[Word, Candidate]) -> list[Change]:
    return [(word.start, word.end, candidate.text) for word, candidate in meant.items()]


def _rewritten(text: str, changes: Iterable[Change]) -> str:
    for start, end, new in sorted(changes, reverse=True):
        text = text[:start] + _cased(new, text[start:end]) + text[end:]
    return text


def _cased(text: str, like: str) -> str:
    capitals = sum(map(str.isupper, like))
    if capitals > 1:
        return text.upper()
    return text[0].upper() + text[1:] if capitals and like[0].isupper() else text


def corrected(params: SearchParams, gazetteer: Gazetteer, thesaurus: Thesaurus, ask: Ask) -> SearchParams:
    """`params` with the words that were meant, but for those that are to be taken literally."""
    if not params.q:
        return params
    corrector = Corrector(lexicon(gazetteer, thesaurus), thesaurus, ask)
    return replace(params, q=corrector.correct(params.q, params.literal))
