"""The files curators write: those of the seeds are sound, and a fault is told where it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from directory.errors import InvalidInput
from directory.search.thesaurus_files import Kind, read_senses


def faults(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, "utf-8")
    with pytest.raises(InvalidInput) as raised:
        read_senses(folder)
    return str(raised.value)


def test_the_thesaurus_of_the_seeds_is_sound_and_large() -> None:
    senses = read_senses()
    assert sum(len(sense.says) for sense in senses) > 6_000
    assert {sense.kind for sense in senses} == set(Kind)


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
