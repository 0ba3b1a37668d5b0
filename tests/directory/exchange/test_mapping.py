"""Mapping files."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from directory.exchange.mapping import FieldRule, TableMapping, check_columns, load_mapping, to_yaml
from directory.exchange.rows import UnusableFile
from directory.exchange.table_fields import table_fields

Write = Callable[[str], Path]
GUIDE = Path(__file__).parents[3] / "docs" / "import-mapping.md"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str) -> Path:
        path = tmp_path / "mapping.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def test_a_field_takes_a_column_several_or_options(write: Write) -> None:
    mapping = load_mapping(
        write("""
source: annuaire
dates: month-first
fields:
  name: Nom
  description: [Texte, Notes]
  modes: {value: en-presentiel}
  commune_name: {columns: Ville, default: Montauban}
  categories:
    columns: [Besoin]
    values: {Se nourrir: equipement-et-alimentation--alimentation, Divers: []}
ignore: [Responsable]
""")
    )
    assert mapping.source == "annuaire"
    assert mapping.month_first
    assert mapping.fields["description"].columns == ("Texte", "Notes")
    assert mapping.fields["modes"].value == "en-presentiel"
    assert mapping.fields["commune_name"] == FieldRule(("Ville",), default="Montauban")
    assert mapping.fields["categories"].values == {
        "Se nourrir": ("equipement-et-alimentation--alimentation",),
        "Divers": (),
    }
    assert list(mapping.ignored) == ["Responsable"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("fields: {name: Nom, phnoe: Tél}", "« phnoe » : champ inconnu. Vouliez-vous dire « phone » ?"),
        ("feilds: {name: Nom}", "il manque « fields: »"),
        ("fields: {name: Nom}\nignored: [x]", "« ignored » : clé inconnue. Vouliez-vous dire « ignore » ?"),
        ("fields: {phone: Tél}", "le nom de la fiche est obligatoire"),
        ("fields: {name: {column: Nom}}", "« column » : option inconnue. Vouliez-vous dire « columns » ?"),
        ("fields: {name: {join: x}}", "indiquez une colonne"),
        ("fields: {name: Nom, modes: {columns: M, values: {sur place: presentiel}}}", "« en-presentiel »"),
        ("fields: {name: Nom}\ndates: mm/dd", "ni day-first ni month-first"),
        ("fields: {name: Nom}\nignore: Nom", "une liste de colonnes"),
        ("fields: {name: Nom, modes: {columns: M, values: [a]}}", "un par ligne"),
        ("fields: [name", "ligne 1"),
        ("", "il manque « fields: »"),
    ],
)
def test_a_fault_names_the_key_and_the_way_out(write: Write, text: str, said: str) -> None:
    with pytest.raises(UnusableFile, match=re.escape(said)):
        load_mapping(write(text))


def test_every_fault_is_told_at_once(write: Write) -> None:
    with pytest.raises(UnusableFile) as caught:
        load_mapping(write("bogus: 1\nfields: {nom: Nom, name: Nom, phnoe: Tél}"))
    assert str(caught.value).count("\n  - ") == 3


def test_a_missing_mapping_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="impossible de lire la correspondance"):
        load_mapping(tmp_path / "absent.yaml")


def test_a_column_that_the_file_lacks_is_told_with_the_nearest_one() -> None:
    mapping = TableMapping({"name": FieldRule(("Nom",)), "phone": FieldRule(("Telephone",))})
    check_columns(mapping, ("Nom", "Telephone"), "t.csv")
    with pytest.raises(UnusableFile, match=r"pas de colonne « Telephone »\. Vouliez-vous dire « Téléphone »"):
        check_columns(mapping, ("Nom", "Téléphone", ""), "t.csv")


def test_columns_left_out_are_told_with_their_reason() -> None:
    mapping = TableMapping({"name": FieldRule(("Nom",))}, {"Id": "identifiants répétés"})
    assert mapping.left_out(("Nom", "Id", "", "Autre")) == {
        "Id": "identifiants répétés",
        "Autre": "absente de la correspondance",
    }


def test_a_mapping_written_and_read_again_is_the_same(write: Write) -> None:
    mapping = TableMapping(
        fields={
            "name": FieldRule(("Nom : « usuel » #1",)),
            "description": FieldRule(("A", "B"), join="\n"),
            "modes": FieldRule(value="en-presentiel"),
            "commune_name": FieldRule(("Ville",), default="Montauban"),
            "categories": FieldRule(
                ("Besoin",), values={"Se loger": ("se-loger",), "Deux": ("se-loger", "se-soigner")}
            ),
        },
        source="annuaire",
        sheet="Feuille 1",
        month_first=True,
    )
    assert load_mapping(write(to_yaml(mapping, ["un commentaire"]))) == mapping


def test_the_example_of_the_guide_is_a_mapping(write: Write) -> None:
    examples = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(examples) == 1
    assert load_mapping(write(examples[0])).fields.keys() >= {"name", "categories", "monday"}
    assert yaml.safe_load(examples[0])["dates"] == "day-first"


def test_the_guide_explains_every_field_and_no_other() -> None:
    table = GUIDE.read_text(encoding="utf-8").partition("## Les champs")[2].partition("\n## ")[0]
    told = {
        name
        for line in table.splitlines()
        if line[:1] == "|"
        for name in re.findall(r"`(\w+)`", line.partition(" | ")[0])
    }
    assert told == set(table_fields())
