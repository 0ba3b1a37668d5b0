from __future__ import annotations

from pathlib import Path

import pytest

from directory.errors import InvalidInput
from directory.territories.gazetteer import Gazetteer, Kind
from directory.territories.local import LocalTerritories

NAMES = "code;nom\nagence-nord;Agence Nord\nmds-caussade;MDS de Caussade\n"


def local(gazetteer: Gazetteer, folder: Path, communes: str, names: str = NAMES) -> LocalTerritories:
    (folder / "local.csv").write_text(names, encoding="utf-8-sig")
    (folder / "local_communes.csv").write_text(communes, encoding="utf-8-sig")
    return LocalTerritories(folder, gazetteer.commune)


def test_every_commune_of_tarn_et_garonne_has_its_agence_and_its_maison_des_solidarites(gazetteer: Gazetteer) -> None:
    for territory in gazetteer.territories(Kind.COMMUNE):
        if not territory.code.startswith("82"):
            continue
        ids = [holder for holder in gazetteer.above(territory.code) if holder.startswith("local-")]
        agencies = [holder for holder in ids if holder.startswith("local-agence-")]
        assert len(agencies) == (2 if territory.name == "Montauban" else 1), territory
        assert len([holder for holder in ids if holder.startswith("local-mds-")]) == 1, territory
        assert len([holder for holder in ids if holder.startswith("local-bassin-")]) == 1, territory


def test_caussade_is_covered_by_what_covers_its_agence(gazetteer: Gazetteer) -> None:
    assert {"local-agence-montauban-nord", "local-mds-caussade"} <= set(gazetteer.above("82037"))


def test_a_local_territory_is_a_list_of_communes(gazetteer: Gazetteer, tmp_path: Path) -> None:
    territories = local(
        gazetteer,
        tmp_path,
        "code_commune;commune;agence;mds;origine\n"
        "82037;Caussade;agence-nord;mds-caussade;connu\n"
        "82126;MONTEILS;agence-nord, mds-caussade;;déduit\n"
        ";;;;\n",
    )
    assert territories.communes == {
        "local-agence-nord": ["82037", "82126"],
        "local-mds-caussade": ["82037", "82126"],
    }
    assert territories.ids_by_commune["82037"] == ["local-agence-nord", "local-mds-caussade"]
    assert territories.territories["local-agence-nord"].name == "Agence Nord"


def test_commas_between_cells_do_as_well(gazetteer: Gazetteer, tmp_path: Path) -> None:
    territories = local(
        gazetteer, tmp_path, "code_commune,commune,mds\n82037,Caussade,mds-caussade\n", NAMES.replace(";", ",")
    )
    assert territories.communes["local-mds-caussade"] == ["82037"]


def test_faults_are_told_all_at_once_with_their_line_and_the_way_out(gazetteer: Gazetteer, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        local(
            gazetteer,
            tmp_path,
            "code_commune;commune;agence\n"
            "82037;Caussade;agence-nord\n"
            "82999;Nulle-Part;agence-nord\n"
            "82121;Caussade;agence-nord\n"
            "82126;Monteils;agence-sud\n"
            "82037;Caussade;agence-nord\n",
            NAMES + "agence-nord;Encore\n;Sans code\n",
        )
    assert str(caught.value).splitlines()[1:] == [
        "  - local.csv, ligne 4 : le code « agence-nord » est déjà pris par une ligne plus haut.",
        "  - local.csv, ligne 5 : il faut un code et un nom.",
        "  - local_communes.csv, ligne 3 : aucune commune n’a le code INSEE « 82999 ».",
        "  - local_communes.csv, ligne 4 : le code INSEE 82121 est celui de Montauban, alors que la ligne dit "
        "« Caussade ». Corrigez l’un ou l’autre.",
        "  - local_communes.csv, ligne 5, colonne « agence » : le territoire « agence-sud » n’est pas dans local.csv.",
        "  - local_communes.csv, ligne 6 : la commune Caussade (82037) a déjà une ligne plus haut.",
    ]


def test_a_missing_column_is_named(gazetteer: Gazetteer, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"local_communes\.csv : il manque la colonne « commune »"):
        local(gazetteer, tmp_path, "code_commune;agence\n82037;agence-nord\n")
