"""Jumping before the shot."""

from __future__ import annotations

import pytest

from tests.builders.choreography import Choreography, Place, beside


def shot(
    *, jump: float, keeper: Place = (0, -4800), shot_y: float = -5300, saves: bool = False
) -> Choreography:
    """Bob hits the ball at y = -3,000 at 2 s; Ann at `keeper` jumps when told."""
    play = Choreography(seconds=5)
    spot = (0.0, -3000.0)
    x, y = keeper[0], keeper[1]
    play.car(
        "Ann", 0, (0, (x, y - 5)), (jump, keeper), (jump + 0.5, (x, y, 220)), (jump + 1.0, keeper)
    )
    play.car("Bob", 1, (0, (0, -1500)), (2.0, beside(spot, 1)))
    stop = (2.8, (0, y + 135)) if saves else (3.2, (0, shot_y))
    play.ball((0, spot), (2.0, spot), stop, (4.8, (1500, stop[1][1] + 500)))
    play.touch(1, 2.0)
    if saves:
        play.touch(0, 2.8)
    play.jump("Ann", jump)
    return play


class TestPreJumps:
    def test_before_the_shot(self) -> None:
        found = shot(jump=1.6).found()
        assert found.players("pre_jump") == ["Ann"]
        assert found.names[found.field("pre_jump", "opponent")[0]] == "Bob"
        assert found.field("pre_jump", "early")[0] == pytest.approx(0.4, abs=0.05)
        assert found.field("pre_jump", "is_success") == [False]

    def test_it_pays_if_he_saves(self) -> None:
        assert shot(jump=1.6, saves=True).found().field("pre_jump", "is_success") == [True]

    @pytest.mark.parametrize("jump", [0.9, 2.1])
    def test_long_before_or_after_is_none(self, jump: float) -> None:
        assert shot(jump=jump).found().players("pre_jump") == []

    def test_far_from_the_goal_is_none(self) -> None:
        assert shot(jump=1.6, keeper=(2500, -3600)).found().players("pre_jump") == []

    def test_a_ball_hit_away_is_no_shot(self) -> None:
        assert shot(jump=1.6, shot_y=-1000).found().players("pre_jump") == []
