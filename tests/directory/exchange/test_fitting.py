from __future__ import annotations

import pytest

from directory.exchange.fitting import cut, fit, summary_of
from directory.resources.models import Resource


def test_a_long_name_is_cut_at_a_word_and_kept_whole_at_the_head_of_the_description() -> None:
    name = "Accompagnement des personnes " * 8
    fitted, shortened = fit({"name": name, "description": "Texte."}, Resource)
    assert len(fitted["name"]) <= 150
    assert fitted["name"].endswith("personnes…")
    assert fitted["description"] == f"{name}\n\nTexte."
    assert [field for field, _, _ in shortened] == ["name"]


def test_a_long_first_step_is_kept_whole_in_the_access_conditions() -> None:
    step = "Appeler le matin. " * 20
    fitted, _ = fit({"name": "Un nom", "first_step": step}, Resource)
    assert len(fitted["first_step"]) <= 280
    assert fitted["access_conditions"] == step


def test_what_fits_is_left_alone() -> None:
    raw = {"name": "Un nom", "address": "1 rue de la Paix", "latitude": 44.0}
    assert fit(raw, Resource) == (raw, [])


@pytest.mark.parametrize(
    ("description", "summary"),
    [
        ("Accueil du lundi au vendredi. Sur rendez-vous.", "Accueil du lundi au vendredi."),
        ("M. Dupont reçoit les familles le lundi. Entrée libre.", "M. Dupont reçoit les familles le lundi."),
        ("**Aide** aux [démarches](https://x.fr) en ligne ! Et plus.", "Aide aux démarches en ligne !"),
        ("Sans point final", "Sans point final"),
        ("", ""),
    ],
)
def test_a_summary_is_the_first_sentence_as_plain_text(description: str, summary: str) -> None:
    assert summary_of(description) == summary


def test_an_endless_sentence_is_cut_at_a_word() -> None:
    summary = summary_of("mot " * 200)
    assert len(summary) <= 280
    assert summary.endswith("mot…")


def test_cutting_never_leaves_half_a_word() -> None:
    assert cut("Un deux trois", 8) == "Un deux…"
    assert cut("Un deux trois", 9) == "Un deux…"
    assert cut("anticonstitutionnellement", 10) == "anticonst…"
