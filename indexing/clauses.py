"""The tree that a text becomes: what each engine translates, and what its parts weigh."""

from __future__ import annotations

from dataclasses import dataclass, field

from indexing.fields import TEXT_FIELDS

NAME_FIELDS = ("name_words", "organisation_words")  # every word of a name, unstemmed, stop words too
NAMING_FIELDS = ("name", "organisation")  # where the name of who helps is looked for
ABOUT_FIELDS = ("name", "summary", "description")  # where words about a need are looked for
PHRASE_FIELDS = ("name", "organisation", "summary", "topic_words", "description")  # where wordings are looked for
MOST_WORDS = 24  # of a query; the rest of a longer text is left out
MOST = 0.6  # share of the units that makes "most of them"
OTHER_FIELDS = 0.3  # what the other fields, or the other wordings, add to the best one
VARIANT_WEIGHT = 0.7  # per typing error, of what a word may stand for beside the likeliest
RARE = 2  # documents: a word that no more of them hold may be misspelt there
LIKELIER = 20  # times more documents hold the word it was meant to be
OTHER_WORDING = 0.8  # of another way to write what is asked
OPTIONAL = 0.25  # of a word that nobody requires: the name of the place, « cherche », « mes enfants »
NEARBY_WORD = 1.2  # of a word about it: it tells listings of one broad topic apart
WHO = 0.65  # of the name of the first who answers a need
WHO_NEXT = 0.9  # × WHO for each next one
TOPIC = 8.0  # × confidence: about half of what a word of the name brings that one listing in fifty holds
SUGGESTED = 0.8  # × TOPIC, when the topic was read in the listing's words instead of said by its source
FINDS = 0.5  # confidence from which a topic alone finds a listing; below, it only adds to the score
ALL_UNITS = 3.0  # × relevance of a document that holds all units
PHRASE_BONUS = 1.0  # × weight of the name, when the words follow each other there
EXACT_NAME = 12000.0  # above any sum of words, even full, stale, far, about another need: who types it wants it first

ANYWHERE = "anywhere"  # the field of all texts
WEIGHTS = {field.name: field.weight for field in TEXT_FIELDS}


@dataclass(frozen=True, slots=True)
class Term:
    """`stem` in `field`: relevance of the engine (BM25) × `weight`."""

    field: str
    stem: str
    weight: float


@dataclass(frozen=True, slots=True)
class Phrase:
    """`stems` of `field` at these relative positions: relevance × `weight`."""

    field: str
    stems: tuple[tuple[int, str], ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Best:
    """The best of its terms, plus `OTHER_FIELDS` × the others: a word or a wording, wherever it is found."""

    terms: tuple[Term | Phrase, ...]

    @property
    def places(self) -> dict[tuple[str, str], None]:
        """The fields and stems to look at for holding it, phrases apart: the field of all texts (`ANYWHERE`) instead of
        one a text field, if it is looked for in all of these."""
        terms = [term for term in self.terms if isinstance(term, Term)]
        everywhere = WEIGHTS.keys() <= {term.field for term in terms}
        return {(ANYWHERE if everywhere and term.field in WEIGHTS else term.field, term.stem): None for term in terms}


@dataclass(frozen=True, slots=True)
class Topic:
    """`slug` in the keyword field `field`: a constant `weight`, not a relevance. Only if `finds` is it enough to
    hold the unit."""

    field: str
    slug: str
    weight: float
    finds: bool


Clause = Term | Phrase | Topic


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing asked. A document holds it when it holds `at_least` of `words`, or one of `others`, or a topic that
    finds. Words `near` to it do not hold it: « petit prix », said beside groceries, is said of furniture too.

    Its score is the best of these, plus `OTHER_FIELDS` × the rest: the sum of `words` when `at_least` of them are held,
    each of `others` and of `near`. To that is added the heaviest of its `topics`.
    """

    words: tuple[Best, ...]
    at_least: int = 1
    others: tuple[Best, ...] = ()
    near: tuple[Best, ...] = ()
    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class TextPlan:
    """The tree. A document answers if it holds at least n of `units`, n being a stage; at the stage 0, if it holds any
    word, wording or topic of any unit, and each word then adds to its score.

    `extras`, `phrase` and `name_key` (the whole folded text, to be equal to the folded name) only add to the score.
    `clues` say why a document is there: those it holds, each with the word, wording or topic to say so. `stems` names
    the words found by each stem, for highlights. `did_you_mean` is the text with unknown words replaced.
    """

    units: tuple[Unit, ...] = ()
    stages: tuple[int, ...] = ()
    extras: tuple[Best, ...] = ()
    phrase: Phrase | None = None
    name_key: str = ""
    stems: dict[str, str] = field(default_factory=dict)
    clues: tuple[tuple[Clause, str], ...] = ()
    did_you_mean: str | None = None
