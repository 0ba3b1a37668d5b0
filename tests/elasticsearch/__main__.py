"""`python -m tests.elasticsearch [--nodes N] [--password P]`: serves until Ctrl-C and prints the addresses."""

import argparse
import signal
import sys

from tests.elasticsearch.cluster import Cluster
from tests.elasticsearch.distribution import Unavailable

STOPS = {signal.SIGINT, signal.SIGTERM}

parser = argparse.ArgumentParser(prog="python -m tests.elasticsearch", description=__doc__)
parser.add_argument("--nodes", type=int, default=1, choices=(1, 3))
parser.add_argument("--password", default="", help="turns security on: https, and this password for `elastic`")
given = parser.parse_args()

try:
    with Cluster(given.nodes, given.password) as cluster:
        authorities = [f"  {node.ca_file}" if given.password else "" for node in cluster.nodes]
        print(*map("".join, zip(cluster.urls, authorities, strict=True)), sep="\n", flush=True)  # noqa: T201 (its answer)
        # Blocked now and not before, else the servers, which inherit it, could not be stopped.
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
        signal.sigwait(STOPS)
except Unavailable as reason:
    sys.exit(str(reason))
