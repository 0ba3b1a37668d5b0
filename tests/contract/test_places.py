"""Which documents answer at a place, and how far one looks."""

from __future__ import annotations

import pytest

from indexing.engine import Engine
from indexing.query import Place
from tests.contract.documents import AT_MONTAUBAN, CAUSSADE, MONTAUBAN, PARIS, TOULOUSE, ask, document, holds


@pytest.mark.parametrize(
    "territory", ["commune-82121", "epci-248200099", "departement-82", "region-76", "france", "local-agence-montauban"]
)
def test_a_document_that_covers_the_place_or_what_holds_it_answers(engine: Engine, territory: str) -> None:
    holds(engine, document("Ici", covers=("commune-31555", territory), commune="75056", point=PARIS))
    (hit,) = ask(engine, place=AT_MONTAUBAN).results.hits
    assert hit.covers_place is True


def test_a_document_that_covers_other_places_does_not_answer(engine: Engine) -> None:
    holds(engine, document("Ailleurs", covers=("commune-82037", "departement-31"), commune="82037", point=CAUSSADE))
    assert ask(engine, place=AT_MONTAUBAN).total == 0


def test_a_document_in_the_commune_that_serves_elsewhere_answers_last(engine: Engine) -> None:
    holds(
        engine,
        document("Là, pour d’autres", covers=("departement-31",)),
        document("Ici", completeness=0.0, point=CAUSSADE, commune="82037"),
        document("On ne sait pas", covers=(), point=CAUSSADE, commune="82037"),
    )
    hits = ask(engine, place=AT_MONTAUBAN).results.hits
    assert [(hit.card["name"], hit.covers_place) for hit in hits] == [
        ("Ici", True),
        ("On ne sait pas", None),
        ("Là, pour d’autres", False),
    ]


def test_unknown_coverage_answers_within_the_radius_only(engine: Engine) -> None:
    place = Place(AT_MONTAUBAN.territories, AT_MONTAUBAN.commune, MONTAUBAN, radius_km=30)
    holds(
        engine,
        document("Caussade", covers=(), commune="82037", point=CAUSSADE),
        document("Toulouse", covers=(), commune="31555", point=TOULOUSE),
    )
    answer = ask(engine, place=place)
    assert (answer.names, answer.results.radius_km) == (["Caussade"], 30)


def test_unknown_coverage_in_the_commune_itself_answers_however_far(engine: Engine) -> None:
    place = Place(AT_MONTAUBAN.territories, AT_MONTAUBAN.commune, MONTAUBAN, radius_km=1)
    holds(engine, document("Au bout de la commune", covers=(), point=(44.08, 1.40)))
    (hit,) = ask(engine, place=place).results.hits
    assert hit.covers_place is None


def test_a_document_that_says_neither_where_nor_for_whom_answers_everywhere_and_last(engine: Engine) -> None:
    holds(
        engine,
        document("Nulle part", covers=(), commune="", point=None, completeness=1.0),
        document("Là, pour d’autres", covers=("departement-31",)),
        document("Ici"),
    )
    hits = ask(engine, place=AT_MONTAUBAN).results.hits
    assert [hit.card["name"] for hit in hits] == ["Ici", "Là, pour d’autres", "Nulle part"]
    assert (hits[2].covers_place, hits[2].distance_km) == (None, None)


def test_a_remote_document_that_covers_the_place_answers_wherever_it_is(engine: Engine) -> None:
    holds(
        engine,
        document("Ligne nationale", covers=("france",), remote=True, commune="75056", point=PARIS),
        document("Ligne d’ailleurs", covers=("departement-75",), remote=True, commune="75056", point=PARIS),
    )
    assert ask(engine, place=AT_MONTAUBAN).names == ["Ligne nationale"]


def test_a_remote_document_does_not_suffer_from_distance(engine: Engine) -> None:
    holds(
        engine,
        document("Guichet lointain", covers=("france",), commune="75056", point=PARIS),
        document("Ligne lointaine", covers=("france",), remote=True, commune="75056", point=PARIS),
    )
    assert ask(engine, place=AT_MONTAUBAN).names == ["Ligne lointaine", "Guichet lointain"]


def test_the_nearer_one_comes_first(engine: Engine) -> None:
    holds(
        engine,
        document("Toulouse", point=TOULOUSE),
        document("Montauban", point=MONTAUBAN),
        document("Caussade", point=CAUSSADE),
    )
    hits = ask(engine, place=AT_MONTAUBAN).results.hits
    assert [hit.card["name"] for hit in hits] == ["Montauban", "Caussade", "Toulouse"]
    assert [round(hit.distance_km or 0.0, 1) for hit in hits] == [0.0, 21.6, 46.5]


def test_a_document_that_covers_comes_before_one_of_unknown_coverage(engine: Engine) -> None:
    holds(engine, document("On ne sait pas", covers=()), document("Couvre"))
    assert ask(engine, place=AT_MONTAUBAN).names == ["Couvre", "On ne sait pas"]


def test_the_radius_grows_until_enough_answers(engine: Engine) -> None:
    far = [document(f"Loin {number}", covers=(), commune="31555", point=TOULOUSE) for number in range(4)]
    near = [document(f"Près {number}", covers=(), commune="82037", point=CAUSSADE) for number in range(6)]
    holds(engine, *far, *near)
    answer = ask(engine, place=AT_MONTAUBAN)
    assert (answer.total, answer.results.radius_km) == (10, 50.0)


def test_the_radius_stays_small_when_there_are_enough_answers(engine: Engine) -> None:
    covering = [document(f"Couvre {number}") for number in range(10)]
    holds(engine, *covering, document("Loin", covers=(), commune="31555", point=TOULOUSE))
    answer = ask(engine, place=AT_MONTAUBAN)
    assert (answer.total, answer.results.radius_km) == (10, 10.0)


def test_the_radius_grows_to_its_end_when_there_are_never_enough(engine: Engine) -> None:
    holds(engine, document("Loin", covers=(), commune="31555", point=TOULOUSE))
    answer = ask(engine, place=AT_MONTAUBAN)
    assert (answer.names, answer.results.radius_km) == (["Loin"], 100.0)


def test_filters_count_when_the_radius_is_chosen(engine: Engine) -> None:
    others = [document(f"Autre {number}", categories=("se-soigner",)) for number in range(12)]
    holds(engine, *others, document("Loin", covers=(), commune="31555", point=TOULOUSE, categories=("se-loger",)))
    answer = ask(engine, place=AT_MONTAUBAN, filters={"category": ("se-loger",)})
    assert (answer.names, answer.results.radius_km) == (["Loin"], 50.0 if answer.total >= 10 else 100.0)


def test_relaxing_the_words_does_not_lose_what_all_words_found_far_away(engine: Engine) -> None:
    near = [document(f"Aide {number}", covers=(), commune="82121") for number in range(12)]
    holds(engine, *near, document("Aide au permis", covers=(), commune="31555", point=TOULOUSE))
    assert ask(engine, "aide permis", AT_MONTAUBAN).names[0] == "Aide au permis"


def test_a_place_without_a_point_still_tells_who_covers_it(engine: Engine) -> None:
    place = Place(territories=("departement-82", "region-76", "france"))
    holds(
        engine,
        document("Département"),
        document("Ailleurs", covers=("departement-31",)),
        document("On ne sait pas", covers=()),
    )
    answer = ask(engine, place=place)
    assert answer.names == ["Département", "On ne sait pas"]
    assert answer.results.radius_km is None


def test_a_point_abroad_gives_distances_only(engine: Engine) -> None:
    place = Place(territories=(), point=(43.4832, -3.8), radius_km=5_000)
    holds(engine, document("Couvre", point=MONTAUBAN), document("On ne sait pas", covers=(), point=MONTAUBAN))
    assert ask(engine, place=place).names == ["On ne sait pas"]


def test_a_place_of_thousands_of_communes_is_answered(engine: Engine) -> None:
    place = Place(territories=tuple(f"commune-{number:05d}" for number in range(5_000)))
    holds(engine, document("Dedans", covers=("commune-04321",)), document("Dehors", covers=("commune-99999",)))
    assert ask(engine, place=place).names == ["Dedans"]


def test_without_a_place_all_answer_and_no_distance_is_told(engine: Engine) -> None:
    holds(engine, document("Ici"), document("Ailleurs", covers=("departement-31",), point=PARIS))
    answer = ask(engine)
    assert answer.total == 2
    assert {(hit.distance_km, hit.covers_place) for hit in answer.results.hits} == {(None, None)}
    assert answer.results.radius_km is None
