"""A certificate authority of our own, and the certificate of a node on loopback that it signs."""

from __future__ import annotations

import subprocess
from pathlib import Path

KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
DAYS = ("-days", "2")


def make(folder: Path) -> Path:
    """Writes `node.pem` and `node.key` into `folder`; gives the path of their authority's certificate, there too."""
    authority = ("-x509", *DAYS, "-subj", "/CN=BRP tests", "-addext", "keyUsage = critical, keyCertSign")
    _openssl(folder, "req", *KEY, *authority, "-keyout", "ca.key", "-out", "ca.pem")
    _openssl(folder, "req", *KEY, "-subj", "/CN=node", "-keyout", "node.key", "-out", "node.csr")
    (folder / "names").write_text("subjectAltName = IP:127.0.0.1\nauthorityKeyIdentifier = keyid\n")
    signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "names")
    _openssl(folder, "x509", "-req", "-in", "node.csr", *signed, *DAYS, "-out", "node.pem")
    return folder / "ca.pem"


def _openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)
