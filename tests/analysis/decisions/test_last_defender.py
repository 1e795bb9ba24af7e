"""Alone between the ball and the own goal."""

from __future__ import annotations

from rlcoach.synth.scripts.plays.defending import last_man
from tests.builders.choreography import seen


class TestLastDefender:
    def test_his_touch_stops_the_attack(self) -> None:
        found = seen(last_man())
        assert found.kinds("last_defender") == [("Ann", "stopped")]
        assert found.field("last_defender", "attackers") == [1]
        assert found.field("last_defender", "is_success") == [True]

    def test_a_goal_past_him(self) -> None:
        play = last_man(stops_at=None)
        play.goal("Bob", 1, 4.4)
        found = seen(play)
        assert found.kinds("last_defender") == [("Ann", "conceded")]
        assert found.field("last_defender", "is_success") == [False]

    def test_a_ball_that_comes_to_nothing_relieves_him(self) -> None:
        assert seen(last_man(stops_at=None)).kinds("last_defender") == [("Ann", "relieved")]

    def test_a_mate_beside_him_is_no_last_man(self) -> None:
        assert seen(last_man(mate_y=-4200)).kinds("last_defender") == []
