"""Closed lists: a stranger is named, with the value it most likely stood for."""

from __future__ import annotations

import pytest
from marshmallow import ValidationError

from directory.resources.closed_lists import Choice, Choices, nearest
from directory.taxonomy.vocabulary import vocabulary


def test_slugs_of_the_list_are_kept_once_in_the_order_given() -> None:
    field = Choices(vocabulary().audiences)
    assert field.deserialize(["jeunes", " femmes ", "jeunes"]) == ["jeunes", "femmes"]
    assert field.deserialize(None) == []
    assert field.deserialize([]) == []


def test_every_stranger_of_a_list_is_named_with_its_nearest_value() -> None:
    with pytest.raises(ValidationError) as refusal:
        Choices(vocabulary().audiences).deserialize(["jeune", "femmes", "étudiantes"])
    assert refusal.value.messages == [
        "« jeune » n’est pas une valeur connue. Vouliez-vous dire « jeunes » ?",
        "« étudiantes » n’est pas une valeur connue. Vouliez-vous dire « etudiants » ?",
    ]


def test_a_stranger_that_resembles_nothing_gets_the_whole_list_when_it_is_short() -> None:
    with pytest.raises(ValidationError, match="Valeurs possibles : gratuit, payant"):
        Choice(vocabulary().costs).deserialize("xxxx")


def test_a_topic_is_suggested_by_its_own_part_rather_than_by_its_theme() -> None:
    suggestion = nearest("alimentation", vocabulary().topics)
    assert suggestion == "equipement-et-alimentation--alimentation"


@pytest.mark.parametrize("nothing", [None, "", " "])
def test_no_choice_is_none(nothing: str | None) -> None:
    assert Choice(vocabulary().kinds).deserialize(nothing) is None


@pytest.mark.parametrize("wrong", ["gratuit", {"a": 1}, 3])
def test_what_is_no_list_is_told_so(wrong: object) -> None:
    with pytest.raises(ValidationError, match="une liste est attendue"):
        Choices(vocabulary().costs).deserialize(wrong)


@pytest.mark.parametrize("wrong", [["gratuit"], 3, True])
def test_a_choice_that_is_no_text_is_refused(wrong: object) -> None:
    with pytest.raises(ValidationError):
        Choice(vocabulary().costs).deserialize(wrong)
