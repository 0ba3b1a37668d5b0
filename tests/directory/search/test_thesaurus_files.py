"""The files curators write: those of the seeds are sound, and a fault is told where it is."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from directory.errors import InvalidInput
from directory.search.params import SearchParams
from directory.search.thesaurus import chosen, thesaurus
from directory.search.thesaurus_files import Kind, read_senses
from directory.search.understanding import understand
from directory.taxonomy.vocabulary import vocabulary
from directory.territories.gazetteer import Gazetteer
from indexing.clauses import FINDS

UNSEEN = Path(__file__).with_name("unseen_words.yaml")
UNDERSTOOD = 0.72  # of them, a little under the last measure


def faults(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, "utf-8")
    with pytest.raises(InvalidInput) as raised:
        read_senses(folder)
    return str(raised.value)


def test_the_thesaurus_of_the_seeds_is_sound_and_large() -> None:
    senses = read_senses()
    assert sum(len(sense.says) for sense in senses) > 6_000
    assert {sense.kind for sense in senses} == set(Kind)


def test_a_precise_need_gives_its_words_and_who_answers_first(tmp_path: Path) -> None:
    topic = "logement-hebergement--louer-un-logement"
    (tmp_path / "8-precise-needs.yaml").write_text(
        f"- {{topic: {topic}, need: Un garant, words: [caution], who: [action logement, adil],"
        " also: [difficultes-financieres--acquerir-une-autonomie-budgetaire]}",
        "utf-8",
    )
    (tmp_path / "3-needs.yaml").write_text(
        f"- {{says: [personne ne se porte garant], topics: [{topic}], need: Un garant, words: [visale], sure: true}}",
        "utf-8",
    )
    said, need = read_senses(tmp_path)
    assert (said.words, said.who) == (("visale", "caution"), ("action logement", "adil"))
    assert [slug for slug, _ in said.topics] == [topic, "difficultes-financieres--acquerir-une-autonomie-budgetaire"]
    assert said.topics[1][1] < FINDS
    assert (need.says, need.words, need.who) == ((), ("caution",), ("action logement", "adil"))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"need": 115}, "« need » doit être un texte"),
        ({"need": ["a"]}, "« need » doit être un texte"),
        ({"also": 5}, "« also » doit être une liste de textes"),
        ({"also": ["mangez--bien"]}, "« mangez--bien » n’existe pas"),
        ({"topic": ["a"]}, "n’existe pas"),
        ({"who": []}, "il manque « who »"),
        ({"words": "caution"}, "« words » doit être une liste de textes"),
    ],
)
def test_a_precise_need_badly_written_is_told(tmp_path: Path, change: dict[str, object], told: str) -> None:
    sound = {"topic": "logement-hebergement--louer-un-logement", "need": "Un garant", "words": ["x"], "who": ["y"]}
    assert told in faults(tmp_path, "8-precise-needs.yaml", yaml.safe_dump([sound | change], allow_unicode=True))


def test_a_precise_need_written_twice_is_told(tmp_path: Path) -> None:
    entry = "- {topic: logement-hebergement--louer-un-logement, need: Un garant, words: [x], who: [y]}\n"
    assert "entrée 2" in faults(tmp_path, "8-precise-needs.yaml", entry * 2)


def test_a_precise_need_that_nobody_wrote_is_told(tmp_path: Path) -> None:
    entry = "- {says: [un toit], topics: [logement-hebergement--louer-un-logement], need: Un palais}"
    assert "« Un palais » n’existe pas dans logement-hebergement--louer-un-logement" in faults(
        tmp_path, "3-needs.yaml", entry
    )


def test_every_topic_can_be_said_in_many_ways() -> None:
    ways = Counter(
        slug for sense in read_senses() if sense.kind is Kind.NEED for slug, _ in sense.topics for _ in sense.says
    )
    assert {slug: ways[slug] for slug in vocabulary().topics if ways[slug] < 20} == {}


def test_most_words_nobody_had_in_mind_are_understood(gazetteer: Gazetteer) -> None:
    lines = yaml.safe_load(UNSEEN.read_text("utf-8"))
    right = 0
    for line in lines:
        readings = understand(SearchParams(q=line["q"]), gazetteer, thesaurus()).readings
        sure = [
            (confidence, slug) for reading in readings for slug, confidence in reading.topics if confidence >= FINDS
        ]
        right += bool(sure) and max(sure, key=lambda topic: topic[0])[1] in line["topics"]
    assert right / len(lines) >= UNDERSTOOD


@pytest.mark.parametrize(
    "name",
    [
        *("CAF Montauban", "mairie de Moissac", "MSA Cahors", "CCAS du Havre", "la poste Figeac", "UDAF 82"),
        *(
            "conseil départemental de l'Oise",
            "gendarmerie Gourdon",
            "lycée Rennes",
            "Association Les Amis",
            "MDS Caussade",
        ),
    ],
)
def test_a_name_that_answers_every_need_tells_none(name: str) -> None:
    groups = chosen(thesaurus().matches(name), (Kind.NEED, Kind.WORDING))
    assert [match.saying.text for group in groups for match in group if match.sense.kind is Kind.NEED] == []


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("3-needs.yaml", "- {says: [faim], topics: [nourriture]}", "la thématique « nourriture » n’existe pas"),
        ("3-needs.yaml", "- {says: [faim]}", "il manque « topics »"),
        ("3-needs.yaml", "- {says: faim, topics: []}", "doit être une liste"),
        ("3-needs.yaml", "- {says: [115], topics: [sante--addictions]}", "guillemets autour des nombres"),
        ("3-needs.yaml", "- {says: [faim], topics: [sante--addictions], sur: true}", "« sur » n’est pas connu"),
        ("3-needs.yaml", "says: [", "n’est pas du YAML lisible"),
        ("3-needs.yaml", "faim", "Une liste d’entrées est attendue"),
        ("2-same.yaml", "- [seul]", "au moins deux façons de dire"),
        (
            "4-filters.yaml",
            "- {says: [jeune], filter: {audience: jeune}}",
            "le filtre « audience: jeune » n’existe pas",
        ),
        ("9-others.yaml", "- {says: [a]}", "ce fichier n’est pas connu"),
    ],
)
def test_a_fault_is_told_with_its_file_and_what_is_wrong(tmp_path: Path, name: str, text: str, told: str) -> None:
    message = faults(tmp_path, name, text)
    assert name in message
    assert told in message


def test_a_way_of_saying_in_two_needs_of_different_topics_is_a_fault(tmp_path: Path) -> None:
    text = "- {says: [faim], topics: [sante--addictions]}\n- {says: [Faim], topics: [sante--sante-mentale]}"
    assert "« Faim » est dans deux besoins" in faults(tmp_path, "3-needs.yaml", text)


def test_an_acronym_leads_both_ways_unless_it_is_said_otherwise(tmp_path: Path) -> None:
    (tmp_path / "1-acronyms.yaml").write_text(
        "- {short: [apl], long: [aide au logement]}\n- {short: [ml], long: [mission locale], one_way: true}", "utf-8"
    )
    says = [sense.says for sense in read_senses(tmp_path)]
    assert says == [("apl",), ("aide au logement",), ("ml",)]
