"""Medians, ratios and the two forms of a speed run, without measuring anything."""

import json
from pathlib import Path

import pytest

from benchmarks.speed.measure import MEASURES, FileTimes, medians, replay_files
from benchmarks.speed.render import Run, as_json, as_markdown
from tests.builders.replay_bytes import header, replay, str_prop


def make_times(name: str, size: int, *, raw: float | None, total: float) -> FileTimes:
    values: dict[str, float | None] = dict.fromkeys(MEASURES)
    values |= {"raw_cpu_s": raw, "tables_cpu_s": total / 2, "total_cpu_s": total}
    values |= {"peer_cpu_s": 20 * total, "peak_rss_mb": 90.0}
    return FileTimes(f"/somewhere/{name}", size, values)


def make_run(*files: FileTimes) -> Run:
    return Run([*files], "native", "release", "A processor, 2 cores", "abc123")


class TestMedians:
    def test_ratios_are_taken_per_file(self) -> None:
        files = [
            make_times("a", 1, raw=0.01, total=0.1),
            make_times("b", 1, raw=0.02, total=0.1),
            make_times("c", 1, raw=0.05, total=0.2),
        ]
        table = medians(files)
        assert table["total_cpu_s"] == 0.1
        assert table["ratio_to_raw"] == pytest.approx(5.0)
        assert table["tables_to_raw"] == pytest.approx(2.5)
        assert table["times_faster_than_peer"] == pytest.approx(20.0)

    def test_what_was_not_measured_has_no_median(self) -> None:
        table = medians([make_times("a", 1, raw=None, total=0.1)])
        assert table["raw_cpu_s"] is None
        assert table["ratio_to_raw"] is None


class TestAsJson:
    def test_shape(self) -> None:
        small = make_times("a.replay", 10_000, raw=0.01, total=0.1)
        full = make_times("b.replay", 700_000, raw=0.01, total=0.3)
        result = json.loads(json.dumps(as_json(make_run(small, full))))
        keys = {*MEASURES, "ratio_to_raw", "tables_to_raw", "times_faster_than_peer"}
        assert set(result["median"]) == keys
        assert set(result["files"][0]) == {*keys, "path", "size_bytes", "errors"}
        assert result["median"]["total_cpu_s"] == pytest.approx(0.2)
        assert result["median_full_length"]["total_cpu_s"] == pytest.approx(0.3)
        assert result["decoder"] == "native"
        assert result["build_profile"] == "release"

    def test_a_file_that_failed_takes_no_part(self) -> None:
        failed = FileTimes("x", 1, dict.fromkeys(MEASURES), ("timings: no",))
        good = make_times("b.replay", 700_000, raw=0.01, total=0.3)
        assert as_json(make_run(failed, good))["median"] == as_json(make_run(good))["median"]


class TestAsMarkdown:
    def test_names_machine_and_commit_but_no_path(self) -> None:
        page = as_markdown(make_run(make_times("b.replay", 700_000, raw=0.01, total=0.3)))
        assert "A processor, 2 cores" in page
        assert "abc123" in page
        assert "`b.replay`" in page
        assert "/somewhere" not in page


class TestReplayFiles:
    def test_folders_are_searched_and_nothing_comes_twice(self, tmp_path: Path) -> None:
        inner = tmp_path / "inner"
        inner.mkdir()
        one, two = tmp_path / "b.replay", inner / "a.replay"
        for path in (one, two, tmp_path / "notes.txt"):
            path.touch()
        assert replay_files([tmp_path, one]) == [one, two]

    def test_made_matches_are_left_out_of_folders(self, tmp_path: Path) -> None:
        made, real = tmp_path / "made.replay", tmp_path / "real.replay"
        made.write_bytes(replay(header(str_prop("ReplayName", "rlcoach sample 3"))))
        real.write_bytes(replay(header(str_prop("ReplayName", "My sample"))))
        assert replay_files([tmp_path]) == [real]

    def test_a_wrong_path_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            replay_files([tmp_path / "nothing"])
