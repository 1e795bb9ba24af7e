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
from rlcoach.synth.physics.vectors import dot, plus

if TYPE_CHECKING:
    from rlcoach.synth.physics.car import Car


def drive(car: Car) -> None:
    """A tick of engine, brakes, steering, grip and the pull that keeps cars on walls."""
    nose, right, up = car.axes
    speed, aside = dot(car.velocity, nose), dot(car.velocity, right)
    throttle = 1.0 if car.controls.boost and car.boost_pct > 0 else car.controls.throttle
    _slide(car)
    car.velocity = plus(car.velocity, nose, _engine(speed, throttle))
    car.velocity = plus(car.velocity, right, _grip(aside, car.slide))
    car.spin = plus(car.spin, up, _turn(car, speed, dot(car.spin, up)))
    moves = throttle != 0.0 or abs(speed) > STOP_BELOW_UU_PER_S
    stick = STICK_SHARE + (1 - abs(up[2]) if moves else 0.0)
    car.velocity = plus(car.velocity, up, -stick * GRAVITY_UU_PER_S2 * TICK_SECONDS)


def _slide(car: Car) -> None:
    rate = HANDBRAKE_RISE_PER_S if car.controls.handbrake else -HANDBRAKE_FALL_PER_S
    car.slide = min(max(car.slide + rate * TICK_SECONDS, 0.0), 1.0)


def _engine(speed: float, throttle: float) -> float:
    """Change of forward speed in a tick."""
    if throttle == 0.0:
        rate = -copysign(COAST_UU_PER_S2, speed)
    elif throttle * speed < 0 and abs(speed) > STOP_BELOW_UU_PER_S:
        rate = -copysign(BRAKE_UU_PER_S2, speed)
    else:
        return throttle * along(THROTTLE_UU_PER_S2, abs(speed)) * TICK_SECONDS
    change = rate * TICK_SECONDS
    return -speed if abs(change) > abs(speed) else change


def _grip(aside: float, slide: float) -> float:
    """Change of sideways speed in a tick."""
    share = 1 + (HANDBRAKE_GRIP_SHARE - 1) * slide
    most = GRIP_ROOT_UU_PER_S2 * sqrt(abs(aside)) * share * TICK_SECONDS
    return -copysign(min(most, abs(aside)), aside)


def _turn(car: Car, speed: float, rate: float) -> float:
    """Change of the spin about the roof's axis in a tick."""
    steer = car.controls.steer
    wanted = steer * speed * along(CURVATURE_PER_UU, abs(speed))
    change = (wanted - rate) * min(STEER_RESPONSE_PER_S * TICK_SECONDS, 1.0)
    if car.slide == 0.0:
        return change
    sliding = steer * copysign(HANDBRAKE_TURN_RAD_PER_S, speed) - rate
    most = HANDBRAKE_TURN_RAD_PER_S2 * TICK_SECONDS
    sliding = min(max(sliding, -most), most)
    return change + car.slide * (sliding - change)
