"""Drivers that cost almost nothing and keep the physics as busy as people do."""

from __future__ import annotations

from math import atan2
from random import Random

from rlcoach.synth.physics.car import RESTING, Car, Controls
from rlcoach.synth.physics.vectors import into, minus
from rlcoach.synth.situation import Phase, Situation

_JUMP_EVERY_SECONDS = (2.0, 6.0)
"""People jump some ten times a minute, mostly for a dodge."""


class Driver:
    """Of three he is the one who goes for the ball, or one of two who follow at a distance."""

    def __init__(self, seed: int, row: int) -> None:
        """The row in his team says how far behind the ball he stays."""
        self._random = Random(seed)
        self._distance_uu = 1300.0 * row
        self._aside_uu = (0.0, -1200.0, 1200.0)[row % 3]
        self._jumps_at = 1.0

    def decide(self, situation: Situation, me: int) -> Controls:
        """Drives to his place, and jumps and dodges now and then."""
        car = situation.cars[me]
        if car is None or situation.phase is Phase.COUNTDOWN:
            return RESTING
        after = situation.seconds - self._jumps_at
        if after >= 0:
            return self._dodge(after)
        side = 1.0 if situation.teams[me] == 0 else -1.0
        x, y, _ = situation.ball.position
        back = self._distance_uu or (80.0 if side * (y - car.position[1]) > 0 else 1500.0)
        return self._drive(car, x + self._aside_uu, max(min(y - side * back, 4900.0), -4900.0))

    def wants_ball_cam(self) -> bool:
        """Always."""
        return True

    def _drive(self, car: Car, x: float, y: float) -> Controls:
        ahead, aside, _ = into(car.axes, minus((x, y, 0.0), car.position))
        steer = max(-1.0, min(1.0, 3 * atan2(aside, ahead)))
        is_far = ahead > 800.0 or self._distance_uu == 0.0
        return Controls(
            throttle=1.0 if ahead > 0 else 0.6,
            steer=steer,
            boost=is_far and abs(steer) < 0.3,
            handbrake=abs(aside) > 800.0 > ahead,
        )

    def _dodge(self, seconds: float) -> Controls:
        if seconds > 0.25:
            self._jumps_at += seconds + self._random.uniform(*_JUMP_EVERY_SECONDS)
        is_down = seconds < 0.1 or seconds > 0.15
        return Controls(throttle=1.0, jump=is_down, pitch=-1.0 if seconds > 0.15 else 0.0)
