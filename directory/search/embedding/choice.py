"""Which embedder a setting names."""

from __future__ import annotations

from directory.search.embedding.embedder import Embedder

OFF = "off"
LOCAL = "local"


def open_embedder(setting: str) -> Embedder | None:
    """The embedder that `BRP_EMBEDDER` names (see `settings`), None when it is off. Nothing is loaded or asked yet."""
    if setting == OFF:
        return None
    if setting == LOCAL:
        from directory.search.embedding.local import LocalEmbedder

        return LocalEmbedder()
    from directory.search.embedding.server import ServerEmbedder

    url, _, model = setting.partition("#")
    return ServerEmbedder(url, model)
