"""Two mates at one ball."""

from __future__ import annotations

from tests.builders.choreography import Choreography, Place, beside


def both_go(ball: Place, *, apart: float = 0.0, is_kickoff: bool = False) -> Choreography:
    """Ann touches the ball at 1 s; Abe comes at it from the other wing, `apart` seconds later."""
    x, y = ball[0], ball[1]
    play = Choreography(seconds=4, is_kickoff=is_kickoff)
    play.car("Ann", 0, (0, (x + 1000, y - 1135)), (1.0, beside(ball, 0)), (1.4, (x, y + 300)))
    play.car("Abe", 0, (apart, (x - 1400, y - 1300)), (1.1 + apart, (x - 120, y - 230)))
    play.car("Bob", 1, (0, (3000, 5000)))
    play.ball((0, ball), (1.0, ball), (3.0, (x, y + 2500)))
    play.touch(0, 1.0)
    return play


class TestDoubleCommits:
    def test_both_at_the_ball_is_one_and_named_by_who_did_not_touch_it(self) -> None:
        found = both_go((0, 500)).found()
        assert found.players("double_commit") == ["Abe"]
        assert found.names[found.field("double_commit", "mate")[0]] == "Ann"

    def test_waiting_for_the_mate_is_none(self) -> None:
        assert both_go((0, 500), apart=1.0).found().players("double_commit") == []

    def test_in_front_of_the_own_goal_everybody_must_go(self) -> None:
        assert both_go((0, -4600)).found().players("double_commit") == []

    def test_following_up_a_kickoff_is_none(self) -> None:
        assert both_go((0, 0), is_kickoff=True).found().players("double_commit") == []

    def test_an_opponent_beside_him_is_no_mate(self) -> None:
        play = Choreography(seconds=4)
        play.car("Ann", 0, (0, (1000, -635)), (1.0, beside((0, 500), 0)))
        play.car("Bob", 1, (0, (-1400, 2000)), (1.1, (-120, 730)))
        play.ball((0, (0, 500)), (1.0, (0, 500)), (3.0, (0, 2500)))
        play.touch(0, 1.0)
        assert play.found().players("double_commit") == []
