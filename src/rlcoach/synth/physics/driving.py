"""Driving on whatever the wheels stand on."""

from __future__ import annotations

from math import copysign, sqrt
from typing import TYPE_CHECKING

from rlcoach.synth.physics.constants import (
    BRAKE_UU_PER_S2,
    COAST_UU_PER_S2,
    CURVATURE_PER_UU,
    GRAVITY_UU_PER_S2,
    GRIP_ROOT_UU_PER_S2,
    HANDBRAKE_FALL_PER_S,
    HANDBRAKE_GRIP_SHARE,
    HANDBRAKE_RISE_PER_S,
    HANDBRAKE_TURN_RAD_PER_S,
    HANDBRAKE_TURN_RAD_PER_S2,
    STEER_RESPONSE_PER_S,
    STICK_SHARE,
    STOP_BELOW_UU_PER_S,
    THROTTLE_UU_PER_S2,
    TICK_SECONDS,
    along,
)

if TYPE_CHECKING:
    from rlcoach.synth.physics.car import Car


def drive(car: Car, seconds: float = TICK_SECONDS) -> None:
    """A short time of engine, brakes, steering, grip and the pull that keeps cars on walls."""
    (nx, ny, nz), (rx, ry, rz), (ux, uy, uz) = car.axes
    vx, vy, vz = car.velocity
    sx, sy, sz = car.spin
    controls = car.controls
    speed, aside = vx * nx + vy * ny + vz * nz, vx * rx + vy * ry + vz * rz
    throttle = 1.0 if controls.boost and car.boost_pct > 0 else controls.throttle
    car.slide = slide = slid(car.slide, seconds, is_on=controls.handbrake)
    push = engine(speed, throttle, seconds)
    hold = grip_per_root(slide) * sqrt(abs(aside)) * seconds
    hold = -copysign(min(hold, abs(aside)), aside)
    turns = turn(speed, sx * ux + sy * uy + sz * uz, controls.steer, slide, seconds)
    car.spin = sx + turns * ux, sy + turns * uy, sz + turns * uz
    moves = throttle != 0.0 or abs(speed) > STOP_BELOW_UU_PER_S
    stick = STICK_SHARE + (1 - abs(uz) if moves else 0.0)
    pull = -stick * GRAVITY_UU_PER_S2 * seconds
    car.velocity = (
        vx + push * nx + hold * rx + pull * ux,
        vy + push * ny + hold * ry + pull * uy,
        vz + push * nz + hold * rz + pull * uz,
    )


def slid(slide: float, seconds: float, *, is_on: bool) -> float:
    """How far the handbrake is on after some time."""
    rate = HANDBRAKE_RISE_PER_S if is_on else -HANDBRAKE_FALL_PER_S
    return min(max(slide + rate * seconds, 0.0), 1.0)


def engine(speed: float, throttle: float, seconds: float) -> float:
    """Change of forward speed by engine, brakes and rolling on, in a short time."""
    if throttle == 0.0:
        rate = -copysign(COAST_UU_PER_S2, speed)
    elif throttle * speed < 0 and abs(speed) > STOP_BELOW_UU_PER_S:
        rate = -copysign(BRAKE_UU_PER_S2, speed)
    else:
        return throttle * along(THROTTLE_UU_PER_S2, abs(speed)) * seconds
    change = rate * seconds
    return -speed if abs(change) > abs(speed) else change


def grip_per_root(slide: float) -> float:
    """Sideways deceleration over the square root of the sideways speed."""
    return GRIP_ROOT_UU_PER_S2 * (1 + (HANDBRAKE_GRIP_SHARE - 1) * slide)


def turn(speed: float, rate: float, steer: float, slide: float, seconds: float) -> float:
    """Change of the spin about the roof's axis in a short time, by forward speed and that spin."""
    wanted = steer * speed * along(CURVATURE_PER_UU, abs(speed))
    change = (wanted - rate) * (STEER_RESPONSE_PER_S * seconds)
    if slide == 0.0:
        return change
    sliding = steer * copysign(HANDBRAKE_TURN_RAD_PER_S, speed) - rate
    most = HANDBRAKE_TURN_RAD_PER_S2 * seconds
    sliding = min(max(sliding, -most), most)
    return change + slide * (sliding - change)
