"""Manoeuvres that, once begun, are finished: dodges, half flips, speed flips, wavedashes, jumps.

A move is asked at every network frame and answers with controls, or None when it is over. It
counts its own time from the first question on.
"""

from __future__ import annotations

from math import atan2, cos, hypot, sin
from typing import Protocol

from rlcoach.synth.physics.aiming import air_sticks
from rlcoach.synth.physics.car import Car, Controls
from rlcoach.synth.physics.constants import BALL_RADIUS_UU, DODGE_SECONDS
from rlcoach.synth.physics.vectors import Vector, dot, minus

_UP: Vector = (0.0, 0.0, 1.0)


_CANCEL_SECONDS = 0.55
_LET_GO_SECONDS = 0.03
"""The jump button must be up for a frame between jump and dodge."""

_NOSE_UU = 55.0
"""From a car's centre to its front, about."""


class Move(Protocol):
    """What a player is in the middle of."""

    def press(self, car: Car, seconds: float) -> Controls | None:
        """Controls until the next frame; None when the move is over."""
        ...


class Dodge:
    """A jump and, after it, a dodge towards a side, until the car is down again."""

    def __init__(
        self,
        seconds: float,
        angle: float,
        *,
        after: float = 0.06,
        boosts: bool = False,
        cancels: bool = False,
    ) -> None:
        """Begins now.

        Args:
            seconds: Now.
            angle: Of the dodge, in rad to the right of the nose.
            after: Seconds from jump to dodge.
            boosts: Whether boost is held while the nose looks ahead.
            cancels: Whether the turn is stopped, as in a speed flip.
        """
        self._start = seconds
        self._angle = angle
        self._after = after
        self._boosts = boosts
        self._cancels = cancels
        self._dodged_seconds: float | None = None

    def press(self, car: Car, seconds: float) -> Controls | None:
        """Jump, let go, dodge, turn."""
        now = seconds - self._start
        if self._dodged_seconds is None:
            if now < self._after - _LET_GO_SECONDS:
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
        return self._turn(car, now - self._dodged_seconds)

    def _turn(self, car: Car, since: float) -> Controls | None:
        if since > 0.2 and car.is_driving:
            return None
        nose, _, up = car.axes
        side = 1.0 if self._angle > 0 else -1.0
        if self._cancels and since < _CANCEL_SECONDS:
            return Controls(throttle=1.0, pitch=1.0, roll=side, boost=self._boosts)
        if since < DODGE_SECONDS or (up[2] < 0.3 and since < 1.3):
            # On the way it turns already: with it the car is over soonest.
            roll = side if self._cancels else sin(self._angle)
            pitch = 0.0 if self._cancels else -cos(self._angle)
            boosts = self._boosts and abs(nose[2]) < 0.4 and (self._cancels or up[2] > 0)
            return Controls(throttle=1.0, pitch=pitch, roll=roll, boost=boosts)
        return None


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


def angle_to(car: Car, point: Vector) -> float:
    """Where a point is, in rad to the right of the nose, in the car's own plane."""
    ahead, aside = _in_plane(car, point)
    return atan2(aside, ahead)


def dodge_at(car: Car, ball: Vector) -> Controls:
    """The frame of a dodge towards the ball."""
    ahead, aside = _in_plane(car, ball)
    size = hypot(ahead, aside) or 1.0
    return Controls(throttle=1.0, jump=True, pitch=-ahead / size, yaw=aside / size)


def _in_plane(car: Car, point: Vector) -> tuple[float, float]:
    """How far ahead and to the right of a car a point is."""
    nose, right, _ = car.axes
    way = minus(point, car.position)
    return dot(way, nose), dot(way, right)


def seconds_to_contact(car: Car, ball: Vector, velocity: Vector) -> float:
    """Until the bodies meet if both go on; large if they do not come nearer."""
    x, y, z = car.position
    dx, dy, dz = ball[0] - x, ball[1] - y, ball[2] - z
    distance = (dx * dx + dy * dy + dz * dz) ** 0.5 or 1.0
    u, v, w = car.velocity
    closing = ((u - velocity[0]) * dx + (v - velocity[1]) * dy + (w - velocity[2]) * dz) / distance
    gap = distance - BALL_RADIUS_UU - _NOSE_UU
    if closing < 50.0:
        return 0.0 if gap < 0 else 9.0
    return gap / closing
