"""Recordings: what they name, and how they are mirrored and turned."""

from __future__ import annotations

from math import pi

import numpy as np
import pytest

from rlcoach.synth.physics.ball import Ball
from rlcoach.synth.physics.car import Car
from rlcoach.synth.physics.manoeuvres import steps
from rlcoach.synth.physics.recording import Recording
from rlcoach.synth.physics.vectors import Quaternion, Vector, facing
from rlcoach.synth.physics.world import World


def scene(side: float = 1.0, ahead: float = 1.0) -> Recording:
    """A car that slides, boosts and flips to a side into a bouncing ball."""
    rotation: Quaternion = facing((0.3 * side * ahead, ahead, 0.0), (0.0, 0.0, 1.0))
    place: Vector = (200.0 * side * ahead, -700.0 * ahead, 17.0)
    car = Car(position=place, velocity=(0.0, 800.0 * ahead, 0.0), rotation=rotation)
    ball = Ball(
        (500.0 * side * ahead, 300.0 * ahead, 600.0),
        (-150.0 * side * ahead, -200.0 * ahead, 0.0),
        (1.0 * ahead, 2.0 * side * ahead, 3.0 * side),
    )
    pilot = steps(
        [
            (0.0, {"throttle": 1.0, "steer": 0.5 * side, "handbrake": True}),
            (0.3, {"throttle": 1.0, "boost": True}),
            (0.5, {"jump": True, "boost": True}),
            (0.6, {"boost": True}),
            (0.7, {"jump": True, "pitch": -1.0, "roll": side}),
            (0.8, {"yaw": side}),
        ]
    )
    return World(ball, [car]).play(1.6, [pilot])


def assert_same(one: Recording, other: Recording) -> None:
    """The same play; how the ball's pattern is turned does not matter."""
    columns = [*range(3), *range(7, 13)]
    assert np.allclose(one.ball[:, columns], other.ball[:, columns], atol=1e-4)
    assert np.allclose(one.cars[..., columns], other.cars[..., columns], atol=1e-4)
    # A quaternion and its negative are the same rotation.
    cosines = np.sum(one.cars[..., 3:7] * other.cars[..., 3:7], axis=-1)
    assert np.allclose(np.abs(cosines), 1)
    assert np.allclose(one.torque, other.torque)
    assert np.allclose(one.inputs, other.inputs)


class TestOtherSides:
    def test_a_mirrored_recording_is_a_mirrored_play(self) -> None:
        assert_same(scene().mirrored(), scene(side=-1.0))

    def test_a_turned_recording_is_a_play_the_other_way(self) -> None:
        assert_same(scene().half_turned(), scene(ahead=-1.0))

    def test_the_same_play_is_always_the_same(self) -> None:
        assert np.array_equal(scene().cars, scene().cars)


class TestWhatHappened:
    def test_everything_is_named_once(self) -> None:
        recording = scene()
        assert [span.start_seconds for span in recording.slides] == pytest.approx([0.0], abs=0.01)
        assert [span.start_seconds for span in recording.boosts] == pytest.approx([0.3], abs=0.01)
        assert [span.start_seconds for span in recording.jumps] == pytest.approx([0.5], abs=0.01)
        (dodge,) = recording.dodges
        assert dodge.start_seconds == pytest.approx(0.7, abs=0.01)
        half = pi / 4
        assert dodge.torque == pytest.approx((-2.6 * np.sin(half), 2.24 * np.cos(half), 0))
        (flight,) = recording.flights
        assert flight.start_seconds == pytest.approx(0.52, abs=0.03)

    def test_a_touch_knows_the_ball_before_and_after(self) -> None:
        ball = Ball(position=(0.0, 300.0, 91.25))
        car = Car(velocity=(0.0, 1400.0, 0.0), rotation=facing((0, 1, 0), (0, 0, 1)))
        (touch,) = World(ball, [car]).play(0.3, [steps([])]).touches
        assert touch.ball_velocity_before[1] == pytest.approx(0, abs=1)
        assert touch.ball_velocity_after[1] > 1400
