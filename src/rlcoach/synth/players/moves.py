"""Manoeuvres that, once begun, are finished: dodges, half flips, speed flips, wavedashes, jumps.

A move is asked at every network frame and answers with controls, or None when it is over. It
counts its own time from the first question on.
"""

from __future__ import annotations

from math import atan2, cos, sin
from typing import Protocol

from rlcoach.synth.physics.aiming import air_sticks
from rlcoach.synth.physics.car import Car, Controls
from rlcoach.synth.physics.vectors import Vector

_UP: Vector = (0.0, 0.0, 1.0)


class Move(Protocol):
    """What a player is in the middle of."""

    def press(self, car: Car, seconds: float) -> Controls | None:
        """Controls until the next frame; None when the move is over."""
        ...


class Dodge:
    """A jump and, after it, a dodge towards a side; then nothing until it has turned."""

    def __init__(
        self,
        seconds: float,
        angle: float,
        *,
        after: float = 0.13,
        held: float = 0.07,
        boosts: bool = False,
        cancels: bool = False,
    ) -> None:
        """Begins now.

        Args:
            seconds: Now.
            angle: Of the dodge, in rad to the right of the nose.
            after: Seconds from jump to dodge.
            held: Seconds the jump is held.
            boosts: Whether boost is held.
            cancels: Whether the turn is stopped, as in a speed flip.
        """
        self._start = seconds
        self._angle = angle
        self._after = after
        self._held = held
        self._boosts = boosts
        self._cancels = cancels
        self._dodged_seconds: float | None = None

    def press(self, car: Car, seconds: float) -> Controls | None:
        """Jump, let go, dodge, turn."""
        now = seconds - self._start
        if self._dodged_seconds is None:
            if now < self._held:
                return Controls(throttle=1.0, jump=True, boost=self._boosts)
            if now < self._after or car.jumping.is_pressed:
                return Controls(throttle=1.0, boost=self._boosts)
            if car.is_driving:
                return None
            self._dodged_seconds = now
            return Controls(
                throttle=1.0,
                jump=True,
                pitch=-cos(self._angle),
                yaw=sin(self._angle),
                boost=self._boosts,
            )
        since = now - self._dodged_seconds
        if since > 0.7 or (since > 0.2 and car.is_driving):
            return None
        if not self._cancels:
            return Controls(throttle=1.0)
        return self._cancelled(car, since)

    def _cancelled(self, car: Car, since: float) -> Controls:
        side = 1.0 if self._angle > 0 else -1.0
        if since < 0.62 and car.axes[2][2] < 0.5:
            return Controls(throttle=1.0, pitch=1.0, roll=side, boost=self._boosts)
        x, y, _ = car.axes[0]
        pitch, yaw, roll = air_sticks(car, (x, y, 0.0), _UP)
        return Controls(throttle=1.0, pitch=pitch, yaw=yaw, roll=roll, boost=self._boosts)


class HalfFlip:
    """Turns the car round: a back flip stopped half-way and rolled upright."""

    def __init__(self, seconds: float) -> None:
        """Begins now."""
        self._start = seconds

    def press(self, car: Car, seconds: float) -> Controls | None:
        """Jump, back dodge, cancel, roll."""
        now = seconds - self._start
        if now < 0.05:
            return Controls(throttle=-1.0, jump=True)
        if now < 0.09:
            return Controls(throttle=-1.0)
        if now < 0.13:
            return Controls(jump=True, pitch=1.0)
        if now < 0.39:
            return Controls(pitch=1.0)
        if now > 1.2 or (now > 0.5 and car.is_driving):
            return None
        _, yaw, roll = air_sticks(car, (car.velocity[0], car.velocity[1], 0.0), _UP)
        return Controls(throttle=1.0, pitch=-1.0, yaw=yaw, roll=roll)


_DASH_HEIGHT_UU = 40.0


class WaveDash:
    """A tap of jump, the nose lifted, and a dodge into the landing."""

    def __init__(self, seconds: float) -> None:
        """Begins now."""
        self._start = seconds
        self._has_dodged = False

    def press(self, car: Car, seconds: float) -> Controls | None:
        """Tap, tilt, dash."""
        now = seconds - self._start
        if now < 0.02:
            return Controls(throttle=1.0, jump=True)
        if self._has_dodged:
            return None if now > 0.4 and car.is_driving else Controls(throttle=1.0)
        if now > 1.0 or (now > 0.2 and car.is_driving):
            return None
        if car.velocity[2] < 0 and car.position[2] < _DASH_HEIGHT_UU:
            self._has_dodged = True
            return Controls(throttle=1.0, jump=True, pitch=-1.0)
        x, y, _ = car.axes[0]
        pitch, yaw, roll = air_sticks(car, (x, y, 0.4), (-0.4 * x, -0.4 * y, 1.0))
        return Controls(throttle=1.0, pitch=pitch, yaw=yaw, roll=roll)


def angle_to(car: Car, point: Vector) -> float:
    """Where a point is, in rad to the right of the nose, in the car's own plane."""
    nose, right, _ = car.axes
    x, y, z = car.position
    dx, dy, dz = point[0] - x, point[1] - y, point[2] - z
    ahead = dx * nose[0] + dy * nose[1] + dz * nose[2]
    aside = dx * right[0] + dy * right[1] + dz * right[2]
    return atan2(aside, ahead)
