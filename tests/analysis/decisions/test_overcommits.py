"""Nobody back when the ball is lost."""

from __future__ import annotations

import pytest

from rlcoach.synth.scripts.plays.attacking import lost_ball
from tests.builders.choreography import seen


class TestOvercommits:
    def test_all_ahead_of_the_lost_ball(self) -> None:
        found = seen(lost_ball(2500))
        assert found.players("overcommit") == ["Abe"]
        assert found.field("overcommit", "ahead")[0] == pytest.approx(500, abs=60)
        assert found.names[found.field("overcommit", "opponent")[0]] == "Bob"
        assert found.field("overcommit", "is_success") == [True]

    def test_one_who_stayed_back_is_enough(self) -> None:
        assert seen(lost_ball(-2000)).players("overcommit") == []

    def test_alone_nobody_can_stay_back(self) -> None:
        assert seen(lost_ball(0, mates=1)).players("overcommit") == []

    def test_a_goal_that_follows_punishes_it(self) -> None:
        play = lost_ball(2500)
        play.goal("Bob", 1, 5.5)
        assert seen(play).field("overcommit", "is_success") == [False]
