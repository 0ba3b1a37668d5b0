"""What takes long the first time, done before anybody asks: else the first person a process answers waits a second."""

from __future__ import annotations

import logging
from threading import Thread
from typing import TYPE_CHECKING

from directory.database import utc_now
from directory.errors import BrpError
from directory.resources.opening import zone_of
from directory.resources.zones import clock_jump
from directory.search.lexicon import lexicon
from directory.search.params import SearchParams
from directory.search.thesaurus import thesaurus
from directory.search.understanding import understand
from directory.territories.landmarks import landmarks

if TYPE_CHECKING:
    from flask import Flask

    from directory.services import Services

MIDDLE = (46.6, 2.5)  # of the mainland: latitude, longitude
PARIS = "75056"  # a place beside the words: its arrondissements are looked for too
SENTENCE = "je cherche une aide pour payer mon loyer pres de montoban"  # a misspelt place, words to guess from

log = logging.getLogger(__name__)


def warm(app: Flask) -> None:
    """Reads the words we know, the places and the clock, compiles the pages: processes forked afterwards share it all.

    The index and the model of meaning are left to `open_up`: neither is to be opened before a fork.
    """
    parts: Services = app.extensions["brp"]
    try:
        lexicon(parts.gazetteer, thesaurus())
        understand(SearchParams(q=SENTENCE, commune=PARIS), parts.gazetteer, thesaurus())
    except BrpError as fault:
        log.error("searches will fail until this is mended: %s", fault)
    clock_jump(zone_of(""), utc_now())
    landmarks([MIDDLE], parts.gazetteer)
    for name in app.jinja_env.list_templates(extensions=["html"]):
        app.jinja_env.get_template(name)


def open_up(parts: Services) -> Thread:
    """Opens the index and the model of meaning, in a thread so that no request waits for both."""
    thread = Thread(target=_open, args=(parts,), name="brp-warming", daemon=True)
    thread.start()
    return thread


def _open(parts: Services) -> None:
    parts.engine.health()
    parts.finder.meaning.read(SENTENCE)
