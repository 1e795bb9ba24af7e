"""Jumping before the shot."""

from __future__ import annotations

import pytest

from rlcoach.synth.scripts.plays.defending import shot
from tests.builders.choreography import seen


class TestPreJumps:
    def test_before_the_shot(self) -> None:
        found = seen(shot(jump=1.6))
        assert found.players("pre_jump") == ["Ann"]
        assert found.names[found.field("pre_jump", "opponent")[0]] == "Bob"
        assert found.field("pre_jump", "early")[0] == pytest.approx(0.4, abs=0.05)
        assert found.field("pre_jump", "is_success") == [False]

    def test_it_pays_if_he_saves(self) -> None:
        assert seen(shot(jump=1.6, saves=True)).field("pre_jump", "is_success") == [True]

    @pytest.mark.parametrize("jump", [0.9, 2.1])
    def test_long_before_or_after_is_none(self, jump: float) -> None:
        assert seen(shot(jump=jump)).players("pre_jump") == []

    def test_far_from_the_goal_is_none(self) -> None:
        assert seen(shot(jump=1.6, keeper=(2500, -3600))).players("pre_jump") == []

    def test_a_ball_hit_away_is_no_shot(self) -> None:
        assert seen(shot(jump=1.6, shot_y=-1000)).players("pre_jump") == []
