"""No person is left in the words that are kept."""

from __future__ import annotations

import pytest

from directory.search.scrubbing import scrubbed
from directory.search.thesaurus import thesaurus
from directory.territories.gazetteer import Gazetteer

HOSTILE = " Madame Dupont Marie 06 12 34 56 78 marie.dupont@free.fr 1 84 12 82 121 005 42"


def test_hostile_personal_words_leave_nothing(gazetteer: Gazetteer) -> None:
    assert scrubbed(HOSTILE, gazetteer, thesaurus()) == "madame …"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Karim Benali RSA", "… rsa"),
        ("M. Petit expulsion", "m … expulsion"),
        ("mon mari s’appelle Ahmed et me frappe", "mon mari s … et me frappe"),
        ("la fille de Jean-Pierre Lefèvre a 3 enfants", "la fille de … a 3 enfants"),
        ("CAF de M. Caussade", "caf de m …"),
        ("Dossier n° 82-1234567, né le 12/03/1984", "dossier n … né le …"),
        ("0612345678", "…"),
        ("+33 (0)6.12.34.56.78", "…"),
        ("184128212100542", "…"),
        ("https://exemple.fr/?nom=dupont permis", "permis"),
        ("12 rue Lebrun 82000 Montauban", "… rue … 82000 montauban"),
        ("12345 permis", "… permis"),  # no postcode
        ("AB-123-CD carte grise", "… carte grise"),
    ],
)
def test_names_numbers_and_addresses_are_hidden(typed: str, kept: str, gazetteer: Gazetteer) -> None:
    assert scrubbed(typed, gazetteer, thesaurus()) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "permis caussade",
        "facture d’électricité",
        "madame dort dehors",
        "moins de 26 ans",
        "115",
        "3919 il me frappe",
        "vétérinaire pas cher",
        "82300 mode de garde",
        "restos du cœur montauban",
    ],
)
def test_needs_places_and_known_numbers_are_kept(typed: str, gazetteer: Gazetteer) -> None:
    assert scrubbed(typed, gazetteer, thesaurus()) == typed.replace("’", " ")


@pytest.mark.parametrize(
    "name", ["Marie", "Pierre Martin", "Rose", "Fatima", "Mohamed", "Dubois", "Lefebvre", "Garcia"]
)
def test_a_name_alone_is_hidden_in_any_case(name: str, gazetteer: Gazetteer) -> None:
    assert {scrubbed(form, gazetteer, thesaurus()) for form in (name, name.lower(), name.upper())} == {"…"}
