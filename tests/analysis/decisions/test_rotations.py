"""Leaving the ball to a mate, and going back or not."""

from __future__ import annotations

from rlcoach.synth.scripts.choreography import Choreography
from rlcoach.synth.scripts.plays.attacking import handed_over
from tests.builders.choreography import seen


class TestRotations:
    def test_behind_the_mate_who_came_is_a_rotation(self) -> None:
        found = seen(handed_over((1.3, (400, 0)), (3.5, (2500, -4000))))
        assert found.kinds("rotation") == [("Ann", "rotated")]
        assert found.names[found.field("rotation", "mate")[0]] == "Abe"
        assert found.field("rotation", "is_success") == [True]
        assert 0 < found.field("rotation", "seconds")[0] < 4

    def test_staying_ahead_is_none(self) -> None:
        found = seen(handed_over((1.3, (1000, 800)), (3.0, (3500, 3500))))
        assert found.kinds("rotation") == [("Ann", "stayed")]
        assert found.field("rotation", "is_success") == [False]

    def test_turning_back_in_before_the_mate_has_played_is_a_cut_in(self) -> None:
        found = seen(
            handed_over(
                (1.6, (1600, 900)), (2.4, (1500, 1300)), (3.2, (100, 1500)), (4.5, (100, 2800))
            )
        )
        assert found.kinds("rotation") == [("Ann", "cut_in")]

    def test_who_never_went_for_the_ball_does_not_leave_it(self) -> None:
        play = Choreography(seconds=5)
        play.car("Ann", 0, (0, (3000, -1500)), (3.0, (3500, -4500)))
        play.car("Abe", 0, (0, (-3500, -4000)), (2.5, (-500, -500)))
        play.ball((0, (0, 500)), (5, (0, 500)))
        assert seen(play).kinds("rotation") == []

    def test_a_demolition_is_no_rotation(self) -> None:
        play = handed_over()
        play.demolish("Bob", "Ann", 1.2)
        assert seen(play).kinds("rotation") == []
