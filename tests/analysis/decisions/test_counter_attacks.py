"""From the own third into the other half."""

from __future__ import annotations

import pytest

from tests.builders.choreography import Choreography, beside


def counter(*, second_at: float = 4.5, won_y: float = -3000.0) -> Choreography:
    """Bob attacks, Ann wins the ball at `won_y` at 2 s, Abe touches it at y = 1,200."""
    play = Choreography(seconds=9)
    won, on = (0.0, won_y), (0.0, 1200.0)
    play.car("Bob", 1, (0, (0, 0)), (0.5, beside((0, -1000), 1)), (3, (500, -3000)))
    play.car("Ann", 0, (0, (0, won_y - 1200)), (2.0, beside(won, 0)))
    play.car("Abe", 0, (0, (0, -800)), (second_at, beside(on, 0)))
    play.ball((0, (0, -1000)), (0.5, (0, -1000)), (2.0, won), (second_at, on), (9, (600, 3500)))
    play.touch(1, 0.5)
    play.touch(0, 2.0)
    return play


class TestCounterAttacks:
    def test_is_named_by_who_won_the_ball(self) -> None:
        found = counter().found()
        assert found.players("counter_attack") == ["Ann"]
        assert found.field("counter_attack", "seconds")[0] == pytest.approx(2.5, abs=0.1)
        assert found.field("counter_attack", "touches") == [2]
        assert found.field("counter_attack", "is_success") == [False]

    def test_a_slow_one_is_none(self) -> None:
        assert counter(second_at=8.0).found().players("counter_attack") == []

    def test_a_ball_won_in_midfield_is_none(self) -> None:
        assert counter(won_y=-1500).found().players("counter_attack") == []
