"""Writing scripted files, and scoring them by the command for real ones."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.accuracy.__main__ import main as accuracy
from benchmarks.accuracy.compare import Events, Verdict, judge
from benchmarks.accuracy.labels import Label
from benchmarks.accuracy.score import Scored
from benchmarks.scripts.__main__ import main
from benchmarks.scripts.tally import Tally, tally


def label(kind: str, value: list[float] | int, **more: object) -> Label:
    return Label("a.replay", "event.flick", "Ada", value, kind, "scripted", **more)  # type: ignore[arg-type]


class TestCommand:
    def test_written_files_are_scored_like_real_ones(self, tmp_path: Path) -> None:
        arguments = ["--jobs", "1", "write", "--out", str(tmp_path), "--instances", "2"]
        assert main([*arguments, "--only", "speed_flip", "hostile"]) == 0
        names = sorted(path.name for path in (tmp_path / "replays").iterdir())
        assert names == ["hostile-1.replay", "speed_flip-1.replay"]
        results = tmp_path / "results.json"
        paths = ["--labels", tmp_path / "labels.jsonl", "--replays", tmp_path / "replays"]
        paths += ["--headers", tmp_path / "headers.json", "--json", results]
        assert accuracy([*map(str, paths), "--jobs", "1"]) == 0
        found = json.loads(results.read_text(encoding="utf-8"))
        assert found["facts"]["event.speed_flip"]["labels"] >= 8
        assert found["misses"] == []
        assert found["header_misses"] == []
        assert found["headers"]["goals"]["checked"] == 12

    def test_the_same_files_are_written_again(self, tmp_path: Path) -> None:
        for name in ("one", "other"):
            arguments = ["--jobs", "1", "write", "--out", str(tmp_path / name)]
            main([*arguments, "--instances", "1", "--only", "stall"])
        one, other = (
            [path.read_bytes() for path in sorted((tmp_path / name).rglob("*.*"))]
            for name in ("one", "other")
        )
        assert one == other


class TestSpans:
    EVENTS = Events(times=(1.0, 5.0), frames=(30, 150), end_times=(2.0, 6.0))

    def test_a_moment_within_an_event_meets_it(self) -> None:
        verdict, _ = judge(label("times", [1.5, 6.2], tolerance=0.25), self.EVENTS)
        assert verdict is Verdict.MET

    def test_a_moment_beside_it_does_not(self) -> None:
        assert judge(label("times", [2.5], tolerance=0.25), self.EVENTS)[0] is Verdict.WRONG

    def test_one_event_answers_for_one_moment(self) -> None:
        assert judge(label("times", [1.2, 1.8], tolerance=0.25), self.EVENTS)[0] is Verdict.WRONG


class TestTally:
    def test_counts_found_false_and_fired(self) -> None:
        scored = [
            Scored(label("times", [1.0, 2.0]), Verdict.MET, [1.0, 2.0]),
            Scored(label("times", [7.0]), Verdict.WRONG, [1.0, 2.0]),
            Scored(label("exact", 2), Verdict.WRONG, [1.0, 2.0, 3.0]),
            Scored(label("none_expected", 0), Verdict.MET, []),
            Scored(label("none_expected", 0), Verdict.WRONG, [9.0]),
        ]
        found = tally(scored)
        assert found == Tally(expected=3, found=2, false=2, near_misses=2, fired=1)
        assert len(found.failures) == 3
        assert found.recall == 2 / 3
        assert found.precision == 0.5
