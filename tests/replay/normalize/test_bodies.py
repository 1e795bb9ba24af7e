"""Bodies: one unit for all eras, one car per player, a body in every frame."""

import numpy as np
import pytest
from numpy.typing import NDArray

from rlcoach.replay.tables import MatchTables
from tests.builders.geometry import FORWARD, SIDE, UP, turned
from tests.builders.wire import Numbers, Wire

HALF = np.sqrt(0.5)


def sent_ball(net_version: int | None, rotation: Numbers) -> MatchTables:
    """A match in which a ball sent one body."""
    wire = Wire(frames=3, net_version=net_version)
    velocity, spin = (100, 0, -50), (0, 500, 0)
    wire.body(wire.ball(), (10, -20, 30), velocity=velocity, spin=spin, rotation=rotation)
    return wire.tables()


def legacy_axes(pitch: float, yaw: float, roll: float) -> list[NDArray[np.float64]]:
    """Where nose, side and roof point after a legacy rotation, in half turns as sent."""
    tables = sent_ball(None, rotation=(pitch, yaw, roll, 0))
    return [turned(tables.ball_updates.rotation[0], axis) for axis in (FORWARD, SIDE, UP)]


class TestUnits:
    @pytest.mark.parametrize("net_version", [None, 0, 2])
    def test_old_positions_are_hundreds_and_velocities_tens(self, net_version: int | None) -> None:
        updates = sent_ball(net_version, rotation=(0, 0, 0, 0)).ball_updates
        assert updates.position[0] == pytest.approx([1000, -2000, 3000])
        assert updates.velocity[0] == pytest.approx([1000, 0, -500])
        assert updates.spin[0] == pytest.approx([0, 50, 0])

    @pytest.mark.parametrize("net_version", [5, 7, 10, 11])
    def test_newer_positions_are_uu_and_spins_hundredths(self, net_version: int) -> None:
        updates = sent_ball(net_version, rotation=(0, 0, 0, 1)).ball_updates
        assert updates.position[0] == pytest.approx([10, -20, 30])
        assert updates.velocity[0] == pytest.approx([100, 0, -50])
        assert updates.spin[0] == pytest.approx([0, 5, 0])

    def test_quaternions_are_taken_as_sent_since_net_version_7(self) -> None:
        rotation = sent_ball(7, rotation=(0, 0, HALF, HALF)).ball_updates.rotation[0]
        assert rotation == pytest.approx([0, 0, HALF, HALF])

    @pytest.mark.parametrize("net_version", [None, 2, 5, 6])
    def test_rotations_before_net_version_7_are_angles(self, net_version: int | None) -> None:
        rotation = sent_ball(net_version, rotation=(0, 0.5, 0, 0)).ball_updates.rotation[0]
        assert rotation == pytest.approx([0, 0, HALF, HALF])


class TestLegacyRotation:
    def test_no_angles_face_along_x(self) -> None:
        forward, side, up = legacy_axes(0, 0, 0)
        assert forward == pytest.approx(FORWARD)
        assert side == pytest.approx(SIDE)
        assert up == pytest.approx(UP)

    def test_a_quarter_yaw_faces_along_y(self) -> None:
        forward, _, up = legacy_axes(0, 0.5, 0)
        assert forward == pytest.approx([0, 1, 0], abs=1e-6)
        assert up == pytest.approx([0, 0, 1], abs=1e-6)

    def test_a_positive_pitch_points_the_nose_down(self) -> None:
        forward, _, up = legacy_axes(0.25, 0, 0)
        assert forward == pytest.approx([HALF, 0, -HALF], abs=1e-6)
        assert up == pytest.approx([HALF, 0, HALF], abs=1e-6)

    def test_a_positive_roll_tips_the_roof_along_y(self) -> None:
        forward, _, up = legacy_axes(0, 0, 0.25)
        assert forward == pytest.approx([1, 0, 0], abs=1e-6)
        assert up == pytest.approx([0, HALF, HALF], abs=1e-6)

    def test_combined_angles_roll_first_then_pitch_then_yaw(self) -> None:
        forward, _, up = legacy_axes(0.25, 0.5, 0.5)
        # Rolled a quarter the roof lies along +y; pitching leaves it there, yaw turns it to -x.
        assert forward == pytest.approx([0, HALF, -HALF], abs=1e-6)
        assert up == pytest.approx([-1, 0, 0], abs=1e-6)

    @pytest.mark.parametrize("angles", [(0.1, -0.9, 0.7), (-0.4, 0.3, -0.2), (0.49, 1, 1)])
    def test_every_rotation_is_a_unit_quaternion(self, angles: tuple[float, float, float]) -> None:
        rotation = sent_ball(None, rotation=(*angles, 0)).ball_updates.rotation[0]
        assert np.linalg.norm(rotation) == pytest.approx(1)


class TestSignContinuity:
    def test_the_negative_of_a_quaternion_is_turned_back(self) -> None:
        wire = Wire(frames=4)
        ball = wire.ball()
        for frame, sign in enumerate((1, -1, -1, 1)):
            rotation = np.array([0, 0, 0.01 * frame, 1]) * sign
            wire.body(ball, (frame, 0, 0), rotation=rotation.tolist(), frame=frame)
        assert (wire.tables().ball.rotation[:, 3] > 0.9).all()

    def test_a_new_life_starts_with_its_own_sign(self) -> None:
        wire = Wire(frames=4)
        old, new = wire.ball(0), wire.ball(2)
        wire.delete(old, 2)
        wire.body(old, (0, 0, 0), rotation=(0, 0, 0, 1), frame=0)
        wire.body(new, (0, 0, 0), rotation=(0, 0, 0, -1), frame=2)
        assert wire.tables().ball.rotation[:, 3].tolist() == [1, 1, -1, -1]


class TestDense:
    def test_a_body_is_held_until_the_next_one(self) -> None:
        wire = Wire(frames=6)
        ball = wire.ball()
        wire.body(ball, (1, 0, 0), frame=1)
        wire.body(ball, (2, 0, 0), frame=4)
        tables = wire.tables()
        assert np.isnan(tables.ball.position[0]).all()
        assert tables.ball.position[1:, 0].tolist() == [1, 1, 1, 2, 2]
        assert tables.ball.present.tolist() == [False, True, True, True, True, True]
        assert tables.ball.updated.tolist() == [False, True, False, False, True, False]
        assert tables.ball.source.tolist() == [-1, 0, 0, 0, 1, 1]

    def test_nothing_is_held_after_the_actor_is_deleted(self) -> None:
        wire = Wire(frames=5)
        ball = wire.ball()
        wire.body(ball, (1, 0, 0), frame=0)
        wire.delete(ball, 3)
        tables = wire.tables()
        assert tables.ball.present.tolist() == [True, True, True, False, False]
        assert np.isnan(tables.ball.rotation[3:]).all()
        assert tables.ball.life[3:].tolist() == [-1, -1]

    def test_of_two_bodies_in_one_frame_the_last_counts(self) -> None:
        wire = Wire(frames=2)
        ball = wire.ball()
        wire.body(ball, (1, 0, 0), frame=0)
        wire.body(ball, (2, 0, 0), frame=0)
        assert wire.tables().ball.position[:, 0].tolist() == [2, 2]

    def test_a_body_that_repeats_all_numbers_is_no_update(self) -> None:
        wire = Wire(frames=4)
        ball = wire.ball()
        for frame in range(3):
            wire.body(ball, (1, 2, 3), frame=frame)
        wire.body(ball, (1, 2, 3), velocity=(1, 0, 0), frame=3)
        tables = wire.tables()
        assert tables.ball_updates.frame.tolist() == [0, 3]
        assert tables.ball.updated.tolist() == [True, False, False, True]

    def test_a_recording_without_a_ball_has_none_in_any_frame(self) -> None:
        wire = Wire(frames=3)
        wire.player("Alice", "Steam|1|0")
        tables = wire.tables()
        assert not tables.ball.present.any()
        assert np.isnan(tables.ball.position).all()
        assert np.isnan(tables.ball_motion.position).all()
        assert tables.match.ball_archetype is None


class TestSeveralBalls:
    def test_the_ball_with_index_0_is_followed(self) -> None:
        wire = Wire(frames=2)
        second, first = wire.ball(), wire.ball()
        wire.scalar(second, "TAGame.Ball_TA:GameBallIndex", 1)
        wire.scalar(first, "TAGame.Ball_TA:GameBallIndex", 0)
        wire.body(second, (2, 0, 0))
        wire.body(first, (1, 0, 0))
        tables = wire.tables()
        assert tables.ball.position[:, 0].tolist() == [1, 1]
        assert tables.frames.balls.tolist() == [2, 2]

    def test_a_new_ball_follows_the_one_of_the_last_round(self) -> None:
        wire = Wire(frames=6)
        old, new = wire.ball(0), wire.ball(3)
        wire.delete(old, 3)
        wire.body(old, (1, 0, 0), frame=0)
        wire.body(new, (2, 0, 0), frame=4)
        tables = wire.tables()
        assert tables.ball.present.tolist() == [True, True, True, False, True, True]
        assert tables.ball.position[4:, 0].tolist() == [2, 2]
        assert (tables.frames.balls == 1).all()

    @pytest.mark.parametrize(
        "archetype",
        [
            "Archetypes.Ball.Ball_RingSpawner",
            "Archetypes.Ball.Ball_Fire_Obstacle",
            "Archetypes.Ball.BallComponent_KeepUp",
        ],
    )
    def test_what_only_sounds_like_a_ball_is_none(self, archetype: str) -> None:
        wire = Wire(frames=2)
        wire.body(wire.ball(archetype=archetype), (9, 9, 9))
        tables = wire.tables()
        assert not tables.ball.present.any()
        assert not tables.frames.balls.any()


class TestCarLives:
    def test_of_two_cars_of_one_player_the_newest_counts(self) -> None:
        wire = Wire(frames=10)
        alice = wire.player("Alice", "Steam|1|0")
        new = wire.car(alice.pri, 4)
        wire.body(alice.car.actor, (1, 0, 17), frame=1)
        wire.body(new.actor, (2, 0, 17), frame=5)
        wire.body(alice.car.actor, (3, 0, 17), frame=6)  # the old actor lives on for a while
        wire.delete(alice.car.actor, 8)
        cars = wire.tables().cars
        assert cars.position[0, :4, 0].tolist() == [0, 1, 1, 1]
        assert cars.present[0].tolist() == [True] * 4 + [False] + [True] * 5
        assert cars.position[0, 5:, 0].tolist() == [2] * 5

    def test_a_demolished_car_is_hidden_until_the_respawn(self) -> None:
        wire = Wire(frames=200)
        alice, bob = wire.player("Alice", "Steam|1|0"), wire.player("Bob", "Steam|2|0", team=1)
        wire.demolish(alice.car, bob.car, 20)
        respawned = wire.car(bob.pri, 110)
        wire.body(respawned.actor, (500, 0, 17), frame=110)
        wire.delete(bob.car.actor, 169)
        cars = wire.tables().cars
        assert np.flatnonzero(~cars.present[1]).tolist() == list(range(20, 110))
        assert cars.present[0].all()
        assert cars.position[1, 110, 0] == 500

    def test_a_car_that_nobody_drives_takes_no_part(self) -> None:
        wire = Wire(frames=3)
        wire.player("Alice", "Steam|1|0")
        wire.body(wire.car(None).actor, (9, 9, 9))
        tables = wire.tables()
        assert tables.cars.position.shape == (1, 3, 3)
        assert tables.car_updates.player.tolist() == [0]

    def test_each_respawn_is_a_life_of_its_own(self) -> None:
        wire = Wire(frames=4)
        alice = wire.player("Alice", "Steam|1|0")
        wire.delete(alice.car.actor, 2)
        wire.body(wire.car(alice.pri, 2).actor, (1, 0, 17), frame=2)
        life = wire.tables().cars.life[0]
        assert life[0] == life[1] != life[2] == life[3]
