"""What is being typed may become a need, a structure, a listing or a place: suggestions mixed from all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, zip_longest

from directory.search.labels import label, official_order
from directory.search.params import SearchParams
from directory.search.thesaurus import thesaurus
from directory.territories.gazetteer import Gazetteer, Kind, fold
from indexing.results import Suggestion

KINDS = ("category", "topic", "organisation", "resource", "commune", "territory")  # the order they are shown in


@dataclass(frozen=True, slots=True)
class Proposal:
    """One suggestion. `kind` is one of `KINDS`, `value` its slug, id or code, `url` the page it leads to."""

    kind: str
    value: str
    label: str
    url: str


def propose(text: str, named: Sequence[Suggestion], gazetteer: Gazetteer, limit: int) -> list[Proposal]:
    """At most `limit` proposals for `text`, grouped by kind. `named` are the organisations and resources of the engine.

    Every kind gets a first place before any gets a second one.
    """
    words = fold(text).split()
    if not words:
        return []
    by_kind = [
        [
            Proposal(facet, value, label(facet, value), SearchParams().with_value(facet, value).url())
            for value in _labelled(facet, words)
        ]
        for facet in ("category", "topic")
    ]
    by_kind[1] = [found for pair in zip_longest(_said(text, limit), by_kind[1]) for found in pair if found]
    by_kind += [[_named(found) for found in named if found.kind == kind] for kind in ("organisation", "resource")]
    by_kind += [list(_places(text, words, gazetteer, limit))]
    turns = chain.from_iterable(zip_longest(*by_kind))
    kept = [proposal for proposal in turns if proposal is not None][:limit]
    return sorted(kept, key=lambda proposal: KINDS.index(proposal.kind))


def _said(text: str, limit: int) -> list[Proposal]:
    """Ways of saying a need that begin with `text`; an acronym is followed by what it stands for."""
    proposals: dict[str, Proposal] = {}
    for written, sense in thesaurus().beginning(text, limit):
        long = next((wording for wording in sense.wordings if " " in wording), "")
        shown = f"{written.upper()} : {long}" if long and " " not in written else written
        proposals.setdefault(shown, Proposal("topic", sense.topics[0][0], shown, SearchParams(q=written).url()))
    return list(proposals.values())


def _labelled(facet: str, words: Sequence[str]) -> list[str]:
    """Values of a closed list whose label holds, for each word typed, a word beginning with it; best start first."""
    found = []
    for value, (folded, label_words) in _folded_labels(facet).items():
        if _begin(words, label_words):
            found.append((not folded.startswith(" ".join(words)), official_order(facet)[value], value))
    return [value for _, _, value in sorted(found)]


def _begin(typed: Sequence[str], words: Sequence[str]) -> bool:
    """Whether each word typed is the beginning of one of `words`."""
    return all(any(word.startswith(start) for word in words) for start in typed)


@lru_cache(maxsize=8)
def _folded_labels(facet: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    folded = {value: fold(label(facet, value)) for value in official_order(facet)}
    return {value: (text, tuple(text.split())) for value, text in folded.items()}


def _named(found: Suggestion) -> Proposal:
    url = f"/fiches/{found.id}" if found.kind == "resource" else SearchParams(q=found.label).url()
    return Proposal(found.kind, found.id, found.label, url)


def _places(text: str, words: Sequence[str], gazetteer: Gazetteer, limit: int) -> Iterable[Proposal]:
    """Places whose name or label begins as typed; not those it may be a misspelling of: « permis » is not Peri."""
    for territory in gazetteer.search(text, limit):
        if not _begin(words, fold(gazetteer.label(territory)).split()):
            continue
        if territory.kind is Kind.COMMUNE:
            url = SearchParams(commune=territory.code).url()
            yield Proposal("commune", territory.code, gazetteer.label(territory), url)
        else:
            yield Proposal(
                "territory", territory.id, gazetteer.label(territory), SearchParams(territory=territory.id).url()
            )
