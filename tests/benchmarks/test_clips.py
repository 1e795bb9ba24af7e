"""Moments for review: what may be drawn, and how verdicts are counted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.clips.moments import POOLS, Moment, found, look_alikes
from benchmarks.clips.verdicts import ClipTally, Verdict, is_found, load, outcomes, write
from rlcoach import EVENTS
from rlcoach.report.schema import Report
from tests.benchmarks.reports import make_events, make_player, make_report


def report_with(**events: Any) -> Report:
    report = make_report(make_player("Ada"), make_player("Bob", online_id="2"))
    return report.model_copy(update={"events": events})


def verdict(**changes: Any) -> Verdict:
    values: dict[str, Any] = {
        "clip": 1,
        "kind": "half_flip",
        "replay": "a.replay",
        "sha256": "0" * 64,
        "player": 0,
        "time": 10.0,
        "drawn_as": "found",
        "verdict": "yes",
        "reason": "The nose goes over the top and the car drives on the other way.",
    }
    return Verdict(**{**values, **changes})


class TestMoments:
    def test_what_was_found_is_a_moment(self) -> None:
        report = report_with(half_flip=make_events((0, 10.0), (None, 12.0), end=0.8))
        assert found(report, "half_flip") == [Moment(0, 10.0, 10.8)]

    def test_a_kind_the_report_lacks_has_none(self) -> None:
        assert found(report_with(), "half_flip") == []
        assert look_alikes(report_with(), "half_flip") == []

    def test_look_alikes_are_kept_apart_from_what_was_found(self) -> None:
        dodges = make_events(
            (0, 10.0), (0, 11.0), (0, 15.0), (1, 10.0), direction=["back", "back", "back", "back"]
        )
        report = report_with(half_flip=make_events((0, 10.0)), dodge=dodges)
        assert [(one.player, one.start) for one in look_alikes(report, "half_flip")] == [
            (0, 15.0),
            (1, 10.0),
        ]

    def test_look_alikes_must_look_alike(self) -> None:
        dodges = make_events((0, 10.0), (0, 20.0), direction=["forward", "back_left"])
        found_alike = look_alikes(report_with(dodge=dodges), "half_flip")
        assert [one.start for one in found_alike] == [20.0]

    def test_every_pool_is_of_kinds_there_are(self) -> None:
        assert {pool.kind for pool in POOLS.values()} <= EVENTS.keys()


class TestVerdicts:
    @pytest.mark.parametrize(("time", "fires"), [(9.9, True), (10.9, True), (11.5, False)])
    def test_a_detector_answers_for_a_moment_it_is_close_to(self, time: float, fires: bool) -> None:
        report = report_with(half_flip=make_events((0, time)))
        assert is_found(verdict(time=10.4), report) is fires

    def test_another_player_does_not_answer(self) -> None:
        report = report_with(half_flip=make_events((1, 10.0)))
        assert not is_found(verdict(), report)

    def test_the_unsure_and_other_files_are_left_out(self) -> None:
        report = report_with(half_flip=make_events((0, 10.0)))
        asked = [verdict(), verdict(verdict="unsure"), verdict(replay="b.replay")]
        assert [one.is_found for one in outcomes("a.replay", report, asked)] == [True]

    def test_the_four_ways_it_may_go(self) -> None:
        tally = ClipTally()
        for is_seen, is_there in ((True, True), (False, True), (True, False), (False, False)):
            tally = tally.plus(is_seen=is_seen, is_found=is_there)
        assert tally == ClipTally(right=1, false=1, missed=1, passed=1)

    def test_are_kept_in_order_of_clips(self, tmp_path: Path) -> None:
        path = tmp_path / "verdicts.jsonl"
        write([verdict(clip=2), verdict(clip=1)], path)
        assert [one.clip for one in load(path)] == [1, 2]

    def test_without_a_file_there_are_none(self, tmp_path: Path) -> None:
        assert load(tmp_path / "none.jsonl") == []
