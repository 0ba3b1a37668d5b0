"""What Elasticsearch is told of the fields, and of a document."""

from __future__ import annotations

import json
from datetime import date

import pytest

from indexing.analysis import NO_WORD, tokens
from indexing.elastic.schema import DERIVED, KINDS, index_settings, mapping, service_settings, stored_form, with_gaps
from indexing.fields import ABOUT_BYTES, FIELDS
from indexing.options import EngineOptions
from tests.contract.documents import document


def test_the_mapping_is_that_of_the_table_of_fields_and_takes_no_other() -> None:
    assert mapping()["dynamic"] == "strict"
    assert set(mapping()["properties"]) == {field.name for field in FIELDS} | set(DERIVED)
    assert all(mapping()["properties"][field.name] == KINDS[field.kind] for field in FIELDS)


def test_a_document_fills_every_field_of_the_mapping() -> None:
    assert set(json.loads(stored_form(document("Un")))) == set(mapping()["properties"])


def test_texts_are_sent_as_stems_with_their_gaps() -> None:
    held = json.loads(stored_form(document("Garde d’enfants, le mercredi", summary="")))
    assert held["name"] == " ".join(["gard", "_", "enfant", "_", tokens("mercredi")[0].stem])
    assert held["summary"] == NO_WORD
    assert held["name_words"] == ["garde", "d", "enfants", "le", "mercredi"]
    assert held["surfaces"] == ["enfants", "garde", "mercredi"]


def test_gaps_give_every_stem_its_position() -> None:
    for text in ("L’aide au logement de la ville", "un", "De jour comme de nuit, l’accueil", "Mot"):
        found = tokens(text)
        written = with_gaps([(token.position, token.stem) for token in found]).split()
        placed = (
            [(place + found[0].position, stem) for place, stem in enumerate(written) if stem != "_"] if found else []
        )
        assert placed == [(token.position, token.stem) for token in found]


def test_days_points_and_cards_are_plain_json() -> None:
    held = json.loads(stored_form(document("Un", verified_on=date(1970, 1, 3), card={"on": date(2026, 1, 2)})))
    assert (held["verified_on"], held["due_on"]) == (2, 0)
    assert held["point"] == {"lat": 44.0176, "lon": 1.3550}
    assert held["card"] == {"on": "2026-01-02"}
    assert json.loads(stored_form(document("Un", point=None)))["point"] is None


def test_where_a_listing_stands_is_sent_as_hexadecimal_and_nothing_when_not_known() -> None:
    for about, sent in ((b"\x7f\x81" * 32, "7f81" * 32), (b"", None), (bytes(ABOUT_BYTES), None)):
        assert json.loads(stored_form(document("Un", about=about)))["about"] == sent


@pytest.mark.parametrize(
    "wrong", [{"name": "\ud800"}, {"card": {"a": object()}}, {"completeness": float("nan")}, {"about": b"a"}]
)
def test_what_is_no_json_is_refused_before_it_is_sent(wrong: dict[str, object]) -> None:
    with pytest.raises((ValueError, TypeError)):
        stored_form(document("Un", **wrong))


def test_an_index_is_filled_without_copies_and_serves_with_them() -> None:
    assert index_settings(EngineOptions(shards=3))["number_of_shards"] == 3
    assert index_settings(EngineOptions())["number_of_replicas"] == 0
    assert service_settings(EngineOptions(replicas="2"))["number_of_replicas"] == 2
    assert service_settings(EngineOptions()) == {"auto_expand_replicas": "0-1"}
