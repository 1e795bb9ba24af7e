"""Rates of mechanics in whole matches, and what is flagged as absurd."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.accuracy.mechanics_page import clip_tallies, section
from benchmarks.accuracy.observed import MINUTES_FROM, Observed, observe
from benchmarks.accuracy.results import Results, summarise
from benchmarks.accuracy.score import ReplayScore
from benchmarks.clips.verdicts import ClipOutcome, ClipTally
from rlcoach.report.schema import Report
from tests.benchmarks.reports import make_events, make_match, make_player, make_report


def match_with(mode: str = "soccar", seconds: float = 300.0, **events: Any) -> Report:
    match = make_match(mode=mode, team_size=1, start_time=5.0, end_time=5.0 + seconds)
    players = [
        make_player("Ada").model_copy(update={"stats": dict.fromkeys(MINUTES_FROM, 100.0)}),
        make_player("Bob", online_id="2", team=1),
    ]
    return make_report(*players, match=match).model_copy(update={"events": events})


class TestObserve:
    def test_counts_events_of_players_over_their_minutes(self) -> None:
        found = observe(match_with(half_flip=make_events((0, 10.0), (1, 20.0), (None, 30.0))))
        assert found == Observed("1v1", 5.0, {"half_flip": 2}, ())

    @pytest.mark.parametrize("changes", [{"mode": "hoops"}, {"seconds": 30.0}])
    def test_other_modes_and_clips_are_left_out(self, changes: dict[str, Any]) -> None:
        assert observe(match_with(**changes)) is None

    def test_made_matches_are_left_out(self) -> None:
        report = match_with()
        match = report.match.model_copy(update={"is_sample": True})
        assert observe(report.model_copy(update={"match": match})) is None

    def test_matches_with_bots_are_left_out(self) -> None:
        report = match_with()
        bot = report.players[1].model_copy(update={"is_bot": True})
        assert observe(report.model_copy(update={"players": [report.players[0], bot]})) is None

    def test_more_half_flips_than_backward_dodges_are_absurd(self) -> None:
        dodges = make_events((0, 10.0), (0, 20.0), direction=["back", "forward"])
        twice = make_events((0, 10.0), (0, 20.0))
        found = observe(match_with(half_flip=twice, dodge=dodges))
        assert found is not None
        assert found.absurd == ("half_flip: more than backward dodges",)

    def test_a_reset_without_ball_contact_is_absurd(self) -> None:
        found = observe(match_with(flip_reset=make_events((0, 10.1), (0, 20.0), gap=[12.0, 45.0])))
        assert found is not None
        assert found.absurd == ("flip_reset: one without ball contact",)


def results_with(*scores: ReplayScore) -> Results:
    return summarise([], scores)


class TestSection:
    def test_rates_are_per_player_and_ten_minutes(self) -> None:
        observed = Observed("1v1", 5.0, {"half_flip": 2}, ("half_flip: more than dodges",))
        lines = section(results_with(ReplayScore("a", True, None, None, observed=observed)))
        assert "| `half_flip` | 4.00 |" in lines
        assert "Absurd: half_flip: more than dodges (1)" in lines

    def test_clips_are_added_up_over_replays(self) -> None:
        right = ClipOutcome("half_flip", is_seen=True, is_found=True)
        false = ClipOutcome("half_flip", is_seen=False, is_found=True)
        results = results_with(
            ReplayScore("a", True, None, None, clips=[right]),
            ReplayScore("b", True, None, None, clips=[false, right]),
        )
        assert clip_tallies(results) == {"half_flip": ClipTally(right=2, false=1)}
        row = next(line for line in section(results) if line.startswith("| `half_flip` | none"))
        assert "2 of 3 | 0.21 to 0.94 | 0 of 2" in row
