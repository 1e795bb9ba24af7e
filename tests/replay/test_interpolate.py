"""Where bodies are between the updates the file holds."""

import numpy as np
import pytest

from rlcoach.replay.interpolate import MAX_GAP_SECONDS
from tests.builders.wire import Wire

SENT = (0, 3, 5, 9)
"""Frames that hold an update."""


def thrown(acceleration: float, *, frames: int = 10) -> Wire:
    """A ball that starts at x = 10 with 600 uu/s and accelerates."""
    wire = Wire(frames=frames)
    ball = wire.ball()
    for frame in SENT:
        seconds = frame / 30
        position = 10 + 600 * seconds + acceleration * seconds**2 / 2
        velocity = 600 + acceleration * seconds
        wire.body(ball, (position, 0, 93), velocity=(velocity, 0, 0), frame=frame)
    return wire


class TestPosition:
    @pytest.mark.parametrize("acceleration", [0, 990, -650])
    def test_is_exact_under_constant_acceleration(self, acceleration: float) -> None:
        motion = thrown(acceleration).tables().ball_motion
        seconds = np.arange(10) / 30
        expected = 10 + 600 * seconds + acceleration * seconds**2 / 2
        assert motion.position[:, 0] == pytest.approx(expected, abs=1e-3)
        assert motion.position[:, 2] == pytest.approx(93)
        assert motion.velocity[:, 0] == pytest.approx(600 + acceleration * seconds, abs=1e-2)

    def test_is_what_was_sent_where_it_was_sent(self) -> None:
        tables = thrown(990).tables()
        sent = list(SENT)
        assert tables.ball_motion.position[sent] == pytest.approx(tables.ball.position[sent])

    def test_differs_from_the_held_body_in_between(self) -> None:
        tables = thrown(0).tables()
        assert tables.ball.position[2, 0] == pytest.approx(10)
        assert tables.ball_motion.position[2, 0] == pytest.approx(50, abs=1e-3)

    def test_is_held_after_the_last_update(self) -> None:
        motion = thrown(0, frames=30).tables().ball_motion
        assert motion.position[9:, 0] == pytest.approx(10 + 600 * 9 / 30)

    @pytest.mark.parametrize("is_longer", [False, True])
    def test_is_held_over_gaps_longer_than_half_a_second(self, is_longer: bool) -> None:
        gap = int(MAX_GAP_SECONDS * 30) + (1 if is_longer else -1)
        wire = Wire(frames=30)
        ball = wire.ball()
        wire.body(ball, (0, 0, 93), velocity=(300, 0, 0), frame=0)
        wire.body(ball, (10 * gap, 0, 93), velocity=(300, 0, 0), frame=gap)
        motion = wire.tables().ball_motion
        assert motion.position[5, 0] == pytest.approx(0 if is_longer else 50, abs=1e-3)

    def test_does_not_lead_from_one_life_to_the_next(self) -> None:
        wire = Wire(frames=10)
        old, new = wire.ball(0), wire.ball(5)
        wire.delete(old, 5)
        wire.body(old, (0, 5000, 93), velocity=(0, 900, 0), frame=2)
        wire.body(new, (0, 0, 93), frame=5)
        motion = wire.tables().ball_motion
        assert motion.position[2:5, 1].tolist() == [5000] * 3
        assert motion.position[5:, 1].tolist() == [0] * 5

    def test_is_missing_where_there_is_no_body(self) -> None:
        wire = Wire(frames=10)
        ball = wire.ball(3)
        wire.body(ball, (0, 0, 93), frame=3)
        wire.delete(ball, 7)
        motion = wire.tables().ball_motion
        present = ~np.isnan(motion.position[:, 0])
        assert present.nonzero()[0].tolist() == [3, 4, 5, 6]
        assert np.isnan(motion.rotation[~present]).all()


class TestCars:
    def test_each_player_has_his_own_motion(self) -> None:
        wire = Wire(frames=10)
        alice = wire.player("Alice", "Steam|1|0")
        bob = wire.player("Bob", "Steam|2|0", team=1)
        for frame in (1, 7):
            for player, side in ((alice, 1), (bob, -1)):
                position = (side * 20 * frame, 0, 17)
                velocity = (side * 600, 0, 0)
                wire.body(player.car.actor, position, velocity=velocity, frame=frame)
        motion = wire.tables().car_motion
        assert motion.position.shape == (2, 10, 3)
        assert motion.position[0, 4, 0] == pytest.approx(80, abs=1e-3)
        assert motion.position[1, 4, 0] == pytest.approx(-80, abs=1e-3)


class TestRotation:
    def turning(self) -> Wire:
        """A ball that yaws 20 degrees in 8 frames, sent with changing quaternion signs."""
        wire = Wire(frames=9)
        ball = wire.ball()
        for frame, sign in ((0, 1), (8, -1)):
            half = np.radians(10 * frame / 8)
            rotation = (0, 0, sign * np.sin(half), sign * np.cos(half))
            wire.body(ball, (frame, 0, 0), rotation=rotation, frame=frame)
        return wire

    def test_is_a_unit_quaternion_everywhere(self) -> None:
        rotation = self.turning().tables().ball_motion.rotation
        assert np.linalg.norm(rotation, axis=1) == pytest.approx(1)

    def test_turns_evenly_the_short_way(self) -> None:
        rotation = self.turning().tables().ball_motion.rotation
        yaw = np.degrees(2 * np.arctan2(rotation[:, 2], rotation[:, 3]))
        assert yaw == pytest.approx(np.linspace(0, 20, 9), abs=0.1)

    def test_spin_goes_along_a_straight_line(self) -> None:
        wire = Wire(frames=5)
        ball = wire.ball()
        wire.body(ball, (0, 0, 93), spin=(0, 0, 100), frame=0)
        wire.body(ball, (1, 0, 93), spin=(0, 0, 300), frame=4)
        spin = wire.tables().ball_motion.spin
        assert spin[:, 2] == pytest.approx([1, 1.5, 2, 2.5, 3])
