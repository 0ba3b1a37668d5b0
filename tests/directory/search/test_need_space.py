"""Listings stand near the needs they answer, and what is asked stands where its needs do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from directory.search.embedding.local import LocalEmbedder
from directory.search.need_space import Needed, NeedSpace, find_need_space, need_space
from directory.search.sayings import read_listings
from directory.search.thesaurus import thesaurus
from indexing.fields import ABOUT_BYTES

DENTAL = ("sante--acces-aux-soins", "Se faire soigner les dents")
GARAGE = ("mobilite--entretenir-reparer-son-vehicule", "Faire réparer sa voiture à petit prix")
FOOD = ("equipement-et-alimentation--alimentation", "Recevoir un colis alimentaire")
COUNT = 30


def needed(need: tuple[str, str], confidence: float = 0.9) -> Needed:
    return Needed(0, 1, *need, confidence)


def likeness(asked: bytes, place: np.ndarray) -> float:
    """From −1 to 1."""
    return float(np.frombuffer(asked, np.int8).astype(int) @ place.astype(int)) / 127**2


@pytest.fixture(scope="module")
def invented() -> NeedSpace:
    """Three needs in three directions of a space of a hundred, with some noise."""
    chance = np.random.default_rng(82)
    vectors = np.repeat(np.eye(3, 100), COUNT, axis=0) + chance.normal(0, 0.05, (3 * COUNT, 100))
    answered = [need for need in (DENTAL, GARAGE, FOOD) for _ in range(COUNT)]
    return NeedSpace.fit(answered, vectors.astype(np.float32))


def test_a_listing_stands_near_what_it_answers(invented: NeedSpace) -> None:
    (place,) = invented.place(np.eye(1, 100, dtype=np.float32))
    assert place.shape == (ABOUT_BYTES,)
    assert likeness(invented.asked([needed(DENTAL)]), place) > 0.9
    assert likeness(invented.asked([needed(GARAGE)]), place) < 0.3


def test_what_is_asked_of_two_needs_stands_between_nearer_to_the_surer(invented: NeedSpace) -> None:
    dental, garage = invented.place(np.eye(2, 100, dtype=np.float32))
    asked = invented.asked([needed(DENTAL, 0.9), needed(GARAGE, 0.4)])
    assert likeness(asked, dental) > likeness(asked, garage) > likeness(invented.asked([needed(FOOD)]), garage)


def test_what_is_not_known_here_is_nowhere(invented: NeedSpace) -> None:
    assert invented.asked([]) == b""
    assert invented.asked([needed(("sante--acces-aux-soins", "inconnu"))]) == b""


def test_what_is_kept_places_as_what_was_learnt(invented: NeedSpace, tmp_path: Path) -> None:
    invented.save(tmp_path / "meaning" / "kept.npz", "key")
    kept = NeedSpace.load(tmp_path / "meaning" / "kept.npz", "key")
    assert kept is not None
    assert kept.asked([needed(FOOD)]) == invented.asked([needed(FOOD)])
    assert np.abs(kept.place(np.eye(3, 100)).astype(int) - invented.place(np.eye(3, 100))).max() <= 1
    assert NeedSpace.load(tmp_path / "meaning" / "kept.npz", "another key") is None


def test_the_space_of_the_local_model_is_shipped_and_up_to_date() -> None:
    space = need_space(LocalEmbedder().name)
    assert space is not None, "run « brp vectors --folder seeds/meaning »"
    assert space.directions.shape[1] == ABOUT_BYTES
    assert find_need_space("another model") is None


def test_listings_are_invented_for_every_precise_need() -> None:
    written = {(topic, need) for topic, need, _ in read_listings()}
    assert written == set(thesaurus().needs)


@pytest.mark.parametrize(
    ("text", "need", "other"),
    [
        ("Centre dentaire mutualiste. Soins, prothèses et orthodontie en tiers payant.", DENTAL, FOOD),
        ("Garage Roue Libre. Entretien et réparation de voitures sur prescription, à tarif social.", GARAGE, DENTAL),
    ],
)
def test_a_real_listing_is_nearer_to_its_need_than_to_another(
    text: str, need: tuple[str, str], other: tuple[str, str]
) -> None:
    embedder = LocalEmbedder()
    space = need_space(embedder.name)
    assert space is not None
    (place,) = space.place(embedder.embed([text]))
    assert likeness(space.asked([needed(need)]), place) > likeness(space.asked([needed(other)]), place) + 0.3
