"""The benchmark of simulated matches."""

from __future__ import annotations

import pytest

from benchmarks.synth.speed import main, measure


class TestMeasure:
    def test_splits_the_time_of_a_match(self) -> None:
        times = measure(1, team_size=1, match_seconds=2)
        assert times.simulating > 0
        assert times.thinking >= 0
        assert times.total >= times.simulating
        assert times.recorded_seconds > 2 + 4


class TestCommand:
    def test_prints_a_row_per_match_and_the_median(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["--seeds", "2", "--team-size", "1", "--seconds", "2"]) == 0
        printed = capsys.readouterr().out
        assert "median" in printed
