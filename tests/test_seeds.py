"""The seeds are a real directory of Tarn-et-Garonne: sound for the record, reachable, and without personal data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from marshmallow import ValidationError

from directory.resources.schemas import OrganisationSchema, ResourceSchema
from directory.taxonomy.vocabulary import vocabulary
from directory.territories.gazetteer import Gazetteer, load_gazetteer

FOLDER = Path(__file__).resolve().parent.parent / "seeds" / "resources"
ONLY_IN_SEEDS = "verified_days_ago"  # turned into a demonstration date by `brp seed`; no column has this name

MOBILE = re.compile(r"(?<!\d)(?:0|\+33 ?)[67](?:[ .]?\d\d){4}(?!\d)")
MAILBOX_OF_A_PERSON = re.compile(
    r"[\w.+-]+@(?:gmail|orange|wanadoo|hotmail|outlook|yahoo|free|sfr|laposte)\.\w+|anon-\w+@", re.IGNORECASE
)
NEEDED_BY_CHANNEL = {
    "telephoner": ("phone",),
    "envoyer-un-courriel": ("email",),
    "utiliser-lien-mobilisation": ("website", "booking_url"),
}


@cache
def offers() -> list[dict[str, Any]]:
    """The items of every seed file: an organisation and its resources, as they are written."""
    return [item for path in sorted(FOLDER.glob("*.yaml")) for item in yaml.safe_load(path.read_text("utf-8"))]


def resources() -> list[dict[str, Any]]:
    """Every resource of the seeds, as it is written."""
    return [resource for offer in offers() for resource in offer["resources"]]


def texts(value: Any) -> Iterator[str]:
    """Every text inside `value`, whatever its depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def test_every_organisation_and_resource_passes_the_schemas_of_the_record(gazetteer: Gazetteer) -> None:
    faults: dict[str, object] = {}
    for offer in offers():
        pairs: list[tuple[OrganisationSchema | ResourceSchema, dict[str, Any]]] = [
            (OrganisationSchema(), offer["organisation"])
        ]
        for resource in offer["resources"]:
            pairs.append((ResourceSchema(gazetteer), {k: v for k, v in resource.items() if k != ONLY_IN_SEEDS}))
        for schema, raw in pairs:
            try:
                schema.load(raw)
            except ValidationError as error:
                faults[raw["external_id"]] = error.messages
    assert faults == {}


def test_there_are_at_least_150_resources_and_8_in_each_category() -> None:
    assert len(resources()) >= 150
    counts = Counter(category for resource in resources() for category in resource["categories"])
    assert {slug: counts[slug] for slug in vocabulary().categories if counts[slug] < 8} == {}


def test_every_topic_of_the_national_schema_leads_to_a_resource() -> None:
    used = {topic for resource in resources() for topic in resource["topics"]}
    assert set(vocabulary().topics) - used == set()


def test_every_resource_has_one_to_three_topics() -> None:
    assert [r["external_id"] for r in resources() if not 1 <= len(r["topics"]) <= 3] == []


@pytest.mark.parametrize("field", ["first_step", "coverage", "summary", "description", "audiences", "cost", "modes"])
def test_what_an_adviser_looks_for_first_is_always_filled(field: str) -> None:
    assert [r["external_id"] for r in resources() if not r.get(field)] == []


def test_external_ids_are_unique() -> None:
    of_resources = Counter(r["external_id"] for r in resources())
    of_organisations = Counter(offer["organisation"]["external_id"] for offer in offers())
    assert [key for key, times in of_resources.items() if times > 1] == []
    assert [key for key, times in of_organisations.items() if times > 1] == []


def test_every_organisation_offers_at_least_one_resource() -> None:
    assert [offer["organisation"]["external_id"] for offer in offers() if not offer["resources"]] == []


def test_a_summary_does_not_repeat_the_description() -> None:
    repeated = [r["external_id"] for r in resources() if r["summary"].strip() in r["description"]]
    assert repeated == []


def test_two_resources_never_have_the_same_name_at_the_same_place() -> None:
    places = Counter((r["name"], r.get("commune_code")) for r in resources())
    assert [place for place, times in places.items() if times > 1] == []


def test_every_contact_channel_named_can_be_used() -> None:
    missing = [
        (resource["external_id"], channel)
        for resource in resources()
        for channel in resource["contact_channels"]
        if channel in NEEDED_BY_CHANNEL and not any(resource.get(field) for field in NEEDED_BY_CHANNEL[channel])
    ]
    assert missing == []


def test_no_mobile_number_and_no_mailbox_of_a_person_is_published() -> None:
    found = [text for text in texts(offers()) if MOBILE.search(text) or MAILBOX_OF_A_PERSON.search(text)]
    assert found == []


def test_every_commune_exists_and_its_postcode_is_its_own(gazetteer: Gazetteer) -> None:
    wrong = []
    for resource in resources():
        if code := resource.get("commune_code"):
            commune = gazetteer.commune(code)
            if commune is None or commune.code != code or resource["postcode"] not in commune.postcodes:
                wrong.append(resource["external_id"])
    assert wrong == []


def test_every_resource_serves_someone_in_tarn_et_garonne(gazetteer: Gazetteer) -> None:
    communes = {code for resource in resources() if (code := resource.get("commune_code", "")).startswith("82")}
    served = {territory for code in communes for territory in gazetteer.above(code)}
    elsewhere = [
        (resource["external_id"], territory)
        for resource in resources()
        for territory in resource["coverage"]
        if territory not in served
    ]
    assert elsewhere == []


def test_some_listings_are_fresh_some_late_and_some_never_verified() -> None:
    ages = [resource.get(ONLY_IN_SEEDS) for resource in resources()]
    known = [age for age in ages if age is not None]
    assert all(isinstance(age, int) and age > 0 for age in known)
    assert len(known) < len(ages)
    assert min(known) < 30
    assert max(known) > 365
