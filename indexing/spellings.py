"""How words are looked for: as they are written, or as they were meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from indexing.analysis import Token, tokens, wording_tokens
from indexing.clauses import (
    ABOUT_FIELDS,
    LIKELIER,
    NAMING_FIELDS,
    PHRASE_FIELDS,
    RARE,
    VARIANT_WEIGHT,
    WEIGHTS,
    Best,
    Phrase,
    Term,
)
from indexing.fields import TEXT_FIELDS
from indexing.typos import Variant, silent_h, splits, unglued


class Vocabulary(Protocol):
    """The words an index holds."""

    def frequency(self, field: str, term: str) -> int:
        """How many documents hold `term` in `field`."""
        ...

    def near(self, word: str) -> Sequence[Variant]:
        """The known words that the folded `word` may stand for, the likeliest first."""
        ...


class Words:
    """Looks words up in a vocabulary, and keeps what was found by which."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.asked: set[str] = set()
        self.stems: dict[str, str] = {}
        self.beside: dict[str, str] = {}  # the same of words that are looked for in some fields only
        self.wordings: dict[Best, str] = {}
        self.corrections: list[tuple[Token, str]] = []

    def look_for(self, asked: Iterable[Token], weight: float = 1.0, *, forgiving: bool = True) -> list[Best]:
        """Each known word once, in every text field × `weight`; an unknown one as what it may be, if `forgiving`."""
        words = []
        for word in asked:
            if word.stem in self.asked:
                continue
            self.asked.add(word.stem)
            if found := self._spellings(word) if forgiving else self._as_written(word):
                self.asked |= found.keys()
                self.stems |= dict.fromkeys(found, word.surface)
                words.append(Best(tuple(_terms({stem: weight * share for stem, share in found.items()}))))
            elif forgiving:
                words += self._parts(word)
        return words

    def joined(self, asked: Sequence[Token]) -> list[Token]:
        """`asked`, two words becoming one when the index holds only that one (« co voiturage »)."""
        kept: list[Token] = []
        for token in asked:
            last = kept[-1] if kept else None
            glued = tokens(last.surface + token.surface) if last and last.position == token.position - 1 else []
            if (
                last
                and glued
                and not (self._known(last.stem) and self._known(token.stem))
                and self._known(glued[0].stem)
            ):
                kept[-1] = replace(glued[0], position=last.position, start=last.start, end=token.end)
            else:
                kept.append(token)
        return kept

    def _known(self, stem: str) -> int:
        """About how many documents hold `stem`."""
        return max(self.vocabulary.frequency(field.name, stem) for field in TEXT_FIELDS)

    def _spellings(self, word: Token) -> dict[str, float]:
        """The stems `word` may stand for, each with its weight: its own, or those a typing error explains.

        A word that hardly any listing holds may be an error too: what it is near to is looked for beside it.
        """
        frequency = self._known(word.stem)
        for bare in () if frequency else filter(None, (*unglued(word.surface), silent_h(word.surface))):
            for told in tokens(bare):
                if self._known(told.stem):
                    self.corrections.append((word, bare))
                    return {told.stem: 1.0}
        found = {word.stem: 1.0} if frequency else {}
        if frequency <= RARE:
            near = [other for other in self.vocabulary.near(word.surface) if other.frequency >= LIKELIER * frequency]
            for variant in near:
                found.setdefault(tokens(variant.word)[0].stem, VARIANT_WEIGHT**variant.edits if found else 1.0)
            self.corrections += [(word, near[0].word)] if near and not frequency else []
        return found

    def _as_written(self, word: Token) -> dict[str, float]:
        return {word.stem: 1.0} if self._known(word.stem) else {}

    def _parts(self, word: Token) -> list[Best]:
        """The two words that an unknown one is made of (« microcredit »), as a phrase."""
        for pair in splits(word.surface):
            if all(len(found := tokens(part)) == 1 and self._known(found[0].stem) for part in pair):
                return self.wording(" ".join(pair), 1.0)
        return []

    def about(self, text: str, weight: float) -> list[Best]:
        """What is written beside something, `weight` in all: a phrase would count as much as all its words together."""
        return self._beside(text, weight, ABOUT_FIELDS)

    def named(self, name: str, weight: float) -> list[Best]:
        """The same of a name, or a part of one: found in names only."""
        return self._beside(name, weight, NAMING_FIELDS)

    def _beside(self, text: str, weight: float, fields: Sequence[str]) -> list[Best]:
        asked = wording_tokens(text)
        if len(asked) != 1:
            return self._phrase(text, asked, weight / max(len(asked), 1), fields)
        (word,) = asked
        self.beside.setdefault(word.stem, word.surface)
        found = Best(tuple(Term(field, word.stem, WEIGHTS[field] * weight) for field in fields))
        self.wordings[found] = word.surface
        return [found]

    def wording(self, text: str, weight: float) -> list[Best]:
        """Another way to write something: a word, or several that must follow each other."""
        asked = wording_tokens(text)
        if len(asked) == 1:
            self.stems.setdefault(asked[0].stem, asked[0].surface)
            return [Best(tuple(_terms({asked[0].stem: weight})))]
        return self._phrase(text, asked, weight, PHRASE_FIELDS)

    def _phrase(self, text: str, asked: Sequence[Token], weight: float, fields: Sequence[str]) -> list[Best]:
        if not asked:
            return []
        stems = following(asked)
        phrase = Best(tuple(Phrase(field, stems, WEIGHTS[field] * weight) for field in fields))
        self.wordings[phrase] = text
        return [phrase]

    def corrected(self, text: str) -> str | None:
        """`text` with its unknown words replaced; None when all are known or none has a likely correction."""
        for word, correction in reversed(self.corrections):
            text = text[: word.start] + correction + text[word.end :]
        return text if self.corrections else None


def following(asked: Sequence[Token]) -> tuple[tuple[int, str], ...]:
    """Their stems at their positions, the first one at 0."""
    return tuple((word.position - asked[0].position, word.stem) for word in asked)


def _terms(found: Mapping[str, float]) -> list[Term]:
    return [Term(field.name, stem, field.weight * weight) for stem, weight in found.items() for field in TEXT_FIELDS]
