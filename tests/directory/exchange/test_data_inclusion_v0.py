from __future__ import annotations

from datetime import date

import pytest

from directory.exchange.data_inclusion_form import check
from directory.exchange.data_inclusion_v0 import upgrade

TODAY = date(2026, 11, 24)


def test_a_record_of_v1_stays_as_it_is() -> None:
    service = {"id": "1", "type": "atelier", "thematiques": ["famille--garde-denfants"], "frais": "gratuit"}
    assert upgrade("service", service, TODAY).values == service


def test_a_service_of_v0_says_the_same_in_v1() -> None:
    service = {
        "id": "1",
        "presentation_resume": "Location à petit prix.",
        "presentation_detail": "Location de voitures et de scooters pour aller travailler.",
        "types": ["accueil", "aide-materielle"],
        "thematiques": ["mobilite", "mobilite--louer-un-vehicule", "famille--garde-denfants"],
        "profils": ["beneficiaires-rsa", "demandeurs-demploi", "adultes"],
        "frais": ["gratuit-sous-conditions", "payant"],
        "pre_requis": ["Avoir le permis", "Habiter le territoire"],
        "justificatifs": ["Permis de conduire"],
        "modes_orientation_beneficiaire": ["telephoner", "autre"],
        "modes_orientation_accompagnateur": ["envoyer-un-mail"],
        "zone_diffusion_type": "region",
        "zone_diffusion_code": "76",
    }
    upgraded = upgrade("service", service, TODAY)
    assert upgraded.values == {
        "id": "1",
        "description": "Location de voitures et de scooters pour aller travailler.",
        "type": "aide-materielle",
        "thematiques": ["mobilite--acceder-a-un-vehicule", "famille--garde-denfants"],
        "publics": ["beneficiaires-des-minimas-sociaux", "demandeurs-emploi", "adultes"],
        "frais": "payant",
        "conditions_acces": "- Avoir le permis\n- Habiter le territoire",
        "mobilisable_par": ["usagers", "professionnels"],
        "modes_mobilisation": ["telephoner", "envoyer-un-courriel"],
    }
    assert upgraded.ours == {
        "summary": "Location à petit prix.",
        "documents_to_bring": ["Permis de conduire"],
        "coverage": ["region-76"],
        "categories": ["se-deplacer", "contraintes-familiales"],
    }
    assert not upgraded.over


def test_a_value_without_sure_mapping_is_left_for_the_check_to_tell() -> None:
    upgraded = upgrade("service", {"profils": ["adultes"], "thematiques": ["sante--accompagnement-x"]}, TODAY)
    _, faults = check("service", {"id": "1", "nom": "Un nom", **upgraded.values})
    assert {"adultes", "sante--accompagnement-x"} <= {fault.value for fault in faults}


@pytest.mark.parametrize(("end", "over"), [("2022-01-31", True), ("2027-01-01", False), ("", False)])
def test_a_suspension_date_that_has_passed_ends_the_service(end: str, over: bool) -> None:
    assert upgrade("service", {"types": ["atelier"], "date_suspension": end}, TODAY).over is over


def test_the_kind_of_office_joins_the_networks() -> None:
    structure = {"typologie": "CCAS", "labels_nationaux": ["point-conseil-budget"]}
    assert upgrade("structure", structure, TODAY).values == {"reseaux_porteurs": ["points-conseil-budget", "ccas-cias"]}
