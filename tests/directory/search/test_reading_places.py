"""A place in the words is read when it is sure."""

from __future__ import annotations

import pytest

from directory.search.reading_places import place_reader
from directory.search.thesaurus import thesaurus
from directory.territories.gazetteer import Gazetteer


def place(text: str, gazetteer: Gazetteer) -> str:
    """The id of the place read, and the words that name it."""
    named = place_reader(gazetteer, thesaurus()).place_in(text)
    return f"{named.territory.id} {text[named.start : named.end]}" if named else ""


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("permis caussade", "commune-82037 caussade"),
        ("82300 garde d'enfant", "commune-82037 82300"),
        ("CAF Montauban", "commune-82121 Montauban"),
        ("à Moissac", "commune-82112 Moissac"),
        ("permis a moissac", "commune-82112 moissac"),
        ("aide alimentaire dans le 82", "departement-82 dans le 82"),
        ("mission locale Tarn-et-Garonne", "departement-82 Tarn-et-Garonne"),
        ("garde st antonin noble val", "commune-82155 st antonin noble val"),
        ("psychologue valence d'agen", "commune-82186 valence d'agen"),
        ("82110 cazes mondenard", "commune-82042 82110 cazes mondenard"),
        ("logement près de Toulouse", "commune-31555 Toulouse"),
        ("emploi Paris", "commune-75056 Paris"),
        ("impots Mossac", "commune-82112 Mossac"),
        ("appartement catelsarrasin", "commune-82033 catelsarrasin"),
    ],
)
def test_a_sure_name_is_a_place(gazetteer: Gazetteer, text: str, read: str) -> None:
    assert place(text, gazetteer) == read


@pytest.mark.parametrize(
    "text",
    [
        *("aide", "sport", "contes pour enfants", "permis", "mission locale", "la garde des enfants", "sens de la vie"),
        *("location pas chère", "voiture pas cher", "gard d'enfan", "le 115", "99999", "saint vincent de paul", "lot"),
    ],
)
def test_a_common_word_is_no_place(gazetteer: Gazetteer, text: str) -> None:
    assert place(text, gazetteer) == ""


def test_two_places_are_none(gazetteer: Gazetteer) -> None:
    assert place("de Montauban à Toulouse", gazetteer) == ""
