"""Jumps, dodges, times in the air and at speed, slides, demolitions and respawns."""

from __future__ import annotations

import numpy as np
import pytest

from rlcoach.analysis.events.dodges import directions
from rlcoach.analysis.events.supersonic_spans import KEEP_SECONDS
from tests.analysis.events.scenes import Scene, row
from tests.builders.wire import Numbers, Player

TORQUE = "TAGame.CarComponent_Dodge_TA:DodgeTorque"
ON_FLOOR = (1000.0, 0.0, 17.0)


def alone(*, frames: int = 300) -> tuple[Scene, Player]:
    """One blue player."""
    scene = Scene(frames=frames)
    return scene, scene.player("one", 0, ON_FLOOR)


class TestSwitches:
    def test_jump_lasts_until_it_is_off(self) -> None:
        scene, player = alone()
        scene.wire.switch(player.car.jump, (40, 1), (46, 2))
        found = scene.events()["jump"]
        assert (found.frame.tolist(), found.player.tolist()) == ([40], [0])
        assert found.end_frame is not None
        assert found.end_frame.tolist() == [45]

    def test_tap_between_two_frames_is_left_out(self) -> None:
        scene, player = alone()
        scene.wire.switch(player.car.jump, (35, 1), (38, 2), (40, 4))
        assert scene.events()["jump"].frame.tolist() == [35]

    def test_double_jump_is_no_dodge(self) -> None:
        scene, player = alone()
        scene.wire.switch(player.car.double_jump, (40, 1), (43, 2))
        events = scene.events()
        assert len(events["double_jump"]) == 1
        assert len(events["dodge"]) == len(events["jump"]) == 0

    def test_dodge_has_a_direction(self) -> None:
        scene, player = alone()
        scene.wire.vector(player.car.dodge, TORQUE, (-1.84, 1.58, 0), 40)
        scene.wire.switch(player.car.dodge, (40, 1), (60, 2))
        fields = row(scene.events()["dodge"])
        assert fields["direction"] == "forward_right"
        assert fields["forward"] == pytest.approx(0.705, abs=0.01)
        assert fields["right"] == pytest.approx(0.708, abs=0.01)


class TestDirections:
    @pytest.mark.parametrize(
        ("forward", "right", "word"),
        [
            (1.0, 0.0, "forward"),
            (-1.0, 0.0, "back"),
            (0.0, 1.0, "right"),
            (0.0, -1.0, "left"),
            (0.7, -0.7, "forward_left"),
            (-0.7, 0.7, "back_right"),
            (0.95, 0.31, "forward"),
            (np.nan, np.nan, None),
            (0.0, 0.0, None),
        ],
    )
    def test_words(self, forward: float, right: float, word: str | None) -> None:
        assert directions(np.array([forward]), np.array([right])) == [word]


class TestSupersonic:
    @staticmethod
    def spans(*speeds: tuple[int, float]) -> list[tuple[int, int]]:
        scene, player = alone()
        for frame, speed in speeds:
            scene.wire.body(player.car.actor, ON_FLOOR, velocity=(speed, 0, 0), frame=frame)
        found = scene.events()["supersonic_span"]
        assert found.end_frame is not None
        return list(zip(found.frame.tolist(), found.end_frame.tolist(), strict=True))

    def test_begins_at_2200(self) -> None:
        assert self.spans((40, 2199), (50, 2200), (60, 2000)) == [(50, 59)]

    def test_stays_above_2100(self) -> None:
        assert self.spans((40, 2250), (50, 2150), (60, 2050)) == [(40, 59)]

    def test_2100_alone_does_not_begin_it(self) -> None:
        assert self.spans((40, 2150), (60, 2000)) == []

    def test_stays_for_a_second_only(self) -> None:
        ((first, last),) = self.spans((40, 2250), (41, 2150), (200, 0))
        assert first == 40
        assert (last - first) / 30 == pytest.approx(KEEP_SECONDS, abs=0.05)


class TestAir:
    @staticmethod
    def spans(place: Numbers, rotation: Numbers = (0, 0, 0, 1)) -> int:
        scene, player = alone()
        scene.wire.body(player.car.actor, place, rotation=rotation, frame=100)
        scene.wire.body(player.car.actor, ON_FLOOR, frame=130)
        return len(scene.events()["air_span"])

    def test_from_take_off_to_landing(self) -> None:
        scene, player = alone()
        for frame, height in ((100, 60), (110, 300), (120, 90), (130, 17)):
            scene.wire.body(player.car.actor, (1000, 0, height), frame=frame)
        found = scene.events()["air_span"]
        assert (found.frame.tolist(), row(found)["top"]) == ([100], 300)
        assert row(found)["seconds"] == pytest.approx(1.0, abs=0.01)

    def test_driving_on_a_wall_is_not_in_the_air(self) -> None:
        half = float(np.sqrt(0.5))
        # Rolled by 90 degrees with the roof toward -x: the wall at x = 4096 is below the wheels.
        assert self.spans((4079, 0, 900), (0, -half, 0, half)) == 0

    def test_a_car_beside_a_wall_that_stands_upright_is_in_the_air(self) -> None:
        assert self.spans((4079, 0, 900)) == 1

    def test_driving_on_the_ceiling_is_not_in_the_air(self) -> None:
        assert self.spans((0, 0, 2027), (1, 0, 0, 0)) == 0

    def test_a_ramp_carries(self) -> None:
        angle = float(np.radians(45)) / 2
        depth = 256 - (256 - 17) * float(np.sqrt(0.5))
        ramp = (4096 - depth, 0, depth)
        assert self.spans(ramp, (0, -float(np.sin(angle)), 0, float(np.cos(angle)))) == 0

    def test_the_goal_mouth_is_no_wall(self) -> None:
        assert self.spans((0, 5118, 300)) == 1

    def test_short_hops_are_left_out(self) -> None:
        scene, player = alone()
        scene.wire.body(player.car.actor, (1000, 0, 45), frame=100)
        scene.wire.body(player.car.actor, ON_FLOOR, frame=104)
        assert len(scene.events()["air_span"]) == 0

    def test_absent_where_the_field_is_another(self) -> None:
        scene, _ = alone()
        assert "air_span" not in scene.events("hoops")


class TestPowerslide:
    @staticmethod
    def frames(last: int, height: float = 17) -> list[int]:
        scene, player = alone()
        scene.wire.body(player.car.actor, (0, 0, height), velocity=(600, 0, 0), frame=40)
        button = "TAGame.Vehicle_TA:bReplicatedHandbrake"
        scene.wire.scalar(player.car.actor, button, 1, 50)
        scene.wire.scalar(player.car.actor, button, 0, last)
        found: list[int] = scene.events()["powerslide"].frame.tolist()
        return found

    def test_on_the_ground(self) -> None:
        assert self.frames(60) == [50]

    def test_a_tap_is_none(self) -> None:
        assert self.frames(52) == []

    def test_in_the_air_it_rolls_the_car(self) -> None:
        assert self.frames(60, height=300) == []


class TestDemolition:
    def test_respawn_follows(self) -> None:
        scene = Scene()
        hunter, prey = scene.player("hunter", 0, ON_FLOOR), scene.player("prey", 1, (0, 900, 17))
        scene.wire.demolish(hunter.car, prey.car, 100)
        fresh = scene.wire.car(prey.pri, 191)
        scene.wire.body(fresh.actor, (2304, 4608, 17), frame=191)
        events = scene.events()
        demolition, respawn = events["demolition"], events["respawn"]
        assert (demolition.frame.tolist(), demolition.player.tolist()) == ([100], [0])
        assert (row(demolition)["victim"], row(demolition)["is_team_mate"]) == (1, False)
        assert (respawn.frame.tolist(), respawn.player.tolist()) == ([191], [1])
        assert row(respawn)["seconds"] == pytest.approx(91 / 30, abs=0.01)

    def test_the_car_of_the_next_kickoff_is_no_respawn(self) -> None:
        scene = Scene()
        hunter, prey = scene.player("hunter", 0, ON_FLOOR), scene.player("prey", 1, (0, 900, 17))
        scene.wire.demolish(hunter.car, prey.car, 100)
        scene.state("PostGoalScored", 110)
        scene.state("Countdown", 150)
        fresh = scene.wire.car(prey.pri, 150)
        scene.wire.body(fresh.actor, (0, 4608, 17), frame=150)
        assert len(scene.events()["respawn"]) == 0
