"""A node as a careful operator runs it: passwords, TLS, a user with the role of `docs/elasticsearch-role.json`."""

from __future__ import annotations

import json
import ssl
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx

from indexing.engine import Engine, open_engine
from indexing.options import EngineOptions
from tests.elasticsearch.cluster import Node

ROLE = json.loads((Path(__file__).resolve().parents[2] / "docs" / "elasticsearch-role.json").read_text())
SUPERUSER_PASSWORD = "s3cret-of-elastic"
PASSWORD = "pässwört:/@,%s3cret"
USER = "brp-user"


@dataclass(frozen=True)
class Secured:
    """A node with passwords, a user with the role, and a key with the same rights."""

    node: Node
    api_key: str

    @property
    def host(self) -> str:
        """Host and port."""
        return self.node.url.removeprefix("https://")

    def url(self, password: str = PASSWORD, user: str = USER) -> str:
        """The address with credentials."""
        return f"https://{quote(user, safe='')}:{quote(password, safe='')}@{self.host}/brp"

    def open(self, url: str, api_key: str = "") -> Engine:
        """The engine at `url`, which trusts the authority of the node."""
        return open_engine(url, EngineOptions(api_key=api_key, ca_file=str(self.node.ca_file)))

    def ask(self, method: str, path: str, body: object = None) -> httpx.Response:
        """The answer to a request of the index user."""
        trusted = ssl.create_default_context(cafile=self.node.ca_file)
        url = f"{self.node.url}{path}"
        return httpx.request(method, url, json=body, auth=(USER, PASSWORD), verify=trusted, timeout=30)
