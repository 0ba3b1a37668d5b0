"""What only some engines need to know beside their address."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """For Elasticsearch alone. `api_key` takes the place of a user; `ca_file` holds the certificate authority to trust.

    `replicas` is the number of copies beside the first; "" makes one as soon as a second node can hold it.
    """

    api_key: str = field(default="", repr=False)
    ca_file: str = ""
    shards: int = 1
    replicas: str = ""
