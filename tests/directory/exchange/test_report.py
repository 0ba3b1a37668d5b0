from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from directory.exchange import screen
from directory.exchange.listings import Notice, Origin
from directory.exchange.report import SHOWN, Account


@pytest.fixture
def account() -> Iterator[Account]:
    account = Account()
    account.count_lines([Origin("a.csv", 2), Origin("a.csv", 3)], "created")
    account.count_lines([Origin("b.csv", 2)], "unchanged")
    account.resources.count("created")
    yield account
    account.close()


def rejected(line: int) -> Notice:
    return Notice("b.csv", line, "nom", "", "pas de nom")


def test_the_report_tells_lines_by_file_and_listings(account: Account, tmp_path: Path) -> None:
    account.reject([Origin("b.csv", 3)], rejected(3))
    account.warn(Notice("a.csv", 2, "mail", "x@", "ce n’est pas une adresse"))
    account.write(tmp_path / "bilan.json")
    report = json.loads((tmp_path / "bilan.json").read_text(encoding="utf-8"))
    assert {name: report[name] for name in ("read", "created", "updated", "unchanged", "rejected")} == {
        "read": 4,
        "created": 2,
        "updated": 0,
        "unchanged": 1,
        "rejected": 1,
    }
    assert report["files"]["b.csv"]["read"] == 2
    assert report["resources"]["created"] == 1
    assert report["rejections"] == [{"file": "b.csv", "line": 3, "field": "nom", "value": "", "reason": "pas de nom"}]
    assert report["warnings"][0]["value"] == "x@"
    assert report["vanished"] == []


def test_a_report_holds_every_rejection_and_the_screen_the_first_ones(account: Account, tmp_path: Path) -> None:
    for line in range(500):
        account.reject([Origin("b.csv", line)], rejected(line))
    account.write(tmp_path / "bilan.json")
    assert len(json.loads((tmp_path / "bilan.json").read_text(encoding="utf-8"))["rejections"]) == 500
    shown = list(screen.lines(account))
    assert sum("pas de nom" in line for line in shown) == SHOWN
    assert any("480 autres" in line for line in shown)
    assert shown[-1] == "read=503 created=2 updated=0 unchanged=1 rejected=500"


def test_a_report_that_cannot_be_written_leaves_the_former_one(account: Account, tmp_path: Path) -> None:
    path = tmp_path / "bilan.json"
    path.write_text("{}", encoding="utf-8")
    account.close()  # its lists can no longer be read
    with pytest.raises(ValueError, match="closed file"):
        account.write(path)
    assert path.read_text(encoding="utf-8") == "{}"
    assert [file.name for file in tmp_path.iterdir()] == ["bilan.json"]
