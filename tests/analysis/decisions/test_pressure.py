"""Keeping the ball in the opponents' half."""

from __future__ import annotations

from rlcoach.synth.scripts.plays.attacking import siege
from tests.builders.choreography import seen


class TestPressure:
    def test_a_spell_is_the_teams(self) -> None:
        found = seen(siege())
        assert found.players("pressure") == [""]
        assert found.field("pressure", "team") == [0]
        assert found.field("pressure", "touches") == [3]
        assert found.field("pressure", "seconds")[0] > 6

    def test_a_ball_that_is_back_at_once_has_not_left(self) -> None:
        assert len(seen(siege(away_seconds=0.3)).players("pressure")) == 1

    def test_one_touch_is_a_clear(self) -> None:
        assert seen(siege(touches=1)).players("pressure") == []
