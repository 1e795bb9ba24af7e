"""Retreating in front of the attacker."""

from __future__ import annotations

from tests.builders.choreography import Choreography, Place, beside


def attack(start: Place, end: Place, *, carrier_y: float = 135.0) -> Choreography:
    """Bob pushes the ball from y = 1,500 to -2,500 in 3 s; Ann drives from start to end."""
    play = Choreography(seconds=5)
    play.car("Ann", 0, (0, start), (1.0, start), (4.0, end))
    ball, goal = (0, 1500), (0, -2500)
    play.car("Bob", 1, (0, (0, 3000)), (1.0, beside(ball, 1)), (4.0, (0, goal[1] + carrier_y)))
    play.ball((0, ball), (1.0, ball), (4.0, goal))
    play.touch(1, 1.0)
    return play


class TestShadowDefence:
    def test_goal_side_and_as_fast_as_the_ball(self) -> None:
        found = attack((300, 200), (200, -3800)).found()
        assert found.players("shadow_defence") == ["Ann"]
        assert found.field("shadow_defence", "seconds")[0] > 2
        assert found.field("shadow_defence", "is_success") == [True]

    def test_going_at_the_attacker_is_none(self) -> None:
        assert attack((0, -4000), (0, -2700)).found().players("shadow_defence") == []

    def test_driving_beside_the_ball_is_none(self) -> None:
        assert attack((700, 1500), (700, -2400)).found().players("shadow_defence") == []

    def test_leaving_the_lane_is_none(self) -> None:
        assert attack((2500, 200), (2500, -3800)).found().players("shadow_defence") == []

    def test_a_loose_ball_is_nobody_to_shadow(self) -> None:
        found = attack((300, 200), (200, -3800), carrier_y=4500).found()
        assert found.players("shadow_defence") == [] or (
            found.field("shadow_defence", "seconds")[0] < 1.5
        )
