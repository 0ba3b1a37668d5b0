from __future__ import annotations

from flask.testing import FlaskClient

from directory.search.reading_places import place_reader
from directory.search.thesaurus import thesaurus
from directory.services import Services
from directory.warming import open_up, warm


def test_a_warmed_application_has_read_and_compiled_what_the_first_search_needs(client: FlaskClient) -> None:
    app = client.application
    warm(app)
    before = place_reader.cache_info().misses
    place_reader(app.extensions["brp"].gazetteer, thesaurus())
    assert place_reader.cache_info().misses == before
    assert app.jinja_env.cache is not None
    compiled = {name for _, name in app.jinja_env.cache}
    assert {"base.html", "search/home.html", "search/results.html", "resources/resource.html"} <= compiled


def test_a_worker_opens_its_index_without_counting_a_search(services: Services) -> None:
    services.index_sync.rebuild()
    open_up(services).join(30)
    assert services.engine.health().status == "green"


def test_a_worker_starts_without_an_index(services: Services) -> None:
    thread = open_up(services)
    thread.join(30)
    assert not thread.is_alive()
