"""What an unknown word may stand for: a word near in writing or in sound, or several that were written as one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log10

from rapidfuzz.distance import OSA

from directory.search.lexicon import SAID, Lexicon
from indexing.analysis import STOP_WORDS
from indexing.clauses import LIKELIER
from indexing.sounds import other_beginnings, sound
from indexing.typos import VOWELS, Spelling, allowed_edits

# All in typing errors: less is likelier.
SAME_SOUND, SAME_SHORT_SOUND = 0.4, 0.6  # a word written by ear…
HEARD = 0.15  # …and for each letter that it changes
APOSTROPHE, SPACE, OTHER_SPACE = (
    0.5,
    0.6,
    1.0,
)  # left out; the last one before a small word, or between words that mean nothing here
TENFOLD = 0.25  # what being ten times more usual makes up for
CLOSE = 1.0  # beyond the likeliest, others are not thought of

SHORT_SOUND = 3  # sounds
SHORTEST = 4  # letters of a word that may be an error; in a sentence, one less
SHORTEST_PART = 3  # letters of words written as one; one more beside a small word
SHORTEST_OTHER = 5  # letters of words that mean nothing here
SMALL_PAIR = 6  # letters of two small words written as one (« chezlui »)
MOST = 4  # candidates
ELIDED = (*"ldjnsm", "qu")
SMALL_WORDS = frozenset(word for word in STOP_WORDS if word == "a" or (len(word) > 1 and not word.endswith("qu")))

Ask = Callable[[Sequence[str]], Mapping[str, Spelling]]  # `Engine.spellings`


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may have been meant, with its accents. `weight` is how usual it is, in documents."""

    text: str
    errors: float
    weight: int


def forms(surface: str) -> list[str]:
    """What an index must be asked about for `candidates`."""
    return [surface, *other_beginnings(surface), *(rest for _, rest in _elisions(surface))]


def candidates(written: str, surface: str, lexicon: Lexicon, told: Mapping[str, Spelling]) -> list[Candidate]:
    """What the unknown word `written` (folded: `surface`) may stand for, the likeliest first; none when an index is
    `told` to know it. One that an index hardly knows is an error for much more usual words only.
    """
    if told[surface].sure:
        return []
    found = [
        Candidate(text, errors - TENFOLD * log10(1 + weight), weight)
        for text, errors, weight in (
            *_apart(surface, lexicon, told),
            *_near(written, surface, lexicon, told),
        )
        if weight >= LIKELIER * told[surface].frequency
    ]
    found.sort(key=lambda candidate: (candidate.errors, candidate.text))
    return [candidate for candidate in found if candidate.errors <= found[0].errors + CLOSE][:MOST]


def _near(
    written: str, surface: str, lexicon: Lexicon, told: Mapping[str, Spelling]
) -> Iterator[tuple[str, float, int]]:
    begun = [surface, *other_beginnings(surface)]
    held = {form: told[form].frequency for form in begun if told[form].frequency}
    held |= {variant.word: variant.frequency for form in begun for variant in told[form].near}
    heard = sound(written)
    for word in {*held, *lexicon.sounding(heard), *lexicon.near(surface)} - {surface}:
        if word in SMALL_WORDS and len(word) < SHORTEST:
            continue
        accented = lexicon.accented(word)
        edits = OSA.distance(surface, word)
        errors = float(edits)
        if sound(accented) == heard and edits <= len(max(surface, word, key=len)) // 2:
            errors = min(errors, (SAME_SOUND if len(heard) > SHORT_SOUND else SAME_SHORT_SOUND) + HEARD * edits)
        elif edits > allowed_edits(max(surface, word, key=len)):
            continue
        yield accented, errors, lexicon.weights[word] + held.get(word, 0)


def _apart(surface: str, lexicon: Lexicon, told: Mapping[str, Spelling]) -> Iterator[tuple[str, float, int]]:
    for elided, rest in _elisions(surface):
        if weight := lexicon.weights[rest] + told[rest].frequency:
            yield f"{elided}'{lexicon.accented(rest)}", APOSTROPHE, weight
    for place in range(1, len(surface) - 1):
        pair = surface[:place], surface[place:]
        if (weight := _weight(pair, lexicon)) >= 0:
            yield (
                " ".join(map(lexicon.accented, pair)),
                SPACE if weight and pair[1] not in SMALL_WORDS else OTHER_SPACE,
                weight,
            )


def _weight(pair: tuple[str, str], lexicon: Lexicon) -> int:
    """How usual both words of `pair` are; 0 when they mean nothing here, -1 when they are no words, or too short."""
    full = [part for part in pair if part not in SMALL_WORDS]
    if not full:
        return 0 if len("".join(pair)) >= SMALL_PAIR else -1
    if not all(part in lexicon for part in full):
        return -1
    weight = min(lexicon.weights[part] for part in full)
    shortest = SHORTEST_PART if len(full) == len(pair) else SHORTEST_PART + 1
    if weight < SAID:
        if pair[1] in SMALL_WORDS:
            return -1
        weight, shortest = 0, SHORTEST_OTHER
    return weight if min(map(len, full)) >= shortest else -1


def _elisions(surface: str) -> Iterator[tuple[str, str]]:
    for elided in ELIDED:
        rest = surface.removeprefix(elided)
        if rest != surface and len(rest) > SHORTEST_PART and rest[0] in VOWELS:
            yield elided, rest
