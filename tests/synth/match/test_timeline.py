"""Matches from the first countdown to the end: states, the clock, kickoffs, goals, overtime."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from rlcoach.synth.match_record import (
    ClockChange,
    CountdownNumber,
    MatchRecord,
    OvertimeStart,
    RoundStart,
    Scored,
    StateChange,
    Touched,
)
from rlcoach.synth.physics.car import Controls
from rlcoach.synth.situation import Phase, Situation
from tests.builders.playing import Chaser, Scripted, happened, played, stand


@pytest.fixture(scope="module")
def match() -> MatchRecord:
    """Two against two, with goals."""
    return played([Chaser() for _ in range(4)], seed=3, match_seconds=40)


def straight(situation: Situation, me: int) -> Controls:
    """Pushes the ball on: blue is there first."""
    del me
    return Controls(throttle=1.0, boost=situation.phase is Phase.KICKOFF)


class TestStates:
    def test_follow_the_game(self, match: MatchRecord) -> None:
        names = [state.name for state in happened(match, StateChange)]
        assert names[:2] == ["Countdown", "Active"]
        assert names[-1] == "Finished"
        follows = {
            "Countdown": {"Active"},
            "Active": {"PostGoalScored", "Finished"},
            "PostGoalScored": {"Countdown", "Finished"},
        }
        assert all(after in follows[before] for before, after in pairwise(names))

    def test_happenings_are_in_order(self, match: MatchRecord) -> None:
        frames = [one.frame for one in match.happenings]
        assert frames == sorted(frames)
        assert frames[-1] < match.frame_count

    def test_recording_goes_on_after_the_end(self, match: MatchRecord) -> None:
        end = happened(match, StateChange)[-1].frame
        assert match.time[-1] - match.time[end] == pytest.approx(0.2, abs=0.05)


class TestFrames:
    def test_are_a_thirtieth_apart_or_a_tick_more(self, match: MatchRecord) -> None:
        ticks = match.delta[match.delta > 0] * 120
        assert set(np.round(ticks).tolist()) == {4.0, 5.0}
        assert np.allclose(ticks, np.round(ticks))

    def test_time_moves_on_by_delta_but_for_jumps(self, match: MatchRecord) -> None:
        steps = np.diff(match.time)
        jumps = match.delta[1:] == 0
        assert np.allclose(steps[~jumps], match.delta[1:][~jumps])
        assert jumps.sum() == len(happened(match, Scored))
        assert ((steps[jumps] > 3.5) & (steps[jumps] < 12)).all()

    def test_does_not_begin_at_zero(self, match: MatchRecord) -> None:
        assert match.time[0] > 3
        assert match.delta[0] == 0


class TestCountdown:
    def test_shows_numbers_and_takes_four_seconds(self, match: MatchRecord) -> None:
        begins = [one.frame for one in happened(match, StateChange) if one.name == "Countdown"]
        numbers = happened(match, CountdownNumber)
        rounds = happened(match, RoundStart)
        assert [one.value for one in numbers] == [3, 2, 1, 0] * len(begins)
        assert [one.number for one in rounds] == list(range(1, len(begins) + 1))
        for begin, start in zip(begins, rounds, strict=True):
            assert match.time[start.frame] - match.time[begin] == pytest.approx(4.0, abs=0.05)

    def test_nothing_moves(self, match: MatchRecord) -> None:
        start = happened(match, RoundStart)[0].frame
        assert (match.cars.body[: start + 1] == match.cars.body[0]).all()
        assert match.ball.body[start, :2].tolist() == [0.0, 0.0]


class TestKickoff:
    def test_cars_stand_mirrored_with_a_third_of_boost(self, match: MatchRecord) -> None:
        for start in happened(match, RoundStart):
            bodies, boost = match.cars.body[start.frame], match.cars.boost_pct[start.frame]
            places = [tuple(np.round(row[:2]).tolist()) for row in bodies]
            mirrored = {(-x, -y) for x, y in places[2:]}
            assert set(places[:2]) == mirrored
            assert boost == pytest.approx([100 / 3] * 4)
            assert bodies[:, 2] == pytest.approx([17.0] * 4)

    def test_cars_look_up_the_field(self, match: MatchRecord) -> None:
        rotation = match.cars.body[0, :, 3:7]
        ahead = 2 * rotation[:, 2] * rotation[:, 3]
        assert (ahead[:2] > 0.7).all()
        assert (ahead[2:] < -0.7).all()

    def test_begins_new_lives(self, match: MatchRecord) -> None:
        lives = [match.ball.life[one.frame] for one in happened(match, RoundStart)]
        assert lives == list(range(len(lives)))
        for one in happened(match, StateChange):
            if one.name == "Countdown" and one.frame:
                before, now = match.cars.life[one.frame - 1], match.cars.life[one.frame]
                assert (now > before).all()


class TestClock:
    def test_starts_at_the_first_touch(self, match: MatchRecord) -> None:
        first = next(one for one in happened(match, Touched) if one.is_first)
        shown = happened(match, ClockChange)
        assert [one.seconds for one in shown[:2]] == [40, 39]
        assert match.time[shown[1].frame] - first.seconds == pytest.approx(1.0, abs=0.05)

    def test_starts_by_itself_when_nobody_plays(self) -> None:
        match = played([Scripted(stand)] * 2, match_seconds=3)
        shown = happened(match, ClockChange)
        start = happened(match, RoundStart)[0].frame
        assert [one.seconds for one in shown] == [3, 2, 1, 0]
        assert match.time[shown[1].frame] - match.time[start] == pytest.approx(6.0, abs=0.05)

    def test_shows_every_second_down_to_zero(self, match: MatchRecord) -> None:
        assert [one.seconds for one in happened(match, ClockChange)] == list(range(40, -1, -1))

    def test_the_end_waits_for_the_ball(self, match: MatchRecord) -> None:
        end = happened(match, StateChange)[-1].frame
        assert happened(match, ClockChange)[-1].frame <= end
        assert match.ball.body[end - 1, 2] < 130


class TestOvertime:
    def test_follows_a_level_match_and_ends_with_a_goal(self) -> None:
        brains = [Scripted(straight), Scripted(stand)]
        match = played(brains, seed=1, match_seconds=1, has_overtime=True)
        start = happened(match, OvertimeStart)[0].frame
        assert [one.name for one in happened(match, StateChange) if one.frame == start] == [
            "Countdown"
        ]
        assert match.delta[start] > 0
        shown = [one.seconds for one in happened(match, ClockChange) if one.frame > start]
        assert shown[:2] == [1, 2]
        assert len(happened(match, Scored)) == 1
        assert not match.is_unfinished

    def test_without_it_a_match_ends_level(self) -> None:
        match = played([Scripted(stand)] * 2, match_seconds=1)
        assert happened(match, StateChange)[-1].name == "Finished"
        assert not happened(match, OvertimeStart)
