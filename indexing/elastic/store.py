"""The indices of one prefix: its generations, and which one is current.

PREFIX-TIME-FINGERPRINT   one generation: an index
PREFIX                    alias of the current one
PREFIX-previous           alias of the one before, kept one round
NAME-filling              alias of a generation while it is filled: what is written to a removed one is refused
PREFIX-FINGERPRINT        alias of the current one of each schema: what this version of the code reads and writes. While
                          an upgrade rebuilds, processes of the old version go on with the generation they understand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from elasticsearch import BadRequestError, Elasticsearch, NotFoundError

from indexing.elastic.faults import NO_INDEX
from indexing.elastic.schema import fingerprint, index_settings, mapping, service_settings
from indexing.errors import SearchUnavailable
from indexing.options import EngineOptions

TIME = "%Y%m%dt%H%M%S%f"
FIRST = datetime(1970, 1, 1, tzinfo=UTC)  # of the generation made by a first writing: two processes make the same one
ABANDONED = timedelta(days=1)  # a generation that nobody uses and that is older is not being filled any more
COPIES_SECONDS = 60  # how long a new generation waits for its copies before it is put in service


class Store:
    """The generations kept under `prefix`. Makes nothing before the first writing."""

    def __init__(self, client: Elasticsearch, prefix: str, options: EngineOptions) -> None:
        self.client = client
        self.prefix = prefix
        self.options = options
        self.alias = f"{prefix}-{fingerprint()}"
        self.previous = f"{prefix}-previous"
        self._form = re.compile(rf"{re.escape(prefix)}-\d{{8}}t\d{{12}}-[0-9a-f]{{8}}")

    def current(self) -> str:
        """The name of the current generation, "" if there is none."""
        return next((name for name, aliases in self._generations().items() if self.prefix in aliases), "")

    def readable(self) -> str:
        """The name of the current generation. Raises `SearchUnavailable` if there is none of this version."""
        name = self.current()
        if not name:
            raise SearchUnavailable(NO_INDEX)
        if not name.endswith(fingerprint()):
            raise SearchUnavailable(f"{NO_INDEX} (L’index {name} est d’une autre version.)")
        return name

    def ensure(self) -> None:
        """Makes an empty current generation if there is none."""
        if self.current():
            self.readable()
            return
        aliases: dict[str, Any] = {self.prefix: {}, self.alias: {}}
        settings = index_settings(self.options) | service_settings(self.options)
        try:
            self.client.indices.create(index=self._name(FIRST), aliases=aliases, settings=settings, mappings=mapping())
        except BadRequestError as error:
            if error.error != "resource_already_exists_exception":
                raise

    def create(self) -> str:
        """Makes an empty generation and returns its name."""
        name = self._name(datetime.now(UTC))
        aliases: dict[str, Any] = {filling(name): {}}
        settings = index_settings(self.options)
        self.client.indices.create(index=name, aliases=aliases, settings=settings, mappings=mapping())
        return name

    def put_in_service(self, name: str) -> None:
        """Makes the copies of generation `name`, then makes it the current one, for every reader at once.

        Keeps the one before and removes older ones.
        """
        self.client.indices.put_settings(index=name, settings=service_settings(self.options))
        self.client.options(ignore_status=408).cluster.health(
            index=name, wait_for_status="green", timeout=f"{COPIES_SECONDS}s"
        )
        generations = self._generations()
        actions: list[dict[str, Any]] = []
        for other, aliases in generations.items():
            stale = aliases.keys() & {self.prefix, self.previous, self.alias, filling(name)}
            actions += [{"remove": {"index": other, "alias": alias}} for alias in sorted(stale)]
            if self.prefix in aliases:
                actions.append({"add": {"index": other, "alias": self.previous}})
        actions += [{"add": {"index": name, "alias": alias}} for alias in (self.prefix, self.alias)]
        self.client.indices.update_aliases(actions=actions)
        self.clean()

    def remove(self, name: str) -> None:
        """Removes generation `name`."""
        self.client.indices.delete(index=name, ignore_unavailable=True)

    def clean(self) -> None:
        """Removes generations that are neither current, nor the one before, nor perhaps being filled."""
        generations = self._generations()
        used = {name for name, aliases in generations.items() if aliases.keys() & {self.prefix, self.previous}}
        aged = self._name(datetime.now(UTC) - ABANDONED)
        for name in generations.keys() - used:
            if name < max(used, default="") or name < aged:
                self.remove(name)

    def _generations(self) -> dict[str, Mapping[str, Any]]:
        """The aliases of each generation by its name."""
        try:
            found = self.client.indices.get_alias(index=f"{self.prefix}-*")
        except NotFoundError:
            return {}
        return {name: told["aliases"] for name, told in found.items() if self._form.fullmatch(name)}

    def _name(self, moment: datetime) -> str:
        return f"{self.prefix}-{moment.strftime(TIME)}-{fingerprint()}"


def filling(name: str) -> str:
    """The alias by which generation `name` is written to until it is in service."""
    return f"{name}-filling"
