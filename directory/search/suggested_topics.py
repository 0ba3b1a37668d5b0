"""Topics for the listings whose source names none, read in their own words by the thesaurus.

They are indexed apart from the topics of the sources and count less: never shown, never filtered by.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from directory.search.thesaurus import Thesaurus, chosen
from directory.search.thesaurus_files import Kind
from directory.taxonomy.vocabulary import vocabulary

NAME, SUMMARY, DESCRIPTION = 3.0, 2.0, 1.0  # × confidence, for each way of saying found there
LEAST = 2.4  # said in the name, or twice in the text
AT_MOST = 3
TELLING = (Kind.NEED, Kind.WORDING)
READ = 600  # characters of a description: further on, it tells of partners and neighbours


def suggest_topics(
    name: str, summary: str, description: str, categories: Sequence[str], thesaurus: Thesaurus
) -> tuple[str, ...]:
    """Topics that the words of a listing tell, the likeliest first; only those its categories may hold, if any."""
    weights: Counter[str] = Counter()
    for text, weight in ((name, NAME), (summary, SUMMARY), (description[:READ], DESCRIPTION)):
        said: dict[str, float] = {}
        for group in chosen(thesaurus.matches(text, TELLING, forgiving=False), TELLING):
            for match in group:
                for slug, confidence in match.sense.topics:
                    said[slug] = max(said.get(slug, 0.0), confidence)
        weights.update({slug: weight * confidence for slug, confidence in said.items()})
    known = vocabulary().topics
    fitting = [
        (slug, weight)
        for slug, weight in weights.most_common()
        if weight >= LEAST and (not categories or {*known[slug].categories, *known[slug].secondary} & {*categories})
    ]
    return tuple(slug for slug, _ in fitting[:AT_MOST])
