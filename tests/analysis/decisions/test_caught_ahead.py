"""On the wrong side of the ball."""

from __future__ import annotations

from rlcoach.synth.scripts.plays.attacking import turned_over
from rlcoach.synth.scripts.plays.defending import scored_against
from tests.builders.choreography import seen


class TestCaughtAhead:
    def test_far_upfield_at_the_deciding_touch(self) -> None:
        found = seen(scored_against(1500))
        assert found.kinds("caught_ahead") == [("Ann", "goal")]
        assert found.field("caught_ahead", "goal") == [0]
        assert found.stat("decision.caught_ahead_goals", "Ann") == 1

    def test_beaten_at_the_ball_or_between_it_and_the_goal_is_not_caught(self) -> None:
        for y in (-800, -3000):
            assert seen(scored_against(y)).kinds("caught_ahead") == []

    def test_still_upfield_when_the_ball_comes_deep_after_a_turnover(self) -> None:
        found = seen(turned_over(3000))
        assert found.kinds("caught_ahead") == [("Ann", "turnover")]
        assert found.field("caught_ahead", "goal") == [-1]

    def test_back_in_time_after_a_turnover_is_not_caught(self) -> None:
        assert seen(turned_over(-1500)).kinds("caught_ahead") == []
