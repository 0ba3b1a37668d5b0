"""How gunicorn runs the application."""

import gc
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

# Loaded once before the workers fork: the gazetteer's pages of memory are then shared by all of them.
preload_app = True
# Its socket would be shared by every server of this user.
control_socket_disable = True
worker_class = "gthread"
threads = 4
# A worker's heartbeat file on a disk can block it; memory does not.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
max_requests = 10_000
max_requests_jitter = 1_000
timeout = 30
# The longest gunicorn allows: 500 accented characters and every filter make an address longer than its usual 4094.
limit_request_line = 8190
graceful_timeout = 10

# Where each worker writes what it counts, so that any of them can answer /metrics with the sums. New at every start,
# and named before anything imports prometheus_client, which looks once.
METRICS = tempfile.mkdtemp(prefix="brp-metrics-")
os.environ["PROMETHEUS_MULTIPROC_DIR"] = METRICS


def when_ready(_server: object) -> None:
    """Sets apart what is loaded: to look for garbage there takes a tenth of a second, and copies the shared pages."""
    gc.freeze()


def post_worker_init(worker: Any) -> None:
    """Lets each worker open what it must open itself."""
    from directory.warming import open_up  # here: nothing of ours is imported before `METRICS` is named

    if parts := getattr(worker.wsgi, "extensions", {}).get("brp"):
        open_up(parts)


def on_exit(_server: object) -> None:
    """Removes the numbers of the server that ends."""
    shutil.rmtree(METRICS, ignore_errors=True)
