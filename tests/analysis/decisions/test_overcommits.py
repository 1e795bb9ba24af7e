"""Nobody back when the ball is lost."""

from __future__ import annotations

import pytest

from tests.builders.choreography import Choreography, beside


def lost_ball(last_man_y: float, *, mates: int = 2) -> Choreography:
    """Ann has the ball until Bob takes it at y = 2,000 and sends it back."""
    play = Choreography(seconds=6)
    play.car(
        "Ann", 0, (0, (0, 400)), (1.0, beside((0, 1000), 0)), (3, (300, 2600)), (6, (300, 4000))
    )
    if mates > 1:
        play.car("Abe", 0, (0, (900, last_man_y)), (6, (900, last_man_y + 50)))
    play.car("Bob", 1, (0, (0, 4500)), (3.0, beside((0, 2000), 1)), (6, (0, 0)))
    play.ball((0, (0, 1000)), (1.0, (0, 1000)), (3.0, (0, 2000)), (6.0, (0, -1500)))
    play.touch(0, 1.0)
    play.touch(1, 3.0)
    return play


class TestOvercommits:
    def test_all_ahead_of_the_lost_ball(self) -> None:
        found = lost_ball(2500).found()
        assert found.players("overcommit") == ["Abe"]
        assert found.field("overcommit", "ahead")[0] == pytest.approx(500, abs=60)
        assert found.names[found.field("overcommit", "opponent")[0]] == "Bob"
        assert found.field("overcommit", "is_success") == [True]

    def test_one_who_stayed_back_is_enough(self) -> None:
        assert lost_ball(-2000).found().players("overcommit") == []

    def test_alone_nobody_can_stay_back(self) -> None:
        assert lost_ball(0, mates=1).found().players("overcommit") == []

    def test_a_goal_that_follows_punishes_it(self) -> None:
        play = lost_ball(2500)
        play.goal("Bob", 1, 5.5)
        assert play.found().field("overcommit", "is_success") == [False]
