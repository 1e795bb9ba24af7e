"""Leaving the ball to a mate, and going back or not."""

from __future__ import annotations

from tests.builders.choreography import Choreography, Stop, beside

SPOT = (0.0, 0.0)


def handed_over(*leaves: Stop) -> Choreography:
    """Ann has touched the ball, which rolls to Abe, who goes for it; then she `leaves`."""
    play = Choreography(seconds=6)
    play.car("Ann", 0, (0, (0, -1500)), (1.0, beside(SPOT, 0)), *leaves)
    play.car(
        "Abe", 0, (0, (-800, -2500)), (1.5, (-800, -1800)), (3.5, (-300, 1500)), (4, (0, 2000))
    )
    play.car("Bob", 1, (0, (0, 5000)))
    play.ball((0, SPOT), (1.0, SPOT), (4.5, (0, 3000)))
    play.touch(0, 1.0)
    return play


class TestRotations:
    def test_behind_the_mate_who_came_is_a_rotation(self) -> None:
        found = handed_over((1.3, (400, 0)), (3.5, (2500, -4000))).found()
        assert found.kinds("rotation") == [("Ann", "rotated")]
        assert found.names[found.field("rotation", "mate")[0]] == "Abe"
        assert found.field("rotation", "is_success") == [True]
        assert 0 < found.field("rotation", "seconds")[0] < 4

    def test_staying_ahead_is_none(self) -> None:
        found = handed_over((1.3, (1000, 800)), (3.0, (3500, 3500))).found()
        assert found.kinds("rotation") == [("Ann", "stayed")]
        assert found.field("rotation", "is_success") == [False]

    def test_turning_back_in_before_the_mate_has_played_is_a_cut_in(self) -> None:
        found = handed_over(
            (1.6, (1600, 900)), (2.4, (1500, 1300)), (3.2, (100, 1500)), (4.5, (100, 2800))
        ).found()
        assert found.kinds("rotation") == [("Ann", "cut_in")]

    def test_who_never_went_for_the_ball_does_not_leave_it(self) -> None:
        play = Choreography(seconds=5)
        play.car("Ann", 0, (0, (3000, -1500)), (3.0, (3500, -4500)))
        play.car("Abe", 0, (0, (-3500, -4000)), (2.5, (-500, -500)))
        play.ball((0, (0, 500)), (5, (0, 500)))
        assert play.found().kinds("rotation") == []

    def test_a_demolition_is_no_rotation(self) -> None:
        play = handed_over()
        play.demolish("Bob", "Ann", 1.2)
        assert play.found().kinds("rotation") == []
