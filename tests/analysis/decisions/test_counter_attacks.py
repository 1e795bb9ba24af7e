"""From the own third into the other half."""

from __future__ import annotations

import pytest

from rlcoach.synth.scripts.plays.attacking import counter
from tests.builders.choreography import seen


class TestCounterAttacks:
    def test_is_named_by_who_won_the_ball(self) -> None:
        found = seen(counter())
        assert found.players("counter_attack") == ["Ann"]
        assert found.field("counter_attack", "seconds")[0] == pytest.approx(2.5, abs=0.1)
        assert found.field("counter_attack", "touches") == [2]
        assert found.field("counter_attack", "is_success") == [False]

    def test_a_slow_one_is_none(self) -> None:
        assert seen(counter(second_at=8.0)).players("counter_attack") == []

    def test_a_ball_won_in_midfield_is_none(self) -> None:
        assert seen(counter(won_y=-1500)).players("counter_attack") == []
