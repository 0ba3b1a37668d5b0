"""Towns that help to read a map without streets."""

from directory.territories.gazetteer import Gazetteer
from directory.territories.landmarks import MOST, landmarks

CAUSSADE, MONTAUBAN = (44.16, 1.53), (44.02, 1.36)


def test_the_biggest_towns_around_the_pins_are_named(gazetteer: Gazetteer) -> None:
    named = [name for name, _, _ in landmarks([CAUSSADE, MONTAUBAN], gazetteer)]
    assert named[0] == "Montauban"
    assert "Caussade" in named
    assert "Toulouse" not in named
    assert len(named) <= MOST


def test_names_are_not_too_near_one_another(gazetteer: Gazetteer) -> None:
    places = [(latitude, longitude) for _, latitude, longitude in landmarks([CAUSSADE, (48.85, 2.35)], gazetteer)]
    apart = [max(abs(a[0] - b[0]), abs(a[1] - b[1])) for index, a in enumerate(places) for b in places[index + 1 :]]
    assert min(apart) > 0.5


def test_no_pin_needs_no_town(gazetteer: Gazetteer) -> None:
    assert landmarks([], gazetteer) == []
