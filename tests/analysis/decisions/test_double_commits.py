"""Two mates at one ball."""

from __future__ import annotations

from rlcoach.synth.scripts.choreography import Choreography, beside
from rlcoach.synth.scripts.plays.challenging import both_go
from tests.builders.choreography import seen


class TestDoubleCommits:
    def test_both_at_the_ball_is_one_and_named_by_who_did_not_touch_it(self) -> None:
        found = seen(both_go((0, 500)))
        assert found.players("double_commit") == ["Abe"]
        assert found.names[found.field("double_commit", "mate")[0]] == "Ann"

    def test_waiting_for_the_mate_is_none(self) -> None:
        assert seen(both_go((0, 500), apart=1.0)).players("double_commit") == []

    def test_in_front_of_the_own_goal_everybody_must_go(self) -> None:
        assert seen(both_go((0, -4600))).players("double_commit") == []

    def test_following_up_a_kickoff_is_none(self) -> None:
        assert seen(both_go((0, 0), is_kickoff=True)).players("double_commit") == []

    def test_an_opponent_beside_him_is_no_mate(self) -> None:
        play = Choreography(seconds=4)
        play.car("Ann", 0, (0, (1000, -635)), (1.0, beside((0, 500), 0)))
        play.car("Bob", 1, (0, (-1400, 2000)), (1.1, (-120, 730)))
        play.ball((0, (0, 500)), (1.0, (0, 500)), (3.0, (0, 2500)))
        play.touch(0, 1.0)
        assert seen(play).players("double_commit") == []
