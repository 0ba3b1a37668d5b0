"""From a text to clauses: plain values, no engine."""

from __future__ import annotations

from collections.abc import Sequence

from indexing.fields import TEXT_FIELDS
from indexing.plan import EXACT_NAME, MOST_WORDS, VARIANT_WEIGHT, Best, Phrase, Term, asks_nothing, plan_text
from indexing.typos import Variant, variants


class Words:
    """A vocabulary of a few stems and surfaces."""

    def __init__(self, **stems: str) -> None:
        self.stems = stems  # surface → stem

    def frequency(self, field: str, term: str) -> int:
        return int(term in (self.stems if field == "name_words" else self.stems.values()))

    def near(self, word: str) -> Sequence[Variant]:
        return variants(word, [(surface, 1) for surface in self.stems if surface[0] == word[0]])


FRENCH = Words(aide="aid", logement="log", chez="chez", alimentaire="alimentair")


def stems_of(best: Best) -> list[str]:
    """The distinct stems of a word, in order."""
    return list(dict.fromkeys(term.stem for term in best.terms))


def test_a_word_is_looked_for_in_every_text_field_with_its_weight() -> None:
    (word,) = plan_text("Aides", FRENCH).words
    assert word == Best(tuple(Term(field.name, "aid", field.weight) for field in TEXT_FIELDS))


def test_stages_go_from_all_to_most_to_any() -> None:
    assert plan_text("aide", FRENCH).stages == (1,)
    assert plan_text("aide logement", FRENCH).stages == (2, 1)
    assert plan_text("aide logement alimentaire", FRENCH).stages == (3, 2, 1)
    many = Words(**{f"mot{number}": f"mot{number}" for number in range(10)})
    assert plan_text(" ".join(many.stems), many).stages == (10, 6, 1)


def test_a_word_asked_twice_counts_once() -> None:
    assert len(plan_text("aide aides aide", FRENCH).words) == 1


def test_unknown_words_are_left_out_of_the_count() -> None:
    plan = plan_text("aide zzyzx", FRENCH)
    assert (len(plan.words), plan.stages, plan.did_you_mean) == (1, (1,), None)


def test_a_typing_error_becomes_a_lighter_word_and_a_proposal() -> None:
    plan = plan_text("aide au logemnet !", FRENCH)
    assert stems_of(plan.words[1]) == ["log"]
    assert plan.words[1].terms[0].weight == TEXT_FIELDS[0].weight * VARIANT_WEIGHT
    assert plan.did_you_mean == "aide au logement !"
    assert plan.stems == {"aid": "aide", "log": "logemnet"}


def test_the_phrase_keeps_the_gaps_of_stop_words() -> None:
    plan = plan_text("l’aide au logement", FRENCH)
    assert plan.phrase == Phrase("name", ((0, "aid"), (2, "log")), TEXT_FIELDS[0].weight)
    assert plan_text("aide", FRENCH).phrase is None


def test_the_whole_text_may_be_a_name() -> None:
    assert plan_text("L’Aide, au logement", FRENCH).name_key == "l aide au logement"
    assert 100 * sum(field.weight for field in TEXT_FIELDS) / 2 < EXACT_NAME


def test_stop_words_alone_are_looked_for_in_names() -> None:
    (word,) = plan_text("chez", FRENCH).words
    assert [term.field for term in word.terms] == ["name_words", "organisation_words"]
    assert plan_text("dans", FRENCH).words == ()


def test_what_asks_nothing() -> None:
    assert all(asks_nothing(text) for text in ("", " ", "😀", "de la", "’!"))
    assert not any(asks_nothing(text) for text in ("aide", "115", "zz"))


def test_an_endless_text_is_cut() -> None:
    many = Words(**{f"mot{number}": f"mot{number}" for number in range(100)})
    assert len(plan_text(" ".join(many.stems), many).words) == MOST_WORDS
