"""Ways of saying are found however they are written, and only where they are meant."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from directory.search import thesaurus as module
from directory.search.thesaurus import Thesaurus, chosen, thesaurus
from directory.search.thesaurus_files import Kind, Sense


def found(text: str, *kinds: Kind) -> list[str]:
    """What the thesaurus of the seeds finds in `text`, once overlaps are settled."""
    groups = chosen(thesaurus().matches(text), kinds or (Kind.NEED, Kind.WORDING))
    return [text[group[0].start : group[0].end] for group in groups]


@pytest.mark.parametrize(
    "text",
    [
        "facture d'électricité",
        "Facture d’Electricite",
        "FACTURES D'ÉLECTRICITÉ",
        "facture delectricite",
        "facutre d'electricité",
        "facture l'électricité",
        "facture impayée d'électricité",
    ],
)
def test_spelling_case_accents_and_a_word_between_do_not_matter(text: str) -> None:
    assert found(text) == [text]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("co voiturage", "co voiturage"),
        ("autoécole", "autoécole"),
        ("halte garderie", "halte garderie"),
        ("prudhomme", "prudhomme"),
        ("A.P.L.", "A.P"),
        ("surendetement", "surendetement"),
        ("ébergement d'urgence", "ébergement d'urgence"),
        ("aide juridictionel", "aide juridictionel"),
        ("demarches enligne", "demarches enligne"),
        ("je n'ai plus rien à manger", "plus rien à manger"),
        ("j'ai plus de quoi manger", "plus de quoi manger"),
    ],
)
def test_glued_split_and_misspelt_words_are_understood(text: str, part: str) -> None:
    assert found(text)[0].startswith(part[:12])


@pytest.mark.parametrize("text", ["je commence lundi", "une lettre reçue", "il a signé"])
def test_a_french_word_is_no_error_of_another(text: str) -> None:
    assert not [match for match in thesaurus().matches(text) if match.corrected]


def test_the_longest_way_of_saying_wins() -> None:
    assert found("maison de retraite") == ["maison de retraite"]


def test_a_stem_alone_is_not_enough() -> None:
    assert found("aide") == []
    assert found("place") == []


@pytest.mark.parametrize("text", ["12 rue des Lilas", "il passe par la rue", "rue de la paix"])
def test_small_words_count_where_there_is_one_other(text: str) -> None:
    assert found(text, Kind.URGENT) == []


def test_an_acronym_that_is_a_word_needs_capitals_in_a_sentence() -> None:
    assert found("le clic de la souris ne marche plus") == []
    assert found("une place au CLIC pour mon père") == ["CLIC"]
    assert found("clic montauban") == ["clic"]
    assert found("RAM") == ["RAM"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("elle dort dehors avec son fils", "115"),
        ("mise à la rue demain", "115"),
        ("mon mari me frappe", "3919"),
        ("il a envie de mourir", "3114"),
        ("porter plainte", "116006"),
        ("harcèlement scolaire", "3018"),
        ("il rentre tard, il boit trop et me frappe", "3919"),
        ("elle a été violée", "viols"),
        ("ma fille a fugué hier soir", "116000"),
        ("je n'ai personne à qui parler", "amitie"),
        ("des violences, elle ne peut pas parler", "114"),
        ("commandement de payer reçu ce matin", "loyers"),
    ],
)
def test_an_emergency_is_recognised(text: str, number: str) -> None:
    answers = [match.sense.urgent for match in thesaurus().matches(text, (Kind.URGENT,))]
    assert number in [answer.id for answer in answers if answer]


@pytest.mark.parametrize(
    "text",
    [
        *("association de sapeurs-pompiers", "coup de pouce", "coups de main entre voisins", "violon", "samu social"),
        *(
            "en finir avec les dettes",
            "assurance incendie",
            "rue du 15 août",
            "manque de confiance",
            "centre de loisirs",
            "taper un courrier",
        ),
    ],
)
def test_an_innocent_query_is_no_emergency(text: str) -> None:
    assert thesaurus().matches(text, (Kind.URGENT,)) == []


def test_a_word_that_sounds_like_one_said_more_often_may_be_that_one() -> None:
    (match, *_) = thesaurus().matches("reconnaissance travailleur handicapée")
    assert len(match.saying.keys) == 3
    assert [(error.start, error.end, "handicape" in error.meant) for error in match.errors] == [(27, 37, True)]


def test_words_as_they_are_said_have_no_errors() -> None:
    assert [match.errors for match in thesaurus().matches("facture d'électricité")[:1]] == [()]


def test_typing_errors_are_not_forgiven_when_told_so() -> None:
    assert thesaurus().matches("surendetement", forgiving=False) == []


def test_a_changed_file_is_read_again_and_a_faulty_one_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "LOOKED_EVERY", 0.0)
    file = tmp_path / "2-same.yaml"
    file.write_text("- [gouter, quatre heures]", "utf-8")
    assert thesaurus(tmp_path).matches("gouter")
    file.write_text("- [pain, baguette]", "utf-8")
    os.utime(file, ns=(1, 1))
    assert thesaurus(tmp_path).matches("baguette")
    file.write_text("- [pain]", "utf-8")
    os.utime(file, ns=(2, 2))
    assert thesaurus(tmp_path).matches("baguette")
    assert "au moins deux" in caplog.text


def test_matches_of_one_span_come_together() -> None:
    senses = [Sense(Kind.NEED, ("crèche",)), Sense(Kind.WORDING, ("crèche", "multi-accueil"))]
    groups = list(chosen(Thesaurus(senses).matches("une crèche"), (Kind.NEED, Kind.WORDING)))
    assert [[match.sense.kind for match in group] for group in groups] == [[Kind.NEED, Kind.WORDING]]


def test_what_is_typed_is_completed_in_the_order_of_the_files() -> None:
    said = [text for text, _ in thesaurus().beginning("Fact", 3)]
    assert said[0] == "facture d'électricité"
    assert thesaurus().beginning("", 3) == []
