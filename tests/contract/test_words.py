"""How words are found."""

from __future__ import annotations

import pytest

from indexing.engine import Engine
from tests.contract.documents import ask, document, holds, id_of


@pytest.mark.parametrize(
    "asked",
    ["hebergement", "HÉBERGEMENT", "hébergements", "l’hébergement", "l'hébergement", "d’hébergement", "hébergement !"],
)
def test_accents_case_plural_and_elision_do_not_matter(engine: Engine, asked: str) -> None:
    holds(engine, document("Hébergement d’urgence"), document("Permis de conduire"))
    assert ask(engine, asked).names == ["Hébergement d’urgence"]


@pytest.mark.parametrize("asked", ["oeuvre", "œuvre", "œuvres sociales", "OEUVRES"])
def test_the_ligature_is_two_letters(engine: Engine, asked: str) -> None:
    holds(engine, document("Les œuvres"), document("Autre chose"))
    assert ask(engine, asked).names == ["Les œuvres"]


def test_a_plural_in_the_listing_is_found_by_the_singular(engine: Engine) -> None:
    holds(engine, document("Aides aux logements"), document("Vacances"))
    assert ask(engine, "aide logement").names == ["Aides aux logements"]


def test_stop_words_do_not_choose(engine: Engine) -> None:
    holds(engine, document("Accueil de jour"), document("Maison de la solidarité"), document("Vélo"))
    assert ask(engine, "de la maison").names == ["Maison de la solidarité"]


def test_a_name_of_stop_words_alone_is_found(engine: Engine) -> None:
    holds(engine, document("Chez nous"), document("Vélo"), document("Permis"))
    assert ask(engine, "Chez nous").names == ["Chez nous"]


@pytest.mark.parametrize("asked", ["", "   ", "!!!", "de", "’", "😀"])
def test_a_text_that_asks_nothing_is_answered_by_all(engine: Engine, asked: str) -> None:
    holds(engine, document("Vélo"), document("Permis"))
    assert ask(engine, asked).total == 2


def test_numbers_are_words(engine: Engine) -> None:
    holds(engine, document("Samu social 115"), document("Violences femmes info 3919"))
    assert ask(engine, "115").names == ["Samu social 115"]


def test_one_unknown_word_does_not_empty_the_list(engine: Engine) -> None:
    holds(engine, document("Aide alimentaire"), document("Vélo"))
    assert ask(engine, "aide zzyzx").names == ["Aide alimentaire"]


def test_unknown_words_alone_find_nothing(engine: Engine) -> None:
    holds(engine, document("Aide alimentaire"))
    answer = ask(engine, "zzyzx qwrtp", facets=("category",))
    assert (answer.total, answer.results.did_you_mean, answer.facets) == (0, None, {"category": {}})


def test_a_sentence_is_answered_by_its_words(engine: Engine) -> None:
    holds(
        engine,
        document(
            "Accueil de jour", description="Pour les personnes dont la voiture est l’abri : qui y dort trouve un café."
        ),
        document("Garage solidaire", description="Réparer sa voiture à petit prix."),
        document("Cours de français", description="Parler et écrire."),
    )
    assert ask(engine, "elle dort dans sa voiture").names == ["Accueil de jour", "Garage solidaire"]


def test_all_words_are_preferred_and_enough_of_them_keep_the_others_out(engine: Engine) -> None:
    both = [document(f"Aide alimentaire {number}") for number in range(12)]
    holds(engine, *both, document("Aide au permis"), document("Épicerie alimentaire"))
    assert ask(engine, "aide alimentaire").total == 12


def test_all_words_are_never_required(engine: Engine) -> None:
    holds(engine, document("Aide alimentaire"), document("Aide au permis"), document("Vélo"))
    answer = ask(engine, "aide alimentaire")
    assert answer.names == ["Aide alimentaire", "Aide au permis"]


def test_a_document_with_all_words_comes_before_one_that_repeats_a_rare_word(engine: Engine) -> None:
    holds(
        engine,
        document("Cours", description="Du français pour adultes."),
        document("Français, français", description="Le français en français."),
        *(document(f"Vélo {number}") for number in range(9)),
    )
    assert ask(engine, "cours français").names[0] == "Cours"


def test_a_word_in_the_name_counts_more_than_in_the_description(engine: Engine) -> None:
    holds(
        engine,
        document("Garde d’enfants", description="Un service de la commune."),
        document("Service de la commune", description="Garde d’enfants."),
    )
    assert ask(engine, "garde").names == ["Garde d’enfants", "Service de la commune"]


def test_the_exact_name_comes_first(engine: Engine) -> None:
    holds(
        engine,
        document("Mission locale jeunes", summary="mission locale", topic_words="mission locale"),
        document("Mission locale"),
        document("Mission locale mission locale mission locale", organisation="Mission locale"),
    )
    assert ask(engine, "mission LOCALE").names[0] == "Mission locale"


def test_words_that_follow_each_other_in_the_name_come_before_scattered_ones(engine: Engine) -> None:
    holds(
        engine,
        document("Garde à domicile des enfants malades"),
        document("La garde d’enfants malades à domicile"),
    )
    assert ask(engine, "garde d’enfants").names[0] == "La garde d’enfants malades à domicile"


def test_the_name_of_an_organisation_finds_its_resources(engine: Engine) -> None:
    holds(engine, document("Colis", organisation="Restos du Cœur"), document("Vélo", organisation="CCAS"))
    assert ask(engine, "restos du coeur").names == ["Colis"]


@pytest.mark.parametrize("asked", ["logemnt", "lgement", "logeement", "logemetn", "lohement"])
def test_one_typing_error_is_forgiven_from_four_letters(engine: Engine, asked: str) -> None:
    holds(engine, document("Logement social"), document("Vélo"))
    answer = ask(engine, asked)
    assert answer.names == ["Logement social"]
    assert answer.results.did_you_mean == "logement"


@pytest.mark.parametrize("asked", ["hebergemnet", "hebregemnt", "hbergemnt"])
def test_two_typing_errors_are_forgiven_from_eight_letters(engine: Engine, asked: str) -> None:
    holds(engine, document("Hébergement"), document("Vélo"))
    assert ask(engine, asked).names == ["Hébergement"]


def test_the_first_letter_is_taken_for_right(engine: Engine) -> None:
    holds(engine, document("Logement"), document("Vélo"))
    assert ask(engine, "dogement").total == 0


def test_short_words_are_taken_as_they_are(engine: Engine) -> None:
    holds(engine, document("APL"), document("Vélo"))
    assert ask(engine, "apa").total == 0


def test_an_exact_word_is_not_corrected(engine: Engine) -> None:
    holds(engine, document("Permis"), document("Permet"))
    answer = ask(engine, "permis")
    assert (answer.names, answer.results.did_you_mean) == (["Permis"], None)


def test_the_correction_keeps_the_rest_of_the_text(engine: Engine) -> None:
    holds(engine, document("Aide au logement"))
    assert ask(engine, "Aide au logemnt, vite").results.did_you_mean == "Aide au logement, vite"


def test_an_index_tells_what_it_knows_of_words(engine: Engine) -> None:
    holds(
        engine,
        document("Relience", description="Un logement."),
        *(document(f"Toit {n}", description="Logement.") for n in range(3)),
    )
    told = engine.spellings(["relience", "logement", "logemnt", "vélo", "permis"])
    assert (told["relience"].named, told["relience"].frequency) == (True, 1)
    assert (told["logement"].frequency, told["logement"].sure, told["logement"].near) == (4, True, ())
    assert [(other.word, other.edits, other.frequency) for other in told["logemnt"].near] == [("logement", 1, 4)]
    assert (told["permis"].frequency, told["permis"].sure, told["permis"].near) == (0, False, ())


def test_a_word_that_hardly_any_text_holds_is_told_with_what_it_is_near_to(engine: Engine) -> None:
    holds(engine, document("Vélo", description="Acueil."), document("Permis", description="Accueil."))
    acueil = engine.spellings(["acueil"])["acueil"]
    assert (acueil.frequency, acueil.named, acueil.sure) == (1, False, False)
    assert [other.word for other in acueil.near] == ["accueil"]


def test_a_hit_says_which_words_it_was_found_by(engine: Engine) -> None:
    holds(
        engine,
        document("Aide au logement", organisation="CCAS", description="Pour payer son loyer.", topic_words="Logement"),
    )
    (hit,) = ask(engine, "logements loyer zzz").results.hits
    assert hit.matched == {"name": ("logements",), "topic_words": ("logements",), "description": ("loyer",)}


def test_highlights_mark_the_words_and_escape_the_rest(engine: Engine) -> None:
    holds(engine, document("<script>alert('x')</script> Été & logements", summary="rien", organisation="A < B"))
    (hit,) = ask(engine, "ete logement").results.hits
    assert hit.highlights == {
        "name": "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; <mark>Été</mark> &amp; <mark>logements</mark>"
    }


def test_without_text_nothing_is_highlighted(engine: Engine) -> None:
    holds(engine, document("Logement"))
    (hit,) = ask(engine).results.hits
    assert (hit.id, hit.highlights, hit.matched) == (id_of("Logement"), {}, {})


@pytest.mark.parametrize(
    "asked",
    [
        *(
            'name:"',
            "logement AND (",
            "+logement -rien",
            "logement*",
            "\\",
            "/.*/",
            "logement^9",
            "[a TO z]",
            "%s %d {0}",
        ),
        *("a\0b logement", "🏠 logement", "logement " * 1_200, "é" * 5_000, "\u202elogement", "<b>logement</b>"),
    ],
)
def test_odd_texts_are_words_and_never_a_query_language(engine: Engine, asked: str) -> None:
    holds(engine, document("Logement"), document("Vélo"))
    answer = ask(engine, asked)
    assert answer.names[:1] == ["Logement"] if "logement" in asked else answer.total == 0 or answer.total == 2
