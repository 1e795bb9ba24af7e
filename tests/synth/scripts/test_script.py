"""Scripts in words: what they say is what is found in their file, then and by them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.accuracy.compare import Verdict
from benchmarks.accuracy.file_facts import Outcome
from benchmarks.accuracy.labels import label_of
from benchmarks.accuracy.score import score_label
from rlcoach.engine import analyze
from rlcoach.report.schema import Report
from rlcoach.synth.scripts.film import TooClose
from rlcoach.synth.scripts.script import NotPossible, Script

PLAYERS = {"A": 0, "B": 0, "C": 1, "D": 1}


def example() -> Script:
    """The example of the documentation."""
    script = Script(players=PLAYERS)
    script.at(3.1).speed_flip("A")
    script.at(6.0).collects("B", pad=7)
    script.at(10.0).demolishes("A", "C")
    script.at(41.0).scores("D", after="flip_reset")
    return script


def found(report: Report, kind: str) -> list[tuple[str, float]]:
    """Who and when, of a kind of event."""
    table = report.events[kind]
    return [
        (report.players[number].name, time)
        for number, time in zip(table.player, table.time, strict=True)
        if number is not None
    ]


def victim_of(report: Report) -> str:
    """Whose car the first demolition destroyed."""
    number = report.events["demolition"].fields["victim"][0]
    assert isinstance(number, int)
    return report.players[number].name


def assert_at(event: tuple[str, float], player: str, seconds: float) -> None:
    """Who and when, within the tolerance of events."""
    assert event[0] == player
    assert event[1] == pytest.approx(seconds, abs=0.1)


def missed(script: Script) -> list[str]:
    """What is known of a script's file and not found in it."""
    outcome = Outcome(analyze(script.file()))
    scored = [score_label(label_of(row), outcome) for row in script.labels()]
    return [f"{one.label} {one.got}" for one in scored if one.verdict is not Verdict.MET]


class TestExample:
    def test_each_line_is_found_at_its_time(self) -> None:
        report = analyze(example().file())
        ((flipper, flipped),) = found(report, "speed_flip")
        ((attacker, demolished),) = found(report, "demolition")
        ((scorer, scored),) = found(report, "goal")
        assert (flipper, attacker, scorer) == ("A (sample)", "A (sample)", "D (sample)")
        assert (flipped, demolished, scored) == pytest.approx((3.1, 10.0, 41.0), abs=0.1)
        assert victim_of(report) == "C (sample)"
        pads = report.events["pickup"].fields["pad"]
        (row,) = [row for row, pad in enumerate(pads) if pad == 7]
        assert_at(found(report, "pickup")[row], "B (sample)", 6.0)
        (reset,) = found(report, "flip_reset")
        assert reset[0] == "D (sample)"
        assert 39.0 < reset[1] < 41.0

    def test_its_truth_is_found(self) -> None:
        script = example()
        assert len(script.labels()) > 50
        assert missed(script) == []

    def test_the_same_script_is_the_same_file(self) -> None:
        assert example().file() == example().file()

    def test_the_file_says_that_it_is_made(self) -> None:
        report = analyze(example().file())
        assert report.match.is_sample
        assert report.match.server_name == "rlcoach sample script"
        assert all(player.name.endswith(" (sample)") for player in report.players)


class TestLines:
    def test_lines_follow_in_time_however_they_are_told(self) -> None:
        script = Script(PLAYERS).at(9.0).jumps("D").at(4.0).dodges("B", "left")
        report = analyze(script.file())
        (dodge,) = found(report, "dodge")
        assert_at(dodge, "B (sample)", 4.0)
        assert_at(found(report, "jump")[-1], "D (sample)", 9.0)
        assert report.events["dodge"].fields["direction"] == ["left"]
        assert missed(script) == []

    def test_any_kind_can_be_asked_for_with_its_sort(self) -> None:
        script = Script(PLAYERS).at(5.0).does("C", "pass_play", "ground")
        script.at(10.0).does("A", "half_volley").at(16.0).bumps("D", "B").at(22.0).scores("B")
        assert missed(script) == []
        assert found(analyze(script.file()), "pass_play")[0][0] == "C (sample)"

    def test_a_kickoff_begins_at_its_moment(self) -> None:
        script = Script({"A": 0, "B": 0, "C": 1}).at(5.0).kicks_off("A", "front_flip")
        report = analyze(script.file())
        assert report.events["kickoff"].time == [pytest.approx(5.0, abs=0.05)]
        assert missed(script) == []

    def test_lines_need_time_between_them(self) -> None:
        script = Script(PLAYERS).at(4.0).speed_flip("A").at(4.5).speed_flip("B")
        with pytest.raises(TooClose, match="later"):
            script.file()

    def test_what_these_players_cannot_do(self) -> None:
        script = Script(PLAYERS)
        with pytest.raises(NotPossible, match="nobody is called"):
            script.at(4.0).jumps("Z")
        with pytest.raises(NotPossible, match="mates"):
            script.at(4.0).demolishes("A", "B")
        with pytest.raises(NotPossible, match="no acts"):
            script.at(4.0).does("A", "moonwalk")
        alone = Script({"A": 0}).at(4.0).does("A", "pass_play")
        with pytest.raises(NotPossible, match="more players"):
            alone.file()


class TestDocumentation:
    def test_the_example_of_the_page_is_this_one(self) -> None:
        page = (Path(__file__).parents[3] / "docs" / "scripts.md").read_text(encoding="utf-8")
        code = page.split("```python\n")[1].split("```")[0]
        known: dict[str, Any] = {}
        exec(code, known)
        assert known["data"] == example().file()
        assert known["truth"] == example().labels()
