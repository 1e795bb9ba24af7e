"""Sticks that turn a car towards something, in the air and on the ground."""

from __future__ import annotations

from math import atan2, hypot

from rlcoach.synth.physics.car import Car
from rlcoach.synth.physics.vectors import Vector, dot, into, minus, unit

_PITCH_YAW_PER_RAD, _PITCH_YAW_PER_RAD_PER_S = 3.5, 0.8
_ROLL_PER_RAD, _ROLL_PER_RAD_PER_S = 2.0, 0.4
"""Stick per error and per spin; nearly critical for the game's torques."""

_STEER_PER_RAD = 3.0


def air_sticks(car: Car, nose: Vector, roof: Vector | None = None) -> tuple[float, float, float]:
    """Pitch, yaw and roll that turn the nose along one direction and the roof to another."""
    rolls, pitches, yaws = into(car.axes, car.spin)
    x, y, z = into(car.axes, unit(nose))
    # How far away the wanted nose is, and about which of the car's axes to turn.
    angle, size = atan2(hypot(y, z), x), hypot(y, z)
    up, right = (z / size, y / size) if size > 0 else (0.0, 1.0 if angle > 1 else 0.0)
    pitch = _PITCH_YAW_PER_RAD * angle * up + _PITCH_YAW_PER_RAD_PER_S * pitches
    yaw = _PITCH_YAW_PER_RAD * angle * right - _PITCH_YAW_PER_RAD_PER_S * yaws
    tilt = 0.0
    if roof is not None:
        _, across, above = into(car.axes, roof)
        tilt = atan2(across, above)
    roll = _ROLL_PER_RAD * tilt + _ROLL_PER_RAD_PER_S * rolls
    return _stick(pitch), _stick(yaw), _stick(roll)


def ground_steer(car: Car, target: Vector) -> float:
    """Steering towards a point."""
    forward, right, _ = into(car.axes, minus(target, car.position))
    return _stick(_STEER_PER_RAD * atan2(right, forward))


def _stick(value: float) -> float:
    return min(max(value, -1.0), 1.0)


def is_along(car: Car, direction: Vector, cosine: float) -> bool:
    """Whether the nose looks along a direction."""
    return dot(car.axes[0], unit(direction)) > cosine
