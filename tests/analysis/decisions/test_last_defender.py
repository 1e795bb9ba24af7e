"""Alone between the ball and the own goal."""

from __future__ import annotations

from tests.builders.choreography import Choreography, beside


def last_man(*, mate_y: float = 3000.0, stops_at: float | None = 3.0) -> Choreography:
    """Bob brings the ball from y = -500 to -2,800 in 2 s; Ann waits at -4,000 and may clear it."""
    play = Choreography(seconds=6)
    end = (0.0, -2800.0)
    if stops_at is None:
        play.car("Ann", 0, (0, (600, -4000)))
        play.ball((0, (0, -500)), (1.0, (0, -500)), (3.0, end), (4.5, (0, -5300)))
    else:
        play.car("Ann", 0, (0, (0, -4000)), (2, (0, -4000)), (stops_at, beside(end, 0)))
        play.ball((0, (0, -500)), (1.0, (0, -500)), (stops_at, end), (6, (0, 500)))
        play.touch(0, stops_at)
    play.car("Abe", 0, (0, (1500, mate_y)))
    play.car("Bob", 1, (0, (0, 900)), (1.0, beside((0, -500), 1)), (3.0, (0, end[1] + 500)))
    play.touch(1, 1.0)
    return play


class TestLastDefender:
    def test_his_touch_stops_the_attack(self) -> None:
        found = last_man().found()
        assert found.kinds("last_defender") == [("Ann", "stopped")]
        assert found.field("last_defender", "attackers") == [1]
        assert found.field("last_defender", "is_success") == [True]

    def test_a_goal_past_him(self) -> None:
        play = last_man(stops_at=None)
        play.goal("Bob", 1, 4.4)
        found = play.found()
        assert found.kinds("last_defender") == [("Ann", "conceded")]
        assert found.field("last_defender", "is_success") == [False]

    def test_a_ball_that_comes_to_nothing_relieves_him(self) -> None:
        assert last_man(stops_at=None).found().kinds("last_defender") == [("Ann", "relieved")]

    def test_a_mate_beside_him_is_no_last_man(self) -> None:
        assert last_man(mate_y=-4200).found().kinds("last_defender") == []
