"""Who may import whom: DESIGN §3. A room imports only rooms below it; only its doors know the web or the command."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# From the ground up. A module may import from its own floor's room and from every floor below.
FLOORS: tuple[frozenset[str], ...] = (
    frozenset({"errors"}),
    frozenset({"settings", "database", "french", "metrics"}),
    frozenset({"taxonomy", "territories"}),
    frozenset({"accounts"}),
    frozenset({"resources"}),
    frozenset({"search", "curation", "orientations", "exchange"}),
    frozenset({"portal"}),
    frozenset(
        {
            "services",
            "copying",
            "retention",
            "web",
            "assets",
            "problems",
            "openapi",
            "public_api",
            "probes",
            "warming",
            "gunicorn",
            "wsgi",
            "cli",
            "__init__",
        }
    ),
)
DOORS = frozenset({"views", "api", "commands"})
# What a door may use beyond its floor: the parts of the application, and the common shape of answers.
DOOR_MAY_IMPORT = frozenset({"services", "web", "problems", "openapi", "public_api"})
WEB_OR_COMMAND = frozenset({"flask", "werkzeug", "click", "flask_limiter", "flask_talisman"})


def floor_of(room: str) -> int:
    for height, rooms in enumerate(FLOORS):
        if room in rooms:
            return height
    raise AssertionError(f"directory/{room} stands on no floor: add it to FLOORS, where it belongs")


def modules(package: str) -> list[Path]:
    return [path for path in sorted((ROOT / package).rglob("*.py")) if "migrations" not in path.parts]


def imports(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            # `from directory import x` imports the room x.
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)


def room_of(path: Path) -> str:
    return path.relative_to(ROOT / "directory").parts[0].removesuffix(".py")


def is_door(path: Path) -> bool:
    return path.stem in DOORS


@pytest.mark.parametrize("path", modules("directory"), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_imports_only_rooms_below_it(path: Path) -> None:
    room = room_of(path)
    height = floor_of(room)
    for name, line in imports(path):
        parts = name.split(".")
        if parts[0] != "directory" or len(parts) < 2 or parts[1] == "create_app":
            continue
        imported = parts[1]
        allowed = imported == room or floor_of(imported) < height or height == len(FLOORS) - 1
        allowed = allowed or (is_door(path) and imported in DOOR_MAY_IMPORT)
        assert allowed, f"{path.relative_to(ROOT)}:{line} imports {name}, which does not stand below {room}"


@pytest.mark.parametrize("path", modules("directory"), ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_search_room_and_the_wiring_open_the_engines(path: Path) -> None:
    if room_of(path) in {"search", "services"}:
        return
    opened = [f"{name} (line {line})" for name, line in imports(path) if name.split(".")[0] == "indexing"]
    assert not opened, f"{path.relative_to(ROOT)} imports {opened}"


@pytest.mark.parametrize("path", modules("indexing"), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_engines_know_neither_the_web_nor_the_directory(path: Path) -> None:
    known = [name for name, _ in imports(path) if name.split(".")[0] in WEB_OR_COMMAND | {"directory"}]
    assert not known, f"{path.relative_to(ROOT)} imports {known}"


@pytest.mark.parametrize("path", modules("directory"), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_rule_knows_the_web_or_the_command_line(path: Path) -> None:
    if is_door(path) or floor_of(room_of(path)) == len(FLOORS) - 1:
        return
    known = [f"{name} (line {line})" for name, line in imports(path) if name.split(".")[0] in WEB_OR_COMMAND]
    assert not known, f"{path.relative_to(ROOT)} is a rule and imports {known}"


def test_no_file_has_a_name_that_says_nothing() -> None:
    empty_names = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "core", "base"}
    found = [
        str(path.relative_to(ROOT))
        for package in ("directory", "indexing", "tests")
        for path in (ROOT / package).rglob("*.py")
        if empty_names & set(path.relative_to(ROOT).with_suffix("").parts)
    ]
    assert not found
