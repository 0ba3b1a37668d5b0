"""The Flask application. `create_app` is the only place where its pages, its API and its guards are wired."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from directory.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The web application for `settings` (by default those of the environment).

    Raises `SettingsError` when the environment cannot work.
    """
    # Imported here so that `import directory.database` does not bring Flask and every room along.
    from flask import Flask

    from directory import settings as configuration
    from directory.openapi import openapi
    from directory.probes import probes
    from directory.public_api import prepare_public_api
    from directory.resources.views import resource_pages
    from directory.search.api import search_api
    from directory.search.views import search_pages
    from directory.services import open_services
    from directory.territories.api import territories_api
    from directory.web import prepare_web

    settings = settings or configuration.Settings.from_environment(os.environ)
    app = Flask(__name__, template_folder=str(configuration.ROOT / "templates"))
    app.config["SECRET_KEY"] = settings.secret_key
    app.extensions["brp"] = open_services(settings)
    prepare_web(app, settings)
    prepare_public_api(app)
    for door in (search_pages, resource_pages, search_api, territories_api, openapi, probes):
        app.register_blueprint(door)
    return app
