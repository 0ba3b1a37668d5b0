"""What the image and docker-compose.yml name exists: commands, settings, files, services. Needs no Docker."""

from __future__ import annotations

import fnmatch
import json
import re
import shlex
from dataclasses import fields
from typing import Any

import click
import pytest
import yaml
from flask.testing import FlaskClient

from directory.cli import cli
from directory.settings import Settings
from tests.conftest import ROOT
from tests.directory.conftest import client, record_url, services, settings  # noqa: F401  (fixtures)
from tests.elasticsearch.distribution import VERSION

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
EXAMPLE = dict(
    line.split("=", 1)
    for line in (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)
OF_OURS = {name for name, service in SERVICES.items() if service["image"] == "brp"}


def instructions(name: str) -> list[str]:
    """What follows each `name` of the Dockerfile."""
    return [line.split(maxsplit=1)[1] for line in DOCKERFILE if line.startswith(f"{name} ")]


def brp_commands() -> list[list[str]]:
    """Every `brp …` that the image or a service runs."""
    found = [json.loads(instructions("CMD")[0])]
    for name in OF_OURS:
        command = SERVICES[name].get("command", [])
        if command[:2] == ["sh", "-c"]:
            found += [shlex.split(part.replace("exec ", "")) for part in command[2].split("&&")]
        elif command:
            found.append(command)
    return [[re.sub(r"\$\{\w+:-(\w+)\}", r"\1", word) for word in words] for words in found]


@pytest.mark.parametrize("words", brp_commands(), ids=" ".join)
def test_every_command_exists_with_its_options(words: list[str]) -> None:
    assert words[0] == "brp"
    command: click.Command = cli
    arguments = words[1:]
    while isinstance(command, click.Group):
        name = arguments.pop(0)
        assert name in command.commands, f"{name} is not a command"
        command = command.commands[name]
    command.make_context("brp", arguments)


@pytest.mark.parametrize("name", sorted(OF_OURS))
def test_every_setting_exists(name: str) -> None:
    known = {f"BRP_{field.name.upper()}" for field in fields(Settings)}
    assert set(SERVICES[name]["environment"]) <= known


def test_the_settings_of_the_services_are_accepted() -> None:
    filled = {name: value or "a1" * 16 for name, value in EXAMPLE.items()}
    given = {
        name: re.sub(r"\$\{(\w+)[^}]*\}", lambda match: filled[match[1]], value)
        for name, value in SERVICES["web"]["environment"].items()
    }
    parsed = Settings.from_environment(given)
    assert parsed.database_url.endswith("@postgres:5432/brp")
    assert "elasticsearch:9200" in parsed.search_url


def test_every_variable_has_its_line_in_the_example_and_every_line_its_use() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    used = set(re.findall(r"(?<!\$)\$\{(\w+)", text))
    assert used == set(EXAMPLE)


def test_no_secret_is_written_down() -> None:
    assert all(value == "" for name, value in EXAMPLE.items() if "PASSWORD" in name or "KEY" in name)
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if "PASSWORD" in name or "KEY" in name:
                assert re.fullmatch(r"\$\{\w+:\?see \.env\.example\}", value)
    assert not [line for line in DOCKERFILE if re.search(r"PASSWORD|SECRET|TOKEN", line)]
    assert ".env" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_waits_for_can_be_waited_for(name: str) -> None:
    for other, how in SERVICES[name].get("depends_on", {}).items():
        waited = SERVICES[other]
        if how["condition"] == "service_healthy":
            assert waited["healthcheck"]["test"]
        else:
            assert how["condition"] == "service_completed_successfully"
            assert waited["restart"] == "no"


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_has_a_health_check_or_ends(name: str) -> None:
    service = SERVICES[name]
    of_the_image = service["image"] == "brp" and bool(instructions("HEALTHCHECK"))
    assert service["restart"] == "no" or of_the_image or service["healthcheck"]["test"]


def test_the_addresses_of_the_health_checks_answer(client: FlaskClient) -> None:  # noqa: F811 (the fixture)
    text = "\n".join(DOCKERFILE) + (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    paths = set(re.findall(r"http://127\.0\.0\.1:\d+(/\w+)", text))
    assert paths == {"/healthz", "/metrics"}
    assert all(client.get(path).status_code == 200 for path in paths)


def test_only_the_machine_itself_reaches_the_ports() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_volumes_and_mounted_files_exist() -> None:
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert (ROOT / source).is_file() if source.startswith("./") else source in COMPOSE["volumes"]


def test_elasticsearch_is_the_version_the_tests_run_on() -> None:
    images = {service["image"] for service in SERVICES.values() if "elasticsearch" in service["image"]}
    assert images == {f"docker.elastic.co/elasticsearch/elasticsearch:{VERSION}"}


def test_the_image_runs_as_nobody_special_and_writes_only_where_it_must() -> None:
    assert instructions("USER") == ["brp"]
    for name in OF_OURS:
        assert SERVICES[name]["read_only"] is True
        assert SERVICES[name]["cap_drop"] == ["ALL"]


def test_what_the_image_copies_exists_and_is_sent_to_the_build() -> None:
    wanted = {
        source.strip("./")
        for copied in instructions("COPY")
        if not copied.startswith("--from")
        for source in copied.split()[:-1]
    }
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    sent = {line[1:].strip("./") for line in ignored if line.startswith("!")}
    assert wanted == sent
    assert all((ROOT / name).exists() or (ROOT / f".{name}").exists() for name in wanted)
    assert any(fnmatch.fnmatch("directory/static", line) for line in ignored)  # built in its own stage


def test_the_stages_that_are_copied_from_exist() -> None:
    stages = {line.split(" AS ")[1] for line in instructions("FROM") if " AS " in line}
    assert {
        copied.split()[0].removeprefix("--from=") for copied in instructions("COPY") if "--from" in copied
    } == stages
