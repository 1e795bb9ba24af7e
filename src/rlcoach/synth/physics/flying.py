"""Turning in the air: by the stick, and by a dodge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rlcoach.synth.physics.constants import (
    AIR_PITCH_DAMPING_PER_S,
    AIR_PITCH_RAD_PER_S2,
    AIR_ROLL_DAMPING_PER_S,
    AIR_ROLL_RAD_PER_S2,
    AIR_THROTTLE_UU_PER_S2,
    AIR_YAW_DAMPING_PER_S,
    AIR_YAW_RAD_PER_S2,
    DODGE_PITCH_LOCK_SECONDS,
    DODGE_PITCH_RAD_PER_S2,
    DODGE_ROLL_RAD_PER_S2,
    DODGE_SECONDS,
    TICK_SECONDS,
)
from rlcoach.synth.physics.vectors import ZERO, out_of, plus

if TYPE_CHECKING:
    from rlcoach.synth.physics.car import Car


def steer(car: Car, seconds: float = TICK_SECONDS) -> None:
    """A short time of spin and of the throttle's little push."""
    state, controls = car.jumping, car.controls
    is_free = True
    if state.is_dodging and state.torque != ZERO:
        is_free = _dodge(car, seconds)
    if is_free:
        is_locked = state.has_dodged and (
            state.dodge_seconds < DODGE_SECONDS + DODGE_PITCH_LOCK_SECONDS
        )
        _turn(car, 0.0 if is_locked else controls.pitch, seconds)
    if controls.throttle != 0.0:
        push = controls.throttle * AIR_THROTTLE_UU_PER_S2 * seconds
        car.velocity = plus(car.velocity, car.axes[0], push)


def _dodge(car: Car, seconds: float) -> bool:
    """The dodge's torque; true if the player pitches against it and so keeps control."""
    left, forward, _ = car.jumping.torque
    pitch = car.controls.pitch
    cancels = pitch * forward > 0
    if cancels:
        forward *= 1 - min(abs(pitch), 1.0)
    roll = DODGE_ROLL_RAD_PER_S2 * left * seconds
    turn = DODGE_PITCH_RAD_PER_S2 * forward * seconds
    car.spin = plus(car.spin, out_of(car.axes, (roll, turn, 0.0)))
    return cancels


def _turn(car: Car, pitch: float, seconds: float) -> None:
    """Input and damping about the car's axes; roll and pitch count against their axes."""
    controls = car.controls
    (ax, ay, az), (bx, by, bz), (cx, cy, cz) = car.axes
    sx, sy, sz = car.spin
    rolls = ax * sx + ay * sy + az * sz
    pitches = bx * sx + by * sy + bz * sz
    yaws = cx * sx + cy * sy + cz * sz
    yaw = controls.yaw
    roll = -AIR_ROLL_RAD_PER_S2 * controls.roll - AIR_ROLL_DAMPING_PER_S * rolls
    dip = -AIR_PITCH_RAD_PER_S2 * pitch - AIR_PITCH_DAMPING_PER_S * (1 - abs(pitch)) * pitches
    swing = AIR_YAW_RAD_PER_S2 * yaw - AIR_YAW_DAMPING_PER_S * (1 - abs(yaw)) * yaws
    car.spin = (
        sx + seconds * (ax * roll + bx * dip + cx * swing),
        sy + seconds * (ay * roll + by * dip + cy * swing),
        sz + seconds * (az * roll + bz * dip + cz * swing),
    )
