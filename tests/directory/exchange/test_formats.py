from __future__ import annotations

from pathlib import Path

import pytest

from directory.exchange.formats import sort
from directory.exchange.rows import UnusableFile


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "format_name"),
    [
        ("dev-corpus/structures.json", "data-inclusion"),
        ("messy/gabarit-dataset-v1.xlsx", "data-inclusion"),
        ("odspep/synthetic-200.csv", "odspep"),
        ("odspep/odspep-export-a-plat-2-lignes.csv", "odspep"),
        ("messy/rennes.csv", "table"),
        ("messy/bfc-ternum-dataset.csv", "table"),
        ("messy/codes-postaux-numeriques.csv", "table"),
        ("messy/pois-tours-latin1.csv", "table"),
    ],
)
def test_each_sample_file_tells_its_format(shared_data: Path, name: str, format_name: str) -> None:
    path = shared_data / name
    assert sort([path], "auto") == {format_name: [path]}


@pytest.mark.parametrize(
    ("headers", "format_name"),
    [
        ("source,id,structure_id,nom,description", "data-inclusion"),
        ("source;id;nom;date_maj;siret;commune", "data-inclusion"),
        ("id,nom,typologie,presentation_resume,labels_nationaux", "data-inclusion"),
        # The national schema of digital-help places resembles it, but is another.
        ("id,pivot,nom,commune,services,publics_specifiquement_adresses,courriels,frais_a_charge,horaires", "table"),
        ("nom,adresse", "table"),
    ],
)
def test_headers_tell_the_format_of_a_table(tmp_path: Path, headers: str, format_name: str) -> None:
    path = written(tmp_path, "fichier.csv", f"{headers}\n{',' * headers.count(',')}\n")
    assert list(sort([path], "auto")) == [format_name]


def test_every_bad_file_is_named_at_once(shared_data: Path, tmp_path: Path) -> None:
    good = shared_data / "odspep" / "synthetic-200.csv"
    bad = [shared_data / "messy" / name for name in ("vide.csv", "image-renommee.csv", "gabarit-tronque.xlsx")]
    with pytest.raises(UnusableFile) as unusable:
        sort([good, *bad, tmp_path / "absent.csv", tmp_path], "auto")
    for path in (*bad, tmp_path / "absent.csv", tmp_path):
        assert path.name in str(unusable.value)


@pytest.mark.parametrize("text", ["[]", '{"a": 1}', '[{"type": "Feature"}]', "{"])
def test_json_of_another_kind_is_unusable(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnusableFile, match=r"autre\.json"):
        sort([written(tmp_path, "autre.json", text)], "auto")


def test_a_format_that_does_not_read_json_refuses_it(shared_data: Path) -> None:
    with pytest.raises(UnusableFile, match="odspep"):
        sort([shared_data / "dev-corpus" / "services.json"], "odspep")


def test_a_format_asked_for_is_not_guessed(shared_data: Path) -> None:
    path = shared_data / "odspep" / "synthetic-200.csv"
    assert sort([path], "table") == {"table": [path]}
