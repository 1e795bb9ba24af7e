"""How saves were made."""

from __future__ import annotations

import pytest

from tests.builders.choreography import Choreography, Place


def saved(ball: Place, *, car_z: float = 17.0) -> Choreography:
    """Ann saves at 1 s with the ball at a place, and it goes away to the side."""
    play = Choreography(seconds=3)
    height = ball[2] if len(ball) > 2 else 93.0
    under = (ball[0], ball[1] - 100, height - 110) if car_z > 100 else (ball[0], ball[1] - 135, 17)
    play.car("Ann", 0, (0, (ball[0], ball[1] - 400, car_z)), (1.0, under), (1.5, (ball[0], -5000)))
    play.car("Bob", 1, (0, (0, 2000)))
    start = (ball[0], ball[1] + 2000, height)
    play.ball((0, start), (1.0, ball), (2.0, (ball[0] + 1500, ball[1] + 900)))
    play.touch(0, 1.0)
    play.save("Ann", 1.1)
    return play


class TestSaveKinds:
    @pytest.mark.parametrize(
        ("ball", "car_z", "kind"),
        [
            ((0, -4900), 17, "goal_line"),
            ((0, -4000), 17, "ground"),
            ((0, -4000, 900), 600, "aerial"),
            ((1500, -4900), 17, "corner"),
            ((1500, -4900, 900), 600, "backboard"),
        ],
    )
    def test_by_place_and_height(self, ball: Place, car_z: float, kind: str) -> None:
        assert saved(ball, car_z=car_z).found().kinds("save_kind") == [("Ann", kind)]

    def test_a_second_one_soon_after_is_double(self) -> None:
        play = Choreography(seconds=5)
        play.car("Ann", 0, (0, (0, -4400)), (1.0, (0, -4135)), (2.0, (0, -4335)), (2.5, (0, -4135)))
        play.car("Bob", 1, (0, (0, -2000)), (2.0, (0, -2865)))
        near, far = (0, -4000), (0, -3000)
        play.ball((0, (0, -2000)), (1.0, near), (2.0, far), (2.5, near), (4, (1500, -3000)))
        for team, at in ((0, 1.0), (1, 2.0), (0, 2.5)):
            play.touch(team, at)
        play.save("Ann", 1.1)
        play.save("Ann", 2.6)
        assert play.found().kinds("save_kind") == [("Ann", "ground"), ("Ann", "double")]
