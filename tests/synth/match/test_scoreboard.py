"""Who gets what for touches, shots, saves, goals and assists."""

from __future__ import annotations

import pytest

from rlcoach.synth.match.flight import threat_of
from rlcoach.synth.match.log import Log
from rlcoach.synth.match.scoreboard import Scoreboard
from rlcoach.synth.match_record import Saved, StatRise
from rlcoach.synth.physics.ball import Ball

TEAMS = (0, 0, 1, 1)
AT_GOAL = Ball((0.0, 3000.0, 300.0), (0.0, 2000.0, 200.0))
"""On its way into the goal of team 1, there in about a second."""
AWAY = Ball((0.0, 4000.0, 300.0), (1500.0, -1500.0, 300.0))


class Board:
    """A scoreboard, and what it says."""

    def __init__(self) -> None:
        self.log = Log(len(TEAMS))
        self.board = Scoreboard(TEAMS, self.log)

    def touch(self, player: int, ball: Ball, seconds: float) -> None:
        """A touch that sends the ball on like this."""
        self.board.touch(player, seconds, ball)
        self.board.judge(ball, seconds)
        self.board.watch(seconds)

    def numbers(self, name: str) -> dict[int, int]:
        """By player, the newest value."""
        rises = [one for one in self.log.happenings if isinstance(one, StatRise)]
        return {one.player: one.value for one in rises if one.name == name}

    def saves(self) -> list[Saved]:
        return [one for one in self.log.happenings if isinstance(one, Saved)]


class TestThreat:
    @pytest.mark.parametrize(
        ("place", "velocity", "goal"),
        [
            ((0.0, 3000.0, 300.0), (0.0, 2000.0, 200.0), 1),
            ((0.0, -3000.0, 93.0), (100.0, -1500.0, 0.0), 0),
            ((2000.0, 3000.0, 300.0), (-1500.0, 1600.0, 200.0), 1),
            ((0.0, 3000.0, 300.0), (0.0, -2000.0, 200.0), None),
            ((0.0, 3000.0, 300.0), (1500.0, 1500.0, 200.0), None),
            ((0.0, 4000.0, 900.0), (0.0, 2500.0, 600.0), None),
            ((0.0, -4000.0, 93.0), (0.0, 2000.0, 0.0), None),
            ((0.0, 3000.0, 93.0), (0.0, 0.0, 0.0), None),
        ],
    )
    def test_is_a_ball_aimed_at_a_goal(
        self,
        place: tuple[float, float, float],
        velocity: tuple[float, float, float],
        goal: int | None,
    ) -> None:
        threat = threat_of(Ball(place, velocity))
        assert (threat.goal if threat else None) == goal

    def test_says_when_the_ball_is_there(self) -> None:
        ball = Ball(AT_GOAL.position, AT_GOAL.velocity)
        threat = threat_of(ball)
        ticks = 0
        while ball.position[1] < 5124.25:
            ball.tick()
            ticks += 1
        assert threat is not None
        assert threat.seconds == pytest.approx(ticks / 120, abs=0.04)


class TestShots:
    def test_count_when_the_ball_is_close(self) -> None:
        board = Board()
        board.touch(0, AT_GOAL, 10.0)
        assert not board.numbers("MatchShots")
        board.board.watch(10.6)
        assert board.numbers("MatchShots") == {0: 1}
        board.board.watch(10.7)
        assert board.numbers("MatchShots") == {0: 1}

    def test_not_at_the_own_goal(self) -> None:
        board = Board()
        board.touch(2, AT_GOAL, 10.0)
        board.board.watch(10.9)
        assert not board.numbers("MatchShots")

    def test_not_when_turned_away_early(self) -> None:
        board = Board()
        board.touch(0, AT_GOAL, 10.0)
        board.touch(2, AWAY, 10.2)
        board.board.watch(11.0)
        assert not board.numbers("MatchShots")
        assert not board.saves()


class TestSaves:
    def test_turn_a_ball_away_that_is_close(self) -> None:
        board = Board()
        board.touch(0, AT_GOAL, 10.0)
        board.touch(2, AWAY, 10.5)
        assert board.numbers("MatchSaves") == {2: 1}
        assert board.numbers("MatchShots") == {0: 1}
        assert [(one.player, one.is_epic) for one in board.saves()] == [(2, False)]
        assert board.numbers("MatchScore") == {0: 12, 2: 72}

    def test_are_epic_on_the_line(self) -> None:
        board = Board()
        board.touch(0, AT_GOAL, 10.0)
        board.touch(2, AWAY, 10.95)
        assert [(one.player, one.is_epic) for one in board.saves()] == [(2, True)]

    def test_not_if_the_ball_still_goes_in(self) -> None:
        board = Board()
        board.touch(0, AT_GOAL, 10.0)
        board.touch(2, AT_GOAL, 10.6)
        assert not board.saves()

    def test_not_by_the_attackers(self) -> None:
        board = Board()
        board.touch(0, AT_GOAL, 10.0)
        board.touch(1, AWAY, 10.6)
        assert not board.saves()


class TestGoals:
    def test_count_for_who_touched_last(self) -> None:
        board = Board()
        board.touch(0, AT_GOAL, 10.0)
        board.board.watch(10.8)
        goal = board.board.goal(0, 11.0, AT_GOAL)
        assert (goal.team, goal.scorer, goal.assister, goal.is_own) == (0, 0, None, False)
        assert board.numbers("MatchGoals") == {0: 1}
        assert board.numbers("MatchShots") == {0: 1}
        assert board.numbers("MatchScore") == {0: 112}
        assert board.board.score == [1, 0]

    def test_a_team_mate_who_touched_shortly_before_assists(self) -> None:
        board = Board()
        board.touch(1, AWAY, 7.0)
        board.touch(0, AT_GOAL, 10.0)
        assert board.board.goal(0, 11.0, AT_GOAL).assister == 1
        assert board.numbers("MatchAssists") == {1: 1}

    def test_not_one_who_touched_long_ago_or_before_the_kickoff(self) -> None:
        board = Board()
        board.touch(1, AWAY, 2.0)
        board.touch(0, AT_GOAL, 10.0)
        assert board.board.goal(0, 11.0, AT_GOAL).assister is None
        board.board.begin_round()
        board.touch(1, AT_GOAL, 12.0)
        assert board.board.goal(0, 13.0, AT_GOAL).assister is None

    def test_deflected_shots_are_no_own_goals(self) -> None:
        board = Board()
        board.touch(0, AT_GOAL, 10.0)
        board.touch(2, AT_GOAL, 10.6)
        goal = board.board.goal(0, 11.0, AT_GOAL)
        assert (goal.scorer, goal.is_own) == (0, False)

    def test_own_goals_count_for_the_last_attacker(self) -> None:
        board = Board()
        board.touch(0, AWAY, 9.0)
        board.touch(2, AT_GOAL, 10.0)
        goal = board.board.goal(0, 11.0, AT_GOAL)
        assert (goal.scorer, goal.is_own) == (0, True)

    def test_own_goals_without_an_attacker_count_for_nobody(self) -> None:
        board = Board()
        board.touch(2, AT_GOAL, 10.0)
        goal = board.board.goal(0, 11.0, AT_GOAL)
        assert (goal.scorer, goal.is_own) == (None, True)
        assert not board.numbers("MatchGoals")

    def test_nobody_need_have_touched_the_ball(self) -> None:
        goal = Board().board.goal(1, 11.0, AT_GOAL)
        assert (goal.scorer, goal.is_own) == (None, False)


class TestPoints:
    def test_touches_give_two_at_most_once_a_second(self) -> None:
        board = Board()
        for seconds in (1.0, 1.3, 1.6, 2.1):
            board.touch(0, Ball(), seconds)
        assert board.numbers("MatchScore") == {0: 4}

    def test_clears_and_centres_give_more(self) -> None:
        board = Board()
        board.touch(0, Ball((0.0, -4000.0, 93.0), (0.0, 2000.0, 100.0)), 1.0)
        board.touch(1, Ball((2500.0, 4000.0, 93.0), (-1200.0, 100.0, 300.0)), 3.0)
        board.touch(2, Ball((0.0, 4000.0, 93.0), (800.0, -1800.0, 100.0)), 5.0)
        assert board.numbers("MatchScore") == {0: 22, 1: 12, 2: 22}
