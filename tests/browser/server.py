"""A base of its own, seeded as a newcomer's would be, served by `brp serve` for a browser to look at."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

START_SECONDS = 60


def environment_of(folder: Path) -> dict[str, str]:
    """The environment of a base kept whole in `folder`."""
    return {
        **os.environ,
        "BRP_DATABASE_URL": f"sqlite:///{folder}/brp.sqlite3",
        "BRP_SEARCH_URL": f"tantivy:{folder}/index",
    }


def seed(environment: Mapping[str, str]) -> None:
    """Fills an empty base: tables, seeds, index, vectors."""
    for command in (("db", "upgrade"), ("seed",), ("index", "rebuild"), ("vectors",)):
        done = subprocess.run([*brp(), *command], env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"brp {' '.join(command)}:\n{done.stdout}\n{done.stderr}")


def brp() -> list[str]:
    """The command of this very environment."""
    return [str(Path(sys.executable).parent / "brp")]


@contextmanager
def serving(environment: Mapping[str, str], log: Path, workers: int = 1) -> Iterator[str]:
    """Serves that base on a free port; gives its address. What the server says goes to `log`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with log.open("w") as said:
        server = subprocess.Popen(
            [*brp(), "serve", "--workers", str(workers)],
            env={**environment, "PORT": str(port)},
            stdout=said,
            stderr=said,
        )
        try:
            _wait_for(address, server, log)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            with urlopen(f"{address}/healthz"):  # noqa: S310  # our own address
                return
        except URLError:
            time.sleep(0.2)
    raise RuntimeError(f"brp serve does not answer:\n{log.read_text()}")
