"""Where Elasticsearch is, and who we are there: the parts of `BRP_SEARCH_URL`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

PORT = 9200
PREFIX = "brp"
PREFIX_FORM = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")


@dataclass(frozen=True, slots=True)
class Address:
    """`hosts` are addresses of nodes of one cluster, without credentials. Names of indices begin with `prefix`."""

    hosts: tuple[str, ...]
    prefix: str = PREFIX
    user: str = ""
    password: str = field(default="", repr=False)


def parse_address(url: str) -> Address:
    """The parts of `http(s)://[user:password@]host[:port][,host…][/prefix]`.

    What is not a letter or a digit in the user or the password is written %XX. Raises `ValueError`, without quoting the
    address (it may hold a password).
    """
    scheme, separator, rest = url.partition("://")
    nodes, _, path = rest.partition("/")
    credentials, _, nodes = nodes.rpartition("@")
    prefix = path.strip("/") or PREFIX
    if scheme not in ("http", "https") or not separator or not PREFIX_FORM.fullmatch(prefix):
        raise ValueError("expected http(s)://[user:password@]host[:port][,host:port…][/prefix of the indices]")
    user, _, password = credentials.partition(":")
    hosts = tuple(_host(scheme, node.strip()) for node in nodes.split(","))
    return Address(hosts, prefix, unquote(user), unquote(password))


def _host(scheme: str, node: str) -> str:
    parts = urlsplit(f"{scheme}://{node}")
    if not parts.hostname:
        raise ValueError("an address of Elasticsearch has no host")
    return f"{scheme}://{node}" if parts.port else f"{scheme}://{node}:{PORT}"
