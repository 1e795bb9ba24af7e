"""On the wrong side of the ball."""

from __future__ import annotations

from tests.builders.choreography import Choreography, beside


def scored_against(y: float) -> Choreography:
    """Bob shoots from y = -1,000 and scores; Ann is at `y` then."""
    play = Choreography(seconds=4)
    play.car("Ann", 0, (0, (500, y)))
    play.car("Bob", 1, (0, (0, 500)), (1.0, beside((0, -1000), 1)))
    play.ball((0, (0, -1000)), (1.0, (0, -1000)), (3.0, (0, -5300)))
    play.touch(1, 1.0)
    play.goal("Bob", 1, 3.0)
    return play


def turned_over(ann_y: float) -> Choreography:
    """Ann had the ball at y = 500, Bob takes it and brings it deep in 1.5 s; no goal."""
    play = Choreography(seconds=6)
    play.car("Ann", 0, (0, (0, -300)), (1.0, beside((0, 500), 0)), (2.0, (300, ann_y)))
    play.car("Bob", 1, (0, (0, 4500)), (2.5, beside((0, 1000), 1)))
    play.ball((0, (0, 500)), (1.0, (0, 500)), (2.5, (0, 1000)), (5.0, (0, -2800)))
    play.touch(0, 1.0)
    play.touch(1, 2.5)
    return play


class TestCaughtAhead:
    def test_far_upfield_at_the_deciding_touch(self) -> None:
        found = scored_against(1500).found()
        assert found.kinds("caught_ahead") == [("Ann", "goal")]
        assert found.field("caught_ahead", "goal") == [0]
        assert found.stat("decision.caught_ahead_goals", "Ann") == 1

    def test_beaten_at_the_ball_or_between_it_and_the_goal_is_not_caught(self) -> None:
        for y in (-800, -3000):
            assert scored_against(y).found().kinds("caught_ahead") == []

    def test_still_upfield_when_the_ball_comes_deep_after_a_turnover(self) -> None:
        found = turned_over(3000).found()
        assert found.kinds("caught_ahead") == [("Ann", "turnover")]
        assert found.field("caught_ahead", "goal") == [-1]

    def test_back_in_time_after_a_turnover_is_not_caught(self) -> None:
        assert turned_over(-1500).found().kinds("caught_ahead") == []
