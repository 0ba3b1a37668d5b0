"""Words written by ear sound like the words that were meant."""

from __future__ import annotations

import pytest

from indexing.sounds import other_beginnings, sound


@pytest.mark.parametrize(
    "written",
    [
        *("loyer loyé", "hébergement ébergement", "sécurité sécuritée", "photocopie fotocopie", "vélo vélau vélot"),
        *("maison méson mèson meison", "logement logemant", "demande demmande demende", "garage garaje"),
        *("accès accais acsé", "formation formassion formasion", "français fransais", "ligne linie", "quai kai"),
        *("accompagnement acompaniement", "chauffage chofage", "aidant èdant", "avocat avoca", "emploi amploi"),
        *("psychologue psycologue", "chèque chek", "service servisse", "gendarme jendarme", "syndicat sindicat"),
        *(
            "dossier dossié dosier",
            "expulsion expultion",
            "payer payé payée",
            "handicapé handicapée",
            "travail travaille",
        ),
    ],
)
def test_what_is_written_by_ear_sounds_alike(written: str) -> None:
    assert len({sound(word) for word in written.split()}) == 1


@pytest.mark.parametrize("written", ["logement longement", "permis perdu", "crèche crise", "santé sans", "toit droit"])
def test_other_words_sound_otherwise(written: str) -> None:
    assert len({sound(word) for word in written.split()}) == 2


def test_any_word_has_a_sound() -> None:
    assert [sound(word) for word in ("", "x", "115", "ÉÉ", "œ", "日本")]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("kode", "code"), ("fotocopie", "photocopie"), ("phrais", "frais"), ("ebergement", "hebergement")),
        *(("harriver", "arriver"), ("anfant", "enfant"), ("edant", "aidant"), ("otonomie", "autonomie")),
        *(("sitoyen", "citoyen"), ("jendarme", "gendarme")),
    ],
)
def test_a_beginning_is_written_in_other_ways(typed: str, meant: str) -> None:
    assert meant in other_beginnings(typed)
