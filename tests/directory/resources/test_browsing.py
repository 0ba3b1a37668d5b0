"""What the record tells without an engine, on both databases."""

from __future__ import annotations

from datetime import date

from directory.database import Database
from directory.resources import browsing
from directory.resources.models import Organisation, Resource, ResourceCategory, ResourceCoverage
from directory.resources.status import Status

TODAY = date(2026, 11, 24)


def fill(database: Database) -> None:
    """Three published resources, one suspended."""
    with database.transaction() as session:
        session.add(Organisation(id="o", name="Association", source="test", external_id="o"))
        session.flush()
        for name, category, coverage, verified_on, status in (
            ("Accueil", "se-loger", ["departement-82"], date(2026, 11, 1), Status.PUBLISHED),
            ("Bureau", "se-loger", ["departement-46"], date(2025, 1, 1), Status.PUBLISHED),
            ("Centre", "se-soigner", [], None, Status.PUBLISHED),
            ("Dispensaire", "se-soigner", ["departement-82"], date(2026, 11, 1), Status.SUSPENDED),
        ):
            resource = Resource(id=name, slug=name, organisation_id="o", name=name, source="test", external_id=name)
            resource.status, resource.verified_on = status, verified_on
            resource.category_rows = [ResourceCategory(category=category)]
            resource.coverage_rows = [ResourceCoverage(territory_id=territory) for territory in coverage]
            session.add(resource)


def test_an_empty_base_has_no_share_and_no_date(database: Database) -> None:
    with database.reading() as session:
        facts = browsing.base_facts(session, TODAY)
    assert (facts.total, facts.verified_percent, facts.updated_at) == (0, 0, None)


def test_only_published_resources_count(database: Database) -> None:
    fill(database)
    with database.reading() as session:
        facts = browsing.base_facts(session, TODAY)
        assert (facts.total, facts.recently_verified, facts.verified_percent) == (3, 1, 33)
        assert facts.updated_at
        assert facts.updated_at.tzinfo
        assert browsing.count_by_category(session) == {"se-loger": 2, "se-soigner": 1}
        assert browsing.departements_served(session) == ["departement-82", "departement-46"]


def test_a_category_is_listed_by_name_for_a_place(database: Database) -> None:
    fill(database)
    with database.reading() as session:
        names = [resource.name for resource in browsing.in_category(session, "se-loger", ())]
        here = [resource.name for resource in browsing.in_category(session, "se-loger", ("departement-82", "france"))]
        unsaid = [resource.name for resource in browsing.in_category(session, "se-soigner", ("departement-82",))]
        beyond = browsing.in_category(session, "se-loger", (), page=2)
    assert (names, here, unsaid, beyond) == (["Accueil", "Bureau"], ["Accueil"], ["Centre"], [])
