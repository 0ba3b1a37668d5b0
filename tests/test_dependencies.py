"""Each dependency has its reason written down, and each reason its dependency."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    requirements = [
        *project["dependencies"],
        *(each for extra in project["optional-dependencies"].values() for each in extra),
    ]
    return {re.split(r"[\[<>=; ]", requirement)[0].lower() for requirement in requirements}


def explained() -> set[str]:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in page.splitlines() if line.startswith("| `")]
    return {name for row in rows for cell in row[1:3] for name in re.findall(r"`([a-z0-9-]+)`", cell)} & declared() | {
        name for row in rows for name in re.findall(r"`([a-z0-9-]+)`", row[1])
    }


def test_each_dependency_is_explained_and_each_explanation_is_of_a_dependency() -> None:
    assert explained() == declared()


def test_each_dependency_is_locked() -> None:
    lock = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    locked = {line.split("==")[0].split("[")[0].lower() for line in lock.splitlines() if "==" in line}
    assert declared() <= locked


def test_the_lock_files_name_no_host() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "package-lock.json"):
        assert "://" not in re.sub(r'"(url|funding)": "[^"]*"', "", (ROOT / name).read_text(encoding="utf-8")), name
