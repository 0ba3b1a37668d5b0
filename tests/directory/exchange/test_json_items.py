from __future__ import annotations

from pathlib import Path

import pytest

from directory.exchange.json_items import Item, looks_like_json, read_items
from directory.exchange.rows import UnusableFile


def written(folder: Path, text: str) -> Path:
    path = folder / "fichier.json"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    [
        '[{"id": "1"}, {"id": "2"}]',
        '\ufeff[{"id": "1"}, {"id": "2"}]',
        '{"id": "1"}\n{"id": "2"}\n',
        '\ufeff{"id": "1"}\n{"id": "2"}',
        '{"total": 2, "items": [{"id": "1"}, {"id": "2"}]}',
        '{\n  "items": [\n    {"id": "1"},\n    {"id": "2"}\n  ]\n}',
    ],
)
def test_an_array_a_page_and_an_object_a_line_hold_the_same_items(tmp_path: Path, text: str) -> None:
    assert list(read_items(written(tmp_path, text))) == [Item(1, {"id": "1"}), Item(2, {"id": "2"})]


def test_blank_lines_count_as_lines_but_hold_no_item(tmp_path: Path) -> None:
    assert list(read_items(written(tmp_path, '{"id": "1"}\n\n{"id": "2"}\n'))) == [
        Item(1, {"id": "1"}),
        Item(3, {"id": "2"}),
    ]


def test_a_bad_line_is_a_fault_of_its_item_only(tmp_path: Path) -> None:
    items = list(read_items(written(tmp_path, '{"id": "1"}\n{"id": \n["2"]\n{"id": "4"}\n')))
    assert [item.position for item in items if item.fault] == [2, 3]
    assert items[-1] == Item(4, {"id": "4"})


def test_an_item_that_is_no_object_is_a_fault(tmp_path: Path) -> None:
    items = list(read_items(written(tmp_path, '[{"id": "1"}, "2"]')))
    assert [bool(item.fault) for item in items] == [False, True]


def test_a_cut_array_is_unusable_and_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match=r"fichier\.json : JSON abîmé"):
        list(read_items(written(tmp_path, '[{"id": "1"}, {"id"')))


def test_numbers_are_plain_numbers(tmp_path: Path) -> None:
    (item,) = read_items(written(tmp_path, '[{"latitude": 44.5}]'))
    assert type(item.value["latitude"]) is float


def test_a_number_of_any_length_is_read(tmp_path: Path) -> None:
    (item,) = read_items(written(tmp_path, '[{"id": 12345678901234567890123, "latitude": 1e400}]'))
    assert item.value == {"id": 12345678901234567890123, "latitude": float("inf")}


def test_what_is_not_json_is_shown_in_french_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match=r"vers « .*NaN.* » \(NaN et Infinity n’en sont pas") as told:
        list(read_items(written(tmp_path, '[{"nom": "Accueil", "latitude": NaN}]')))
    assert "\n" not in str(told.value)
    assert "error" not in str(told.value)


@pytest.mark.parametrize("text", ["[" * 100_000 + "]" * 100_000, '[{"id": 1e99999999999999999999}]'])
def test_json_that_would_exhaust_the_reader_is_unusable(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnusableFile, match="JSON abîmé"):
        list(read_items(written(tmp_path, text)))


def test_only_brackets_look_like_json() -> None:
    assert looks_like_json(b"\xef\xbb\xbf  [")
    assert not looks_like_json(b"id;nom")
