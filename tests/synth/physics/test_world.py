"""Whole worlds: whatever is pressed, bodies stay whole and inside."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from rlcoach.synth.physics.ball import Ball
from rlcoach.synth.physics.car import Car, Controls
from rlcoach.synth.physics.constants import (
    BALL_MAX_SPEED_UU_PER_S,
    BALL_RADIUS_UU,
    CAR_MAX_SPEED_UU_PER_S,
    CAR_MAX_SPIN_RAD_PER_S,
)
from rlcoach.synth.physics.recording import Recording
from rlcoach.synth.physics.world import Pilot, World


def wild(random: Random) -> Pilot:
    """Presses anything, for a while each."""
    pressed, until = Controls(), 0.0

    def stick() -> float:
        return max(-1.0, min(1.0, random.gauss(0, 1)))

    def fly(world: World, _car: Car) -> Controls:
        nonlocal pressed, until
        if world.seconds >= until:
            until = world.seconds + random.uniform(0.05, 0.8)
            pressed = Controls(
                throttle=stick(),
                steer=stick(),
                pitch=stick(),
                yaw=stick(),
                roll=stick(),
                jump=random.random() < 0.3,
                boost=random.random() < 0.5,
                handbrake=random.random() < 0.2,
            )
        return pressed

    return fly


def wild_play(seed: int, seconds: float = 4.0) -> Recording:
    """Three cars and a ball near a corner."""
    random = Random(seed)
    cars = [
        Car(position=(random.uniform(1500, 3000), random.uniform(2000, 3500), 17.0))
        for _ in range(3)
    ]
    ball = Ball((2500.0, 3500.0, 500.0), (random.uniform(-900, 900), 900.0, 300.0))
    return World(ball, cars).play(seconds, [wild(random) for _ in cars])


@pytest.mark.parametrize("seed", range(4))
class TestWildPlay:
    def test_bodies_stay_inside(self, seed: int) -> None:
        recording = wild_play(seed)
        places = np.abs(recording.cars[..., :3])
        assert (places.max(axis=(0, 1)) < (4100, 6010, 2046)).all()
        assert recording.cars[..., 2].min() > 0
        assert recording.ball[:, 2].min() > BALL_RADIUS_UU - 20

    def test_bodies_keep_the_limits_of_the_game(self, seed: int) -> None:
        recording = wild_play(seed)
        assert np.isfinite(recording.cars).all()
        speeds = np.linalg.norm(recording.cars[..., 7:10], axis=-1)
        spins = np.linalg.norm(recording.cars[..., 10:13], axis=-1)
        assert speeds.max() < CAR_MAX_SPEED_UU_PER_S + 0.01
        assert spins.max() < CAR_MAX_SPIN_RAD_PER_S + 0.01
        assert np.linalg.norm(recording.ball[:, 7:10], axis=1).max() < BALL_MAX_SPEED_UU_PER_S + 1
        assert np.allclose(np.linalg.norm(recording.cars[..., 3:7], axis=-1), 1)

    def test_the_same_buttons_give_the_same_play(self, seed: int) -> None:
        assert np.array_equal(wild_play(seed, 1.0).cars, wild_play(seed, 1.0).cars)
