"""`rlcoach stats`."""

from __future__ import annotations

import pytest

from rlcoach.analysis.definitions import EVENTS, STATS
from rlcoach.cli.main import main


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["stats", *arguments]) == 0
    return capsys.readouterr().out


def test_lists_everything(capsys: pytest.CaptureFixture[str]) -> None:
    words = said(capsys).split()
    assert set(STATS) <= set(words)
    assert set(EVENTS) <= set(words)


def test_a_statistic_in_whole(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "demo.inflicted")
    for word in ("Demolitions", "Opponents demolished.", "count", "ballchasing", "high", "whole"):
        assert word in text


def test_an_event_in_whole(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "pickup")
    for word in ("Boost pickup", "A boost pad was taken.", "is_stolen", "in the opponent's half"):
        assert word in text


@pytest.mark.parametrize("key", ["demo", "demo.", "demo.inf"])
def test_a_group_or_a_beginning_is_a_list(capsys: pytest.CaptureFixture[str], key: str) -> None:
    text = said(capsys, key)
    assert "demo.inflicted" in text
    assert "pickup" not in text.split()


def test_an_unknown_key_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", "demo.infliccted"]) == 2
    said = capsys.readouterr().err
    assert "demo.inflicted" in said
    assert "`rlcoach stats` lists all" in said


def test_a_hostile_key_moves_no_cursor(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", "\x1b[2J\u202e"]) == 2
    assert not set(capsys.readouterr().err) & set("\x1b\u202e")
