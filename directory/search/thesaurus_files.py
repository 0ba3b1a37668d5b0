"""Reads `seeds/thesaurus/`: what people say, and what it means. Its README tells curators how it is written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from directory.errors import InvalidInput
from directory.settings import ROOT
from directory.taxonomy.vocabulary import vocabulary

THESAURUS = ROOT / "seeds" / "thesaurus"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster where it was built
SURE = (0.95, 0.8, 0.7)  # confidence in the topics of an entry, in their order
GUESSED = (0.6, 0.45)
ALSO = 0.45  # in other topics whose listings answer a precise need too
ACRONYM = 0.45  # names who helps, and only then a need: its topics add to the score, and find when little else does
FACETS = ("audience", "mode", "cost", "language")
PRECISE = "8-precise-needs.yaml"
NEEDED = {
    "1-acronyms.yaml": ("short", "long"),
    "3-needs.yaml": ("says", "topics"),
    "4-filters.yaml": ("says", "filter"),
    "5-urgent.yaml": ("says", "id", "phone", "label", "text"),
    "6-small-words.yaml": ("says",),
    "7-who-helps.yaml": ("topic", "who"),
    PRECISE: ("topic", "need", "words", "who"),
}
MAY_HOLD = ("topics", "words", "need", "also", "sure", "one_way", "also_a_word", "keep", "territories")


class Kind(StrEnum):
    """What a way of saying leads to."""

    WORDING = "wording"  # another way to write the same
    NEED = "need"
    FILTER = "filter"
    URGENT = "urgent"
    SMALL = "small"  # nothing of its own, beside a need


@dataclass(frozen=True, slots=True)
class UrgentAnswer:
    """What to say first when it cannot wait. `territories`: where it holds, empty = all of France."""

    id: str
    phone: str
    label: str
    text: str
    territories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sense:
    """What each of `says` means.

    `wordings` are equivalent, to look for as phrases; `words` are only about it, `who` are the names of those who help,
    first ones first. `topics` are (slug, confidence). `need` is the precise one within the first topic, "" for none.
    `facet` and `value` make a preference of it; with `keep` its words are looked for too. `also_a_word`: acronyms that
    are also French words.
    """

    kind: Kind
    says: tuple[str, ...]
    wordings: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    topics: tuple[tuple[str, float], ...] = ()
    need: str = ""
    facet: str = ""
    value: str = ""
    keep: bool = True
    also_a_word: frozenset[str] = field(default=frozenset())
    urgent: UrgentAnswer | None = None


def read_senses(folder: Path = THESAURUS) -> list[Sense]:
    """Every entry of the files of `folder`. Raises `InvalidInput` naming each fault, its file and its entry."""
    senses: list[Sense] = []
    helpers: dict[str, tuple[str, ...]] = {}
    precise: dict[tuple[str, str], Sense] = {}
    faults: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.yaml")):
        for place, entry in _entries(path, faults):
            if wrong := list(_faults(path.name, entry)):
                faults.setdefault(path.name, []).extend(f"{place} : {fault}" for fault in wrong)
            elif path.name == "7-who-helps.yaml":
                helpers[entry["topic"]] = tuple(entry["who"])
            elif path.name == PRECISE:
                if (entry["topic"], entry["need"]) in precise:
                    faults.setdefault(path.name, []).append(f"{place} : ce besoin précis est écrit deux fois.")
                precise[entry["topic"], entry["need"]] = _precise(entry)
            else:
                senses += _senses(path.name, entry)
    faults = {**faults, **_contradictions(senses, precise)}
    if faults:
        told = " ".join(f"{name} : {' '.join(messages)}" for name, messages in faults.items())
        raise InvalidInput(f"Le thésaurus est à corriger. {told}", faults)
    return [*(_helped(sense, helpers, precise) for sense in senses), *precise.values()]


def _precise(entry: Any) -> Sense:
    """A precise need, said by nothing yet: entries and example sentences name it."""
    topics = ((entry["topic"], SURE[0]), *((slug, ALSO) for slug in entry.get("also", ())))
    return Sense(Kind.NEED, (), words=tuple(entry["words"]), who=tuple(entry["who"]), topics=topics, need=entry["need"])


def _helped(sense: Sense, helpers: Mapping[str, tuple[str, ...]], precise: Mapping[tuple[str, str], Sense]) -> Sense:
    """`sense` with the words of its precise need and those who help first there, else in its likeliest topic."""
    if not sense.topics:
        return sense
    topic = sense.topics[0][0]
    if need := precise.get((topic, sense.need)):
        known = dict(sense.topics)
        also = tuple((slug, confidence) for slug, confidence in need.topics if slug not in known)
        words = tuple(dict.fromkeys((*sense.words, *need.words)))
        return replace(sense, words=words, who=need.who, topics=(*sense.topics, *also))
    return replace(sense, who=helpers.get(topic, ()))


def _entries(path: Path, faults: dict[str, list[str]]) -> Iterator[tuple[str, Any]]:
    try:
        entries = yaml.load(path.read_text("utf-8"), Loader=LOADER) or []  # noqa: S506  both are safe
    except yaml.YAMLError as error:
        faults[path.name] = [f"Le fichier n’est pas du YAML lisible : {error}."]
        return
    if not isinstance(entries, list):
        faults[path.name] = ["Une liste d’entrées est attendue."]
        return
    for number, entry in enumerate(entries, 1):
        yield f"entrée {number} ({str(entry)[:60]}…)", entry


def _faults(name: str, entry: Any) -> Iterator[str]:
    if name == "2-same.yaml":
        if not (isinstance(entry, list) and len(entry) > 1 and all(_is_text(word) for word in entry)):
            yield "au moins deux façons de dire entre crochets sont attendues."
        return
    if name not in NEEDED:
        yield f"ce fichier n’est pas connu ; les fichiers sont {', '.join(sorted([*NEEDED, '2-same.yaml']))}."
        return
    if not isinstance(entry, Mapping):
        yield "une entrée entre accolades est attendue."
        return
    yield from (f"il manque « {key} »." for key in NEEDED[name] if not entry.get(key))
    yield from (f"« {key} » n’est pas connu." for key in entry if key not in (*NEEDED[name], *MAY_HOLD))
    for key in ("says", "short", "long", "words", "topics", "who", "also"):
        if key in entry and not (isinstance(entry[key], list) and all(_is_text(word) for word in entry[key])):
            yield f"« {key} » doit être une liste de textes (guillemets autour des nombres et des apostrophes)."
    if "need" in entry and not _is_text(entry["need"]):
        yield "« need » doit être un texte (guillemets autour des nombres)."
    named = ([entry["topic"]] if "topic" in entry else [], entry.get("topics"), entry.get("also"))
    for slug in (slug for slugs in named if isinstance(slugs, list) for slug in slugs):
        if not _is_text(slug) or slug not in vocabulary().topics:
            yield f"la thématique « {slug} » n’existe pas."
    if name == "4-filters.yaml" and isinstance(entry.get("filter"), Mapping):
        for facet, value in entry["filter"].items():
            if facet not in FACETS or value not in vocabulary().labels(facet):
                yield f"le filtre « {facet}: {value} » n’existe pas."


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _senses(name: str, entry: Any) -> Iterator[Sense]:
    if name == "2-same.yaml":
        yield Sense(Kind.WORDING, tuple(entry), wordings=tuple(entry))
    elif name == "1-acronyms.yaml":
        short, long = tuple(entry["short"]), tuple(entry["long"])
        also = frozenset(entry.get("also_a_word", ()))
        topics = tuple((slug, ACRONYM) for slug in entry.get("topics", ()))
        back = () if entry.get("one_way") else tuple(word for word in short if word not in also)
        yield Sense(Kind.WORDING, short, wordings=(*long, *back), topics=topics, also_a_word=also)
        if not entry.get("one_way"):
            yield Sense(Kind.WORDING, long, wordings=(*back, *long), topics=topics)
    elif name == "3-needs.yaml":
        confidences = SURE if entry.get("sure") else GUESSED
        topics = tuple(zip(entry["topics"], confidences, strict=False))
        words, need = tuple(entry.get("words", ())), entry.get("need", "")
        yield Sense(Kind.NEED, tuple(entry["says"]), words=words, topics=topics, need=need)
    elif name == "4-filters.yaml":
        ((facet, value),) = entry["filter"].items()
        yield Sense(Kind.FILTER, tuple(entry["says"]), facet=facet, value=value, keep=bool(entry.get("keep")))
    elif name == "5-urgent.yaml":
        identifier, phone, named, text = (str(entry[key]) for key in ("id", "phone", "label", "text"))
        answer = UrgentAnswer(identifier, phone, named, text, tuple(entry.get("territories", ())))
        yield Sense(Kind.URGENT, tuple(entry["says"]), urgent=answer)
    else:
        yield Sense(Kind.SMALL, tuple(entry["says"]))


def _contradictions(senses: Sequence[Sense], precise: Collection[tuple[str, str]]) -> dict[str, list[str]]:
    """Ways of saying that two needs of different topics claim, and precise needs that nobody wrote."""
    claimed: dict[str, Sense] = {}
    faults = [
        f"le besoin précis « {sense.need} » n’existe pas dans {sense.topics[0][0]}."
        for sense in senses
        if sense.need and (sense.topics[0][0], sense.need) not in precise
    ]
    for sense in senses:
        for say in sense.says if sense.kind is Kind.NEED else ():
            other = claimed.setdefault(" ".join(say.lower().split()), sense)
            if other is not sense and {slug for slug, _ in other.topics} != {slug for slug, _ in sense.topics}:
                faults.append(f"« {say} » est dans deux besoins de thématiques différentes.")
    return {"3-needs.yaml": faults} if faults else {}
