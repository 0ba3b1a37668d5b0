"""Starts and stops nodes on loopback: one by default, three that form a cluster; open, or with passwords and TLS."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from tests.elasticsearch import certificates, distribution

USER = "brp-elasticsearch"
START_SECONDS = 180
STOP_SECONDS = 30


@dataclass
class Node:
    """One server process with its own configuration, data and log, all below `folder`."""

    name: str
    folder: Path
    http_port: int
    transport_port: int
    settings: dict[str, str]
    java_options: str
    password: str = ""
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address on loopback, without credentials."""
        return f"{'https' if self.password else 'http'}://127.0.0.1:{self.http_port}"

    @property
    def ca_file(self) -> Path:
        """The authority that signs its certificate, where it has one."""
        return self.folder / "config" / "ca.pem"

    def start(self) -> None:
        """Starts the process; `wait` says when it answers."""
        home = distribution.server()
        if not (self.folder / "config").exists():
            shutil.copytree(home / "config", self.folder / "config")
            (self.folder / "config" / "elasticsearch.yml").write_text(
                "".join(f"{key}: {value}\n" for key, value in self.settings.items())
            )
            if self.password:
                certificates.make(self.folder / "config")
            _give_to_user(self.folder)
            if self.password:
                self._keep_password(home)
        log = (self.folder / "output.log").open("ab")
        with log:
            self.process = subprocess.Popen(
                [*_die_with_parent(), str(home / "bin" / "elasticsearch")],
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **_as_user(),
            )

    def wait(self, path: str = "/") -> None:
        """Waits until it answers; raises `RuntimeError` with the end of its log when it does not."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process and self.process.poll() is None:
            try:
                self.ask(path)
                return
            except httpx.HTTPError:
                time.sleep(0.5)
        raise RuntimeError(f"Elasticsearch did not start: {self.log()[-3000:]}")

    def ask(self, path: str, method: str = "GET", body: Any = None) -> Any:
        """One request as the superuser, its JSON answer; raises `httpx.HTTPError`."""
        credentials = ("elastic", self.password) if self.password else None
        trusted = ssl.create_default_context(cafile=self.ca_file) if self.password else True
        answer = httpx.request(method, f"{self.url}{path}", json=body, auth=credentials, verify=trusted, timeout=10)
        answer.raise_for_status()
        return answer.json()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stops the process and its children: politely, or at once with SIGKILL."""
        if self.process is None or self.process.poll() is not None:
            return
        os.killpg(self.process.pid, how)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(STOP_SECONDS)

    def log(self) -> str:
        """What the process printed since its first start."""
        path = self.folder / "output.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def _environment(self) -> dict[str, str]:
        (self.folder / "tmp").mkdir(exist_ok=True)
        _give_to_user(self.folder / "tmp")
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "ES_JAVA_HOME": str(distribution.java_home()),
            "ES_PATH_CONF": str(self.folder / "config"),
            "ES_TMPDIR": str(self.folder / "tmp"),
            "ES_JAVA_OPTS": self.java_options,
        }

    def _keep_password(self, home: Path) -> None:
        """Sets the superuser's password before the first start."""
        tool = str(home / "bin" / "elasticsearch-keystore")
        for arguments, given in (
            (["create"], b""),
            (["add", "--stdin", "bootstrap.password"], self.password.encode()),
        ):
            subprocess.run(
                [tool, *arguments], input=given, env=self._environment(), check=True, capture_output=True, **_as_user()
            )


@dataclass
class Cluster:
    """Nodes that know each other. A context manager: started on entry, stopped and removed on exit.

    With a `password` (of the user `elastic`) they speak https alone, as Elastic's own packages do.
    Data and logs of a run that failed stay in `folder`; with `keep` they always do. `fast` compiles as a server does,
    which costs its start and its first minutes: for benches.
    """

    nodes_wanted: int = 1
    password: str = ""
    heap: str = "512m"
    extra: dict[str, str] = field(default_factory=dict)
    keep: bool = False
    fast: bool = False
    nodes: list[Node] = field(default_factory=list)

    def __enter__(self) -> Self:
        distribution.server()
        _ensure_user()
        root = distribution.folder() / "runs"
        root.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix="run-", dir=root))
        self.folder.chmod(0o755)
        ports = _free_ports(2 * self.nodes_wanted)
        transports = ports[self.nodes_wanted :]
        names = [f"node-{number + 1}" for number in range(self.nodes_wanted)]
        java = f"-Xms{self.heap} -Xmx{self.heap}{'' if self.fast else ' -XX:TieredStopAtLevel=1'}"
        for name, http_port, transport_port in zip(names, ports, transports, strict=False):
            folder = self.folder / name
            folder.mkdir()
            settings = self._settings(name, folder, http_port, transport_port, names, transports)
            self.nodes.append(Node(name, folder, http_port, transport_port, settings, java, self.password))
        try:
            for node in self.nodes:
                node.start()
            for node in self.nodes:
                node.wait(f"/_cluster/health?wait_for_nodes={self.nodes_wanted}&timeout=1s")
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()
        if kind is None and not self.keep:
            shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def urls(self) -> list[str]:
        """Addresses of the nodes."""
        return [node.url for node in self.nodes]

    def _stop(self) -> None:
        for node in self.nodes:
            node.stop()

    def _settings(
        self, name: str, folder: Path, http_port: int, transport_port: int, names: list[str], transports: list[int]
    ) -> dict[str, str]:
        secured = "true" if self.password else "false"
        settings = {
            "cluster.name": "brp-tests",
            "node.name": name,
            "network.host": "127.0.0.1",
            "http.port": str(http_port),
            "transport.port": str(transport_port),
            "path.data": str(folder / "data"),
            "path.logs": str(folder / "logs"),
            "xpack.ml.enabled": "false",
            "xpack.security.enabled": secured,
            "xpack.security.http.ssl.enabled": secured,
            "xpack.security.transport.ssl.enabled": "false",
            # A laptop's disk is often nearly full; a test needs a few megabytes.
            "cluster.routing.allocation.disk.threshold_enabled": "false",
        }
        if self.password:
            settings["xpack.security.http.ssl.certificate"] = "node.pem"
            settings["xpack.security.http.ssl.key"] = "node.key"
        if len(names) == 1:
            settings["discovery.type"] = "single-node"
        else:
            settings["discovery.seed_hosts"] = json.dumps([f"127.0.0.1:{port}" for port in transports])
            settings["cluster.initial_master_nodes"] = json.dumps(names)
        return settings | self.extra


def _free_ports(count: int) -> list[int]:
    """Ports nobody listens on, all different."""
    sockets = [socket.socket() for _ in range(count)]
    for opened in sockets:
        opened.bind(("127.0.0.1", 0))
    ports = [opened.getsockname()[1] for opened in sockets]
    for opened in sockets:
        opened.close()
    return ports


def _ensure_user() -> None:
    """Creates the unprivileged user, for Elasticsearch refuses to run as root."""
    if os.geteuid() == 0 and USER not in {entry.pw_name for entry in pwd.getpwall()}:
        subprocess.run(["useradd", "--system", "--no-create-home", USER], check=True)


def _as_user() -> dict[str, Any]:
    return {"user": USER, "group": USER, "extra_groups": []} if os.geteuid() == 0 else {}


def _die_with_parent() -> list[str]:
    """Makes the server stop when the tests are killed, where the system has a command for that."""
    return ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []


def _give_to_user(folder: Path) -> None:
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, USER, USER)
