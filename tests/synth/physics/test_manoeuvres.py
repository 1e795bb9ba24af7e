"""Each manoeuvre does what its name says."""

from __future__ import annotations

from math import pi

import numpy as np
import pytest
from numpy.typing import NDArray

from rlcoach.synth.physics.ball import Ball
from rlcoach.synth.physics.car import Car
from rlcoach.synth.physics.manoeuvres import (
    dribble,
    drive_at,
    fast_aerial,
    flip_cancel,
    fly_to,
    front_flip,
    half_flip,
    hold,
    in_turn,
    speed_flip,
    stall,
    wavedash,
)
from rlcoach.synth.physics.recording import Recording
from rlcoach.synth.physics.vectors import Vector
from rlcoach.synth.physics.world import Pilot, World

SIDES = [pytest.param(1.0, id="right"), pytest.param(-1.0, id="left")]


def played(
    pilot: Pilot, seconds: float, speed: float = 0.0, place: Vector = (-3000.0, 0.0, 17.0)
) -> Recording:
    """A car that looks along +x."""
    car = Car(position=place, velocity=(speed, 0.0, 0.0))
    return World(None, [car]).play(seconds, [pilot])


def noses(recording: Recording) -> NDArray[np.float64]:
    """[tick, xyz] where the nose points."""
    x, y, z, w = recording.cars[:, 0, 3:7].T
    return np.stack((1 - 2 * (y * y + z * z), 2 * (x * y + w * z), 2 * (x * z - w * y)), axis=1)


def roofs(recording: Recording) -> NDArray[np.float64]:
    """[tick] how far the roof points up, -1 to 1."""
    x, y, _, _ = recording.cars[:, 0, 3:7].T
    return np.asarray(1 - 2 * (x * x + y * y))


class TestSpeedFlip:
    @pytest.mark.parametrize("side", SIDES)
    def test_it_is_supersonic_soon_and_goes_straight(self, side: float) -> None:
        recording = played(speed_flip(0.3, side=side), 2.0, 700.0)
        speed = np.linalg.norm(recording.cars[:, 0, 7:10], axis=1)
        assert np.argmax(speed > 2200) / 120 < 1.0
        (dodge,) = recording.dodges
        assert dodge.torque[1] > 1.4
        assert dodge.torque[0] * side < -1.4
        assert np.abs(noses(recording)[:, 2]).max() < 0.45
        assert noses(recording)[-1, 0] > 0.95

    def test_it_rolls_over_and_lands_on_its_wheels(self) -> None:
        recording = played(speed_flip(0.3), 2.0, 700.0)
        assert roofs(recording).min() < -0.8
        assert recording.wheels[-1, 0] == 4


class TestHalfFlip:
    def test_it_turns_a_reversing_car_round_within_a_second(self) -> None:
        recording = played(half_flip(0.1), 1.5, -700.0, (0.0, 0.0, 17.0))
        heading = noses(recording)[:, 0]
        assert heading[recording.tick_at(1.1)] < -0.75
        assert heading[-1] < -0.75
        assert recording.wheels[-1, 0] == 4
        assert recording.cars[-1, 0, 7] < -1100


class TestWavedash:
    @pytest.mark.parametrize("forward", [1.0, -1.0])
    def test_it_lands_with_more_speed(self, forward: float) -> None:
        recording = played(wavedash(0.1, forward=forward), 1.3, 900.0 * forward, (0.0, 0.0, 17.0))
        (dodge,) = recording.dodges
        after = recording.tick_at(dodge.start_seconds + 0.1)
        before = recording.tick_at(dodge.start_seconds) - 1
        speed = forward * recording.cars[:, 0, 7]
        assert speed[after] > speed[before] + 350
        landing = min(s.end_seconds for s in recording.flights if s.start_seconds > 0.09)
        assert 0 < landing - dodge.start_seconds < 0.2
        assert dodge.end_seconds == pytest.approx(landing, abs=0.02)
        assert roofs(recording)[recording.tick_at(0.1) :].min() > 0.8

    @pytest.mark.parametrize("right", SIDES)
    def test_to_the_side(self, right: float) -> None:
        recording = played(wavedash(0.1, forward=0.0, right=right), 1.3, 900.0)
        assert (right * recording.cars[:, 0, 8]).max() > 400
        assert recording.wheels[-1, 0] == 4


class TestAerials:
    def test_a_fast_aerial_has_two_jumps_and_300_uu_within_a_second(self) -> None:
        recording = played(fast_aerial(), 1.0)
        assert len(recording.double_jumps) == 1
        assert recording.dodges == []
        assert recording.cars[-1, 0, 2] > 450

    def test_flying_to_a_point_arrives_in_time(self) -> None:
        target = (-1500.0, 500.0, 1300.0)
        pilot = in_turn([(0.0, fast_aerial()), (0.4, fly_to(target, at=2.0))])
        recording = played(pilot, 2.0)
        assert recording.cars[-1, 0, :3] == pytest.approx(target, abs=60)


class TestDodges:
    def test_a_front_flip_turns_over_forwards(self) -> None:
        recording = played(front_flip(0.1), 1.0)
        assert recording.dodges[0].torque == pytest.approx((0, 2.24, 0))
        assert noses(recording)[:, 2].min() < -0.95
        assert roofs(recording).min() < -0.9

    def test_a_cancelled_flip_does_not_turn_over(self) -> None:
        recording = played(flip_cancel(0.1), 0.9)
        assert len(recording.dodges) == 1
        assert roofs(recording).min() > -0.2

    def test_a_stall_floats(self) -> None:
        recording = played(stall(0.5), 1.1, 300.0, (0.0, 0.0, 700.0))
        (dodge,) = recording.dodges
        assert dodge.torque == pytest.approx((0, 0, 0))
        floating = slice(recording.tick_at(0.75), recording.tick_at(1.1))
        assert np.abs(recording.cars[floating, 0, 9]).max() < 30
        assert recording.cars[-1, 0, 7:9] == pytest.approx((300, 0), abs=1)


class TestDriving:
    def test_it_reaches_what_it_drives_at(self) -> None:
        target = (0.0, 1500.0, 17.0)
        recording = played(drive_at(target), 3.5)
        distance = np.linalg.norm(recording.cars[:, 0, :3] - target, axis=1)
        assert distance.min() < 100

    def test_throttle_brings_a_car_from_its_roof_to_its_wheels(self) -> None:
        car = Car(position=(0.0, 0.0, 60.0), rotation=(1.0, 0.0, 0.0, 0.0))
        recording = World(None, [car]).play(2.0, [hold(throttle=1.0)])
        assert roofs(recording)[-1] == pytest.approx(1, abs=0.01)


class TestDribble:
    @pytest.mark.parametrize("aside", [-15.0, 0.0, 15.0])
    def test_the_ball_stays_on_the_roof(self, aside: float) -> None:
        car = Car(position=(-3000.0, 0.0, 17.0), velocity=(900.0, 0.0, 0.0))
        ball = Ball(position=(-2990.0, aside, 150.0), velocity=(900.0, 0.0, 0.0))
        recording = World(ball, [car]).play(3.0, [dribble(1000.0)])
        away = recording.ball[:, :3] - recording.cars[:, 0, :3]
        assert away[:, 2].min() > 120
        assert np.hypot(away[:, 0], away[:, 1]).max() < 60
        assert recording.cars[-1, 0, 7] > 950


def test_pilots_take_turns() -> None:
    recording = played(in_turn([(0.2, hold(jump=True)), (0.3, hold(steer=pi))]), 0.5)
    (jump,) = recording.jumps
    assert jump.start_seconds == pytest.approx(0.2, abs=0.01)
    assert jump.end_seconds == pytest.approx(0.3, abs=0.01)
