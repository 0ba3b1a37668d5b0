"""The one French analysis, used for documents and for queries.

Words are cut at everything that is neither letter nor digit (apostrophes and hyphens too), lowered and folded to ASCII
(œ → oe); stop words and what elision leaves (l’, qu’…) are dropped; the French stemmer joins singular and plural.
It runs in Rust, inside Tantivy, for both: index time costs nothing in Python, and a query can never be cut otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

NO_WORD = "0void0"  # what an empty text holds, so that mean lengths and frequencies are the same for every engine
WORDINGS_KEPT = 16_384  # about those of the thesaurus
LONGEST_WORD = 40  # letters; longer "words" are addresses of pages or noise

# Written folded, since the filter stands after folding. Words that carry a need are not here: « sans » (papiers, abri),
# « pas », « plus ».
_DROPPED = """
    l d j m n s t c qu jusqu lorsqu puisqu quoiqu quelqu
    le la les un une des du de au aux ce cet cette ces
    je tu il elle on nous vous ils elles me te se moi toi soi lui leur leurs eux y en
    mon ton son ma ta sa mes tes ses notre votre nos vos
    qui que quoi dont ou et mais donc or ni car
    a dans par pour sur sous avec vers chez entre afin ainsi comme si
    est sont suis es etes sommes etait etaient sera seront etre ai as avons avez ont avait avoir
"""
STOP_WORDS = tuple(_DROPPED.split())


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text. `stem` is what the index holds, `surface` the folded word, `text[start:end]` what was written.

    `position` counts the words of the text, dropped ones too, so that a phrase keeps its gaps.
    """

    surface: str
    stem: str
    position: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Word:
    """Any word of a text, small ones too: those have no `stem`. The rest as in `Token`."""

    surface: str
    stem: str
    start: int
    end: int

    @property
    def small(self) -> bool:
        """Whether the index leaves it out."""
        return not self.stem


@lru_cache(maxsize=1)
def stem_analyzer() -> TextAnalyzer:
    """Text to stems: what text fields hold."""
    return _kept_words().filter(Filter.stemmer("french")).build()


@lru_cache(maxsize=1)
def surface_analyzer() -> TextAnalyzer:
    """Text to folded words without stop words: the vocabulary that typing errors are compared with."""
    return _kept_words().build()


@lru_cache(maxsize=1)
def word_analyzer() -> TextAnalyzer:
    """Text to folded words, all of them."""
    return _words().build()


def tokens(text: str) -> list[Token]:
    """The words of `text` that count, in their order."""
    stems = stem_analyzer().pre_tokenize(text).tokens
    surfaces = surface_analyzer().analyze(text)
    return [
        Token(surface, stem.text, stem.position, stem.char_offset_from, stem.char_offset_to)
        for stem, surface in zip(stems, surfaces, strict=True)
    ]


@lru_cache(maxsize=WORDINGS_KEPT)
def wording_tokens(wording: str) -> tuple[Token, ...]:
    """`tokens` of a short text that many searches share: a text asked brings a hundred of them."""
    return tuple(tokens(wording))


def all_words(text: str) -> list[Word]:
    """Every word of `text`, in their order."""
    stems = {token.position: token.text for token in stem_analyzer().pre_tokenize(text).tokens}
    return [
        Word(word.text, stems.get(word.position, ""), word.char_offset_from, word.char_offset_to)
        for word in word_analyzer().pre_tokenize(text).tokens
    ]


def fold(text: str) -> str:
    """`text` without case, accents, punctuation or double spaces: equal for two ways of writing one name."""
    return " ".join(word_analyzer().analyze(text))


def _words() -> TextAnalyzerBuilder:
    builder = TextAnalyzerBuilder(Tokenizer.simple())
    return builder.filter(Filter.remove_long(LONGEST_WORD)).filter(Filter.lowercase()).filter(Filter.ascii_fold())


def _kept_words() -> TextAnalyzerBuilder:
    return _words().filter(Filter.custom_stopword(list(STOP_WORDS)))
