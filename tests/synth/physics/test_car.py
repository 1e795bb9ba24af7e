"""What a car does by itself, against known facts of the game."""

from __future__ import annotations

from math import cos, hypot, pi, sin

import numpy as np
import pytest

from rlcoach.synth.physics.car import Car, Controls
from rlcoach.synth.physics.manoeuvres import hold, steps
from rlcoach.synth.physics.recording import Recording
from rlcoach.synth.physics.suspension import body_contact
from rlcoach.synth.physics.vectors import Vector, facing
from rlcoach.synth.physics.world import Pilot, World

HIGH: Vector = (0.0, 0.0, 1000.0)


def played(pilot: Pilot, seconds: float, car: Car | None = None) -> Recording:
    """A car alone."""
    return World(None, [car or Car()]).play(seconds, [pilot])


def forward_turns(recording: Recording, start: float, end: float) -> float:
    """Radians the car turned about its own right side, nose down positive."""
    ticks = slice(recording.tick_at(start), recording.tick_at(end))
    x, y, z, w = recording.cars[ticks, 0, 3:7].T
    right = np.stack((2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)), axis=1)
    rate = np.sum(right * recording.cars[ticks, 0, 10:13], axis=1)
    return float(np.sum(rate)) / 120


class TestStanding:
    def test_it_stays_where_it_is(self) -> None:
        recording = played(hold(), 2.0)
        assert recording.cars[-1, 0, :3] == pytest.approx((0, 0, 17), abs=0.05)
        assert recording.flights == []

    def test_it_falls_as_bodies_fall(self) -> None:
        recording = played(hold(), 1.0, Car(position=HIGH))
        assert recording.cars[-1, 0, 2] == pytest.approx(1000 - 325, abs=4)


class TestDriving:
    def test_throttle_alone_ends_at_1410(self) -> None:
        recording = played(hold(throttle=1.0), 5.0, Car((-3500.0, 0.0, 17.0)))
        assert recording.cars[-1, 0, 7] == pytest.approx(1410, abs=2)

    def test_boost_from_rest_is_supersonic_within_two_seconds(self) -> None:
        recording = played(hold(throttle=1.0, boost=True), 1.75)
        speed = recording.cars[:, 0, 7]
        assert 1.5 < np.argmax(speed >= 2200) / 120 < 1.7
        assert speed.max() == pytest.approx(2300)

    def test_a_full_tank_lasts_three_seconds(self) -> None:
        recording = played(hold(boost=True), 3.5, Car(position=(-3000.0, 0.0, 17.0)))
        (span,) = recording.boosts
        assert span.end_seconds - span.start_seconds == pytest.approx(3.0, abs=0.02)
        assert recording.boost_pct[-1, 0] == 0

    def test_brakes_stop_1400_in_0_4_seconds(self) -> None:
        recording = played(hold(throttle=-1.0), 0.4, Car(velocity=(1400.0, 0.0, 0.0)))
        assert abs(recording.cars[-1, 0, 7]) < 30

    @pytest.mark.parametrize(("speed", "radius"), [(500, 251), (1000, 425), (1400, 648)])
    def test_turns_are_as_tight_as_known(self, speed: float, radius: float) -> None:
        throttle = 0.1 if speed < 1400 else 1.0
        car = Car(velocity=(speed, 0.0, 0.0))
        recording = played(hold(steer=1.0, throttle=throttle), 0.7, car)
        velocity, rate = recording.cars[-1, 0, 7:9], recording.cars[-1, 0, 12]
        assert hypot(*velocity) / rate == pytest.approx(radius, rel=0.1)
        assert rate > 0

    def test_a_wall_is_climbed(self) -> None:
        recording = played(hold(throttle=1.0), 2.0, Car((3000.0, 0.0, 17.0), (1300.0, 0.0, 0.0)))
        end = recording.cars[-1, 0]
        assert end[0] == pytest.approx(4096 - 17, abs=3)
        assert end[2] > 600
        assert recording.wheels[-1, 0] == 4

    def test_the_handbrake_turns_faster_than_the_car_goes_round(self) -> None:
        gripping, sliding = (
            played(hold(steer=1.0, throttle=1.0, handbrake=on), 0.6, Car(velocity=(1400.0, 0, 0)))
            for on in (False, True)
        )
        assert sliding.cars[-1, 0, 12] > 1.4 * gripping.cars[-1, 0, 12]
        (span,) = sliding.slides
        assert span.end_seconds == pytest.approx(0.6)


class TestJumping:
    @pytest.mark.parametrize(("held", "apex"), [(0.0, 90), (0.2, 239)])
    def test_height_follows_the_button(self, held: float, apex: float) -> None:
        recording = played(steps([(0.0, {"jump": True}), (held or 0.01, {})]), 1.5)
        assert recording.cars[:, 0, 2].max() == pytest.approx(apex, rel=0.06)

    def test_a_double_jump_at_once_reaches_500(self) -> None:
        recording = played(
            steps([(0.0, {"jump": True}), (0.2, {}), (0.22, {"jump": True}), (0.4, {})]), 1.5
        )
        assert 450 < recording.cars[:, 0, 2].max() < 520
        assert len(recording.double_jumps) == 1

    def test_the_second_jump_is_lost_after_one_and_a_quarter_seconds(self) -> None:
        late = steps([(0.0, {"jump": True}), (0.2, {}), (1.5, {"jump": True})])
        recording = played(late, 2.0, Car(position=(0, 0, 17.0)))
        assert recording.double_jumps == []

    def test_who_fell_off_keeps_it(self) -> None:
        recording = played(steps([(1.6, {"jump": True})]), 2.0, Car(position=(0, 0, 1900.0)))
        assert len(recording.double_jumps) == 1


class TestDodging:
    @staticmethod
    def dodge(speed: float = 0.0, **stick: float) -> Recording:
        car = Car(position=HIGH, velocity=(speed, 0.0, 0.0))
        return played(steps([(0.0, {"jump": True, **stick}), (0.05, {})]), 1.0, car)

    def test_a_front_flip_adds_500_ahead(self) -> None:
        recording = self.dodge(pitch=-1.0)
        assert recording.cars[-1, 0, 7] == pytest.approx(500, abs=5)
        (dodge,) = recording.dodges
        assert dodge.torque == pytest.approx((0, 2.24, 0))
        assert dodge.end_seconds - dodge.start_seconds == pytest.approx(0.65, abs=0.01)

    def test_a_front_flip_goes_over_forwards(self) -> None:
        """At 5.5 rad/s for 0.65 s, and then slower."""
        recording = self.dodge(pitch=-1.0)
        assert forward_turns(recording, 0.0, 0.66) == pytest.approx(3.5, abs=0.1)
        assert forward_turns(recording, 0.0, 1.0) > 1.45 * pi

    def test_a_back_flip_against_the_motion_is_stronger(self) -> None:
        assert self.dodge(pitch=1.0).cars[-1, 0, 7] == pytest.approx(-533, abs=5)
        assert self.dodge(1150.0, pitch=1.0).cars[-1, 0, 7] == pytest.approx(1150 - 933, abs=5)

    @pytest.mark.parametrize("stick", ["yaw", "roll"])
    def test_a_side_flip_goes_right(self, stick: str) -> None:
        recording = self.dodge(2000.0, **{stick: 1.0})
        assert recording.cars[-1, 0, 8] == pytest.approx(500 * (1 + 0.9 * 2000 / 2300), abs=5)
        assert recording.dodges[0].torque == pytest.approx((-2.6, 0, 0))

    def test_a_dodge_stops_the_fall(self) -> None:
        recording = self.dodge(pitch=-1.0)
        assert abs(recording.cars[recording.tick_at(0.6), 0, 9]) < 20
        assert recording.cars[-1, 0, 9] < -150

    def test_opposite_yaw_and_roll_stall(self) -> None:
        recording = self.dodge(yaw=1.0, roll=-1.0)
        assert recording.cars[-1, 0, 7:9] == pytest.approx((0, 0), abs=1)
        assert recording.dodges[0].torque == (0, 0, 0)

    def test_pitching_back_cancels_a_front_flip(self) -> None:
        car = Car(position=HIGH)
        plan = steps([(0.0, {"jump": True, "pitch": -1.0}), (0.05, {"pitch": 1.0})])
        recording = played(plan, 0.7, car)
        assert forward_turns(recording, 0.0, 0.65) < 1.8

    def test_only_one_is_had_in_the_air(self) -> None:
        plan = steps([(at / 4, {"jump": at % 2 == 0, "pitch": -1.0}) for at in range(8)])
        assert len(played(plan, 2.0, Car(position=(0, 0, 1900.0))).dodges) == 1


class TestFlying:
    @pytest.mark.parametrize(
        ("stick", "axis", "sign"), [("pitch", 11, -1), ("yaw", 12, 1), ("roll", 10, -1)]
    )
    def test_the_stick_turns_the_car(self, stick: str, axis: int, sign: int) -> None:
        recording = played(hold(**{stick: 1.0}), 0.3, Car(position=HIGH))
        assert sign * recording.cars[-1, 0, axis] > 2
        others = [column for column in (10, 11, 12) if column != axis]
        assert recording.cars[-1, 0, others] == pytest.approx((0, 0), abs=1e-6)

    def test_boost_lifts_a_car_that_looks_up(self) -> None:
        half = 2**-0.5
        car = Car(position=HIGH, rotation=(0.0, -half, 0.0, half))
        recording = played(hold(boost=True), 1.0, car)
        assert recording.cars[-1, 0, 9] == pytest.approx(1058 - 650, abs=5)


class TestInGoal:
    @pytest.mark.parametrize("place", [(0.0, 5800.0), (840.0, 5500.0), (-830.0, 5950.0)])
    @pytest.mark.parametrize("yaw", [0.0, pi / 4, pi / 2, pi])
    def test_walls_hold_a_car(self, place: tuple[float, float], yaw: float) -> None:
        nose: Vector = (cos(yaw), sin(yaw), 0.0)
        car = Car(
            position=(*place, 17.0),
            velocity=(1500 * nose[0], 1500 * nose[1], 0.0),
            rotation=facing(nose, (0.0, 0.0, 1.0)),
        )
        last = car.position
        for _ in range(120):
            car.control(Controls(throttle=1.0))
            body_contact(car)
            car.move()
            assert np.linalg.norm(np.subtract(car.position, last)) < 45
            last = car.position
            assert abs(car.position[0]) < 892.755
            assert car.position[1] < 6000
