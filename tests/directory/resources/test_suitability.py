"""Each filter of a search is answered by the resource."""

from directory.resources.models import Resource
from directory.resources.suitability import Answer, answers


def resource(**values: object) -> Resource:
    return Resource(**{"audiences": [], "modes": [], "languages": [], "cost": None, **values})


def test_yes_no_and_not_said_are_three_answers() -> None:
    asked = {"audience": ["jeunes"], "mode": ["a-distance"], "language": ["ar"], "q": ["loyer"]}
    found = answers(resource(audiences=["jeunes"], modes=["en-presentiel"]), asked)
    assert found == [Answer("Jeunes", True), Answer("À distance", False), Answer("arabe", None)]


def test_a_resource_for_everyone_suits_every_audience() -> None:
    assert answers(resource(audiences=["tous-publics"]), {"audience": ["seniors"]}) == [Answer("Séniors", True)]


def test_a_value_that_no_list_holds_is_passed_over() -> None:
    assert answers(resource(cost="gratuit"), {"cost": ["<script>"], "audience": ["martiens"]}) == []
