"""From a text to clauses: plain values, no engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexing.clauses import (
    EXACT_NAME,
    FINDS,
    MOST_WORDS,
    OTHER_WORDING,
    SUGGESTED,
    TOPIC,
    Best,
    Phrase,
    Term,
    Topic,
    Unit,
)
from indexing.embedded.matching import UNIT
from indexing.fields import TEXT_FIELDS
from indexing.plan import asks_nothing, plan_text
from indexing.query import Reading
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
    (unit,) = plan_text("Aides", FRENCH).units
    assert unit == Unit((Best(tuple(Term(field.name, "aid", field.weight) for field in TEXT_FIELDS)),))


def test_stages_go_from_all_to_most_to_any() -> None:
    assert plan_text("aide", FRENCH).stages == (1,)
    assert plan_text("aide logement", FRENCH).stages == (2, 1)
    assert plan_text("aide logement alimentaire", FRENCH).stages == (3, 2, 1)
    many = Words(**{f"mot{number}": f"mot{number}" for number in range(10)})
    assert plan_text(" ".join(many.stems), many).stages == (10, 6, 1)


def test_a_word_asked_twice_counts_once() -> None:
    assert len(plan_text("aide aides aide", FRENCH).units) == 1


def test_unknown_words_are_left_out_of_the_count() -> None:
    plan = plan_text("aide zzyzx", FRENCH)
    assert (len(plan.units), plan.stages, plan.did_you_mean) == (1, (1,), None)


def test_a_typing_error_becomes_a_lighter_word_and_a_proposal() -> None:
    plan = plan_text("aide au logemnet !", FRENCH)
    assert stems_of(plan.units[1].words[0]) == ["log"]
    assert plan.units[1].words[0].terms[0].weight == TEXT_FIELDS[0].weight
    assert plan == replace(
        plan_text("aide au logement !", FRENCH), stems=plan.stems, clues=plan.clues, did_you_mean=plan.did_you_mean
    )
    assert plan.did_you_mean == "aide au logement !"
    assert plan.stems == {"aid": "aide", "log": "logemnet"}


def test_the_phrase_keeps_the_gaps_of_stop_words() -> None:
    plan = plan_text("l’aide au logement", FRENCH)
    assert plan.phrase == Phrase("name", ((0, "aid"), (2, "log")), TEXT_FIELDS[0].weight)
    assert plan_text("aide", FRENCH).phrase is None


def test_the_whole_text_may_be_a_name() -> None:
    assert plan_text("L’Aide, au logement", FRENCH).name_key == "l aide au logement"
    assert 100 * sum(field.weight for field in TEXT_FIELDS) / 2 < EXACT_NAME < UNIT * 3 / 4  # room for relevance beside


def test_stop_words_alone_are_looked_for_in_names() -> None:
    (unit,) = plan_text("chez", FRENCH).units
    (word,) = unit.words
    assert [term.field for term in word.terms] == ["name_words", "organisation_words"]
    assert plan_text("dans", FRENCH).units == ()


def test_what_asks_nothing() -> None:
    assert all(asks_nothing(text) for text in ("", " ", "😀", "de la", "’!"))
    assert not any(asks_nothing(text) for text in ("aide", "115", "zz"))


def test_an_endless_text_is_cut() -> None:
    many = Words(**{f"mot{number}": f"mot{number}" for number in range(100)})
    assert len(plan_text(" ".join(many.stems), many).units) == MOST_WORDS


def reading(text: str, part: str, **rest: object) -> Reading:
    """`part` of `text`, understood."""
    start = text.index(part)
    return Reading(start, start + len(part), **rest)  # type: ignore[arg-type]


def test_a_reading_is_one_unit_among_the_words_around_it() -> None:
    text = "aide au logement alimentaire"
    plan = plan_text(text, FRENCH, [reading(text, "logement alimentaire", topics=(("manger", 0.9),))])
    assert [len(unit.words) for unit in plan.units] == [1, 2]
    assert (plan.units[1].at_least, plan.stages) == (2, (2, 1, 0))
    assert plan.units[1].topics == (
        Topic("topics", "manger", TOPIC * 0.9, finds=True),
        Topic("suggested_topics", "manger", TOPIC * 0.9 * SUGGESTED, finds=True),
    )


def test_a_topic_below_certainty_only_adds_to_the_score() -> None:
    plan = plan_text("aide", FRENCH, [reading("aide", "aide", topics=(("manger", FINDS / 2),))])
    assert not any(topic.finds for topic in plan.units[0].topics)
    assert plan.stages == (1, 0)


def test_another_wording_is_a_phrase_or_one_word() -> None:
    plan = plan_text("apl", FRENCH, [reading("apl", "apl", phrases=("aide au logement", "logements"))])
    phrase, word = plan.units[0].others
    assert phrase.terms[0] == Phrase("name", ((0, "aid"), (2, "log")), 4.0 * OTHER_WORDING)
    assert word.terms[0] == Term("name", "log", 4.0 * OTHER_WORDING)
    assert plan.units[0].words == ()


def test_an_optional_reading_is_not_asked_for() -> None:
    optional = [reading("aide", "aide", optional=True)]
    plan = plan_text("aide", FRENCH, optional)
    assert (plan.units, len(plan.extras)) == ((), 1)
    assert asks_nothing("aide", optional)
    assert not asks_nothing("aide logement", optional)


def test_a_reading_of_stop_words_is_asked_for() -> None:
    read = [reading("AS", "AS", phrases=("aide",))]
    assert len(plan_text("AS", FRENCH, read).units) == 1
    assert not asks_nothing("AS", read)


def test_two_words_become_the_one_that_is_known() -> None:
    words = Words(covoiturage="covoiturag", co="co")
    (unit,) = plan_text("co voiturage", words).units
    assert stems_of(unit.words[0]) == ["covoiturag"]


def test_an_unknown_word_made_of_two_known_ones_is_their_phrase() -> None:
    words = Words(micro="micro", credit="cred")
    (unit,) = plan_text("microcredit", words).units
    assert unit.words[0].terms[0] == Phrase("name", ((0, "micro"), (1, "cred")), 4.0)


def test_a_missing_apostrophe_is_put_back() -> None:
    plan = plan_text("daide", FRENCH)
    assert stems_of(plan.units[0].words[0]) == ["aid"]
    assert plan.did_you_mean == "aide"


def test_a_rare_word_near_a_frequent_one_is_looked_for_as_both() -> None:
    class Rare(Words):
        def near(self, word: str) -> Sequence[Variant]:
            return variants(word, [("logement", 500), ("logemant", 1)])

    (unit,) = plan_text("logemant", Rare(logement="log", logemant="logem")).units
    assert stems_of(unit.words[0]) == ["logem", "log"]
