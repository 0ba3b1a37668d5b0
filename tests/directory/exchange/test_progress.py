from __future__ import annotations

import io

import pytest

from directory.exchange import progress
from directory.exchange.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_without_a_terminal_a_stage_ends_with_one_plain_line() -> None:
    stream = io.StringIO()
    with Progress(stream).stage("Lecture", "lignes", 10) as stage:
        stage.advance(9)
        stage.advance(1, rejected=1)
    (line,) = stream.getvalue().splitlines()
    assert line.startswith("Lecture : 10 sur 10 lignes (")
    assert line.endswith("1 rejetées)")


def test_without_a_terminal_a_long_stage_tells_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "EVERY", 0.0)
    stream = io.StringIO()
    with Progress(stream).stage("Lecture", "lignes") as stage:
        stage.advance()
        stage.advance()
    assert [line.partition(" (")[0] for line in stream.getvalue().splitlines()][:2] == [
        "Lecture : 1 lignes",
        "Lecture : 2 lignes",
    ]


def test_on_a_terminal_a_bar_shows_rejections() -> None:
    stream = Terminal()
    with Progress(stream).stage("Enregistrement", "fiches", 4) as stage:
        stage.advance(4, rejected=2)
    assert "4/4" in stream.getvalue()


def test_a_stage_where_nothing_happened_says_nothing() -> None:
    stream = io.StringIO()
    with Progress(stream).stage("Index", "fiches"):
        pass
    assert stream.getvalue() == ""
