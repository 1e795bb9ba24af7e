"""How saves were made."""

from __future__ import annotations

import pytest

from rlcoach.synth.scripts.choreography import Choreography, Place
from rlcoach.synth.scripts.plays.defending import saved
from tests.builders.choreography import seen


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
        assert seen(saved(ball, car_z=car_z)).kinds("save_kind") == [("Ann", kind)]

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
        assert seen(play).kinds("save_kind") == [("Ann", "ground"), ("Ann", "double")]
