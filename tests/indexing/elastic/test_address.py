"""The address of Elasticsearch, and the client it gives."""

from __future__ import annotations

import pytest

from indexing.elastic.address import Address, parse_address
from indexing.engine import open_engine


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://localhost", Address(("http://localhost:9200",))),
        ("http://localhost:9201/", Address(("http://localhost:9201",))),
        ("https://es.example.fr/brp-82", Address(("https://es.example.fr:9200",), "brp-82")),
        ("http://a:1,b:2,c/x", Address(("http://a:1", "http://b:2", "http://c:9200"), "x")),
        ("https://brp:p%40ss%2C%3A@a:1,b:2", Address(("https://a:1", "https://b:2"), "brp", "brp", "p@ss,:")),
        ("http://[::1]:9200", Address(("http://[::1]:9200",))),
    ],
)
def test_an_address_names_nodes_a_prefix_and_a_user(url: str, expected: Address) -> None:
    assert parse_address(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://s3cret@a", "http://", "http://u:s3cret@", "http://u:s3cret@a,,b", "http://u:s3cret@a/UPPER"),
        *("http://u:s3cret@a/b/c", "http://u:s3cret@a/-b", "http://u:s3cret@a:notaport"),
    ],
)
def test_a_wrong_address_is_refused_without_being_told(url: str) -> None:
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 (the words are checked below)
        open_engine(url)
    assert "s3cret" not in str(refusal.value)


def test_a_password_is_not_shown() -> None:
    assert "s3cret" not in repr(parse_address("http://u:s3cret@a"))
