"""A listing lost is worse than one too many: every published one is looked for, every page of broad searches read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from directory.exchange.commands import import_files
from directory.resources.commands import seed
from directory.resources.models import Resource
from directory.resources.published import published
from directory.search.params import SearchParams
from directory.services import Services, open_services
from directory.settings import Settings
from directory.territories.gazetteer import Kind
from tests.directory.conftest import NOW

BROAD = (
    SearchParams(),
    SearchParams(q="aide"),
    SearchParams(q="accueil public"),
    SearchParams(q="logement", commune="82121"),
    SearchParams(category=("se-soigner",)),
    SearchParams(commune="82121", sort="distance"),  # type: ignore[arg-type]
    SearchParams(territory="departement-82", sort="name"),  # type: ignore[arg-type]
    SearchParams(commune="35238", radius_km=100),
    SearchParams(q="numérique", sort="verified"),  # type: ignore[arg-type]
    SearchParams(mode=("en-presentiel",), lat=44.02, lon=1.36),
)


@pytest.fixture(scope="module", params=["seeds", "seeds and dev corpus"])
def base(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Services:
    """A base of real listings, indexed."""
    folder = tmp_path_factory.mktemp("walk")
    services = open_services(
        Settings(database_url=f"sqlite:///{folder}/brp.sqlite3", search_url=f"tantivy:{folder}/index")
    )
    services.database.upgrade()
    run = CliRunner().invoke
    assert run(seed, obj=services, catch_exceptions=False).exit_code == 0
    if request.param != "seeds":
        corpus: Path = request.getfixturevalue("shared_data") / "dev-corpus"
        files = [str(corpus / "structures.json"), str(corpus / "services.json")]
        assert run(import_files, files, obj=services, catch_exceptions=False).exit_code == 0
    services.index_sync.drain_all()
    return services


def listings(base: Services) -> list[Resource]:
    with base.database.reading() as session:
        found = list(published(session))
    assert len(found) > 150
    return found


def ids_of(base: Services, params: SearchParams) -> Iterator[str]:
    """Every answer of every page."""
    while True:
        found = base.finder.find(params, NOW, facets=())
        yield from (item.id for item in found.items)
        if params.page >= found.pages:
            return
        params = params.replacing(page=params.page + 1)


def test_every_listing_is_among_the_first_three_for_its_exact_name_and_commune(base: Services) -> None:
    lost = []
    for resource in listings(base):
        params = SearchParams(q=resource.name, commune=resource.commune_code or "", page_size=3)
        if resource.id not in {item.id for item in base.finder.find(params, NOW, facets=()).items}:
            lost.append(f"{resource.name} ({resource.commune_name})")
    assert lost == []


def test_every_listing_is_found_by_its_category_at_a_place_it_covers(base: Services) -> None:
    expected: dict[SearchParams, set[str]] = {}
    for resource in listings(base):
        for category in resource.categories:
            params = SearchParams(category=(category,), page_size=100, **covered_place(base, resource))
            expected.setdefault(params, set()).add(resource.id)
    lost = {params.url(): ids for params, wanted in expected.items() if (ids := wanted - set(ids_of(base, params)))}
    assert lost == {}


def covered_place(base: Services, resource: Resource) -> dict[str, str]:
    """A place that `resource` covers: one of its territories, else its own commune, else none."""
    if not resource.coverage:
        return {"commune": resource.commune_code} if resource.commune_code else {}
    territory = base.gazetteer.get(resource.coverage[0])
    assert territory is not None
    return {"commune": territory.code} if territory.kind is Kind.COMMUNE else {"territory": territory.id}


@pytest.mark.parametrize("params", BROAD, ids=lambda params: params.url())
def test_paging_repeats_and_loses_nothing(base: Services, params: SearchParams) -> None:
    paged = list(ids_of(base, params.replacing(page_size=7)))
    assert len(paged) == len(set(paged)) == base.finder.find(params, NOW).total
    assert paged == list(ids_of(base, params.replacing(page_size=100)))
