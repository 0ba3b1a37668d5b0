"""Runs gunicorn as `brp serve` does, asks it questions, and tells how long they took and what it weighs."""

from __future__ import annotations

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Timing:
    """Durations in milliseconds."""

    p50: float
    p95: float
    p99: float
    per_second: float

    @classmethod
    def of(cls, seconds: Sequence[float], elapsed: float) -> Timing:
        cuts = statistics.quantiles(seconds, n=100, method="inclusive")
        return cls(*(round(cuts[percent - 1] * 1000, 2) for percent in (50, 95, 99)), round(len(seconds) / elapsed, 1))


@contextmanager
def gunicorn(application: str, environment: dict[str, str], workers: int = 2) -> Iterator[tuple[int, int]]:
    """Serves `application`; gives its port and the process id of its master."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", application, "--config", "python:directory.gunicorn"]
    command += ["--bind", f"127.0.0.1:{port}", "--workers", str(workers), "--log-level", "error"]
    process = subprocess.Popen(command, env=os.environ | environment)
    try:
        _wait(port, process)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(30)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError("gunicorn did not start")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("gunicorn does not answer")


def ask(port: int, paths: Sequence[str], clients: int) -> Timing:
    """Each client asks every path in turn, beginning with another one; raises if an answer is not a 200."""

    def one_client(number: int) -> list[float]:
        first = number % len(paths)
        return answer_times(port, [*paths[first:], *paths[:first]])

    before = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        measured = [seconds for result in pool.map(one_client, range(clients)) for seconds in result]
    return Timing.of(measured, time.perf_counter() - before)


def answer_times(port: int, paths: Sequence[str]) -> list[float]:
    """Seconds until each path is answered to one client over one kept connection; raises if it is not by a 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    seconds = []
    for path in paths:
        before = time.perf_counter()
        connection.request("GET", path, headers={"Connection": "keep-alive"})
        answer = connection.getresponse()
        body = answer.read()
        seconds.append(time.perf_counter() - before)
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}: {body[:500]!r}")
    connection.close()
    return seconds


def worker_memory_mb(master: int) -> float:
    """Proportional memory (PSS) of the heaviest worker, in MB: pages shared by forked workers are counted once."""
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return max(round(_pss_kb(pid) / 1024, 1) for pid in children)


def _pss_kb(pid: str) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    raise RuntimeError(f"no memory figure for process {pid}")
