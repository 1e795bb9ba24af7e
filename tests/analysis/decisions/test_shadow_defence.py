"""Retreating in front of the attacker."""

from __future__ import annotations

from rlcoach.synth.scripts.plays.defending import attack
from tests.builders.choreography import seen


class TestShadowDefence:
    def test_goal_side_and_as_fast_as_the_ball(self) -> None:
        found = seen(attack((300, 200), (200, -3800)))
        assert found.players("shadow_defence") == ["Ann"]
        assert found.field("shadow_defence", "seconds")[0] > 2
        assert found.field("shadow_defence", "is_success") == [True]

    def test_going_at_the_attacker_is_none(self) -> None:
        assert seen(attack((0, -4000), (0, -2700))).players("shadow_defence") == []

    def test_driving_beside_the_ball_is_none(self) -> None:
        assert seen(attack((700, 1500), (700, -2400))).players("shadow_defence") == []

    def test_leaving_the_lane_is_none(self) -> None:
        assert seen(attack((2500, 200), (2500, -3800))).players("shadow_defence") == []

    def test_a_loose_ball_is_nobody_to_shadow(self) -> None:
        found = seen(attack((300, 200), (200, -3800), carrier_y=4500))
        assert found.players("shadow_defence") == [] or (
            found.field("shadow_defence", "seconds")[0] < 1.5
        )
