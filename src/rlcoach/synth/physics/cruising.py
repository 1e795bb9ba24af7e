"""Driving on the open floor, a network frame at once.

A car that has settled on its springs stays level: of its motion three numbers are left, the speeds
along and across the nose and the rate of turning. They follow the equations of `driving`, tick by
tick; springs, wheels and rotations are not looked at.
"""

from __future__ import annotations

from math import copysign, sqrt
from typing import TYPE_CHECKING

from rlcoach.synth.physics.arena import (
    BACK_WALL_Y_UU,
    CORNER_SUM_UU,
    GOAL_BACK_Y_UU,
    GOAL_HALF_WIDTH_UU,
    RAMP_RADIUS_UU,
    SIDE_WALL_X_UU,
)
from rlcoach.synth.physics.constants import (
    BOOST_GROUND_UU_PER_S2,
    CAR_MAX_SPEED_UU_PER_S,
    CAR_REST_UU,
    CURVATURE_PER_UU,
    GRIP_ROOT_UU_PER_S2,
    STEER_RESPONSE_PER_S,
    TICK_SECONDS,
    along,
)
from rlcoach.synth.physics.driving import (
    engine,
    grip_per_root,
    slid,
    turn,
)

if TYPE_CHECKING:
    from rlcoach.synth.physics.car import Car, Controls

_FROM_WALL_UU = RAMP_RADIUS_UU + 60.0
"""All wheels are on the flat floor: they are 60 uu from the centre."""
_INNER_X_UU = SIDE_WALL_X_UU - _FROM_WALL_UU
_INNER_Y_UU = BACK_WALL_Y_UU - _FROM_WALL_UU
_INNER_SUM_UU = CORNER_SUM_UU - _FROM_WALL_UU * sqrt(2)
_GOAL_X_UU = GOAL_HALF_WIDTH_UU - 110.0
_GOAL_Y_UU = GOAL_BACK_Y_UU - 110.0
"""In a goal nothing of the car reaches its walls."""

_LEVEL = 0.9999
_OFF_UU = 0.2
_CLIMB_UU_PER_S = 6.0
_TILT_RAD_PER_S = 0.1
"""How far from rest on its springs a car may be to be put level: less than anyone sees."""

_STRAIGHT_UU_PER_S = 0.01
_STRAIGHT_RAD_PER_S = 1e-4
"""A car that turns and slips less than this goes straight on."""

_UP = (0.0, 0.0, 1.0)
_BOOST_UU_PER_S = BOOST_GROUND_UU_PER_S2 * TICK_SECONDS
_RESPONSE = STEER_RESPONSE_PER_S * TICK_SECONDS
_SLIP = GRIP_ROOT_UU_PER_S2 * TICK_SECONDS
"""In a tick; the last over the root of the sideways speed."""
_TOP_SQUARE = CAR_MAX_SPEED_UU_PER_S**2


def cruise(car: Car, controls: Controls, ticks: int) -> bool:
    """Drives on; false, and nothing done, if the car is not level, free and on the flat floor."""
    if not _is_settled(car) or (controls.jump and not car.jumping.is_pressed):
        return False
    x, y, _ = car.position
    vx, vy, _ = car.velocity
    seconds = ticks * TICK_SECONDS
    if not _is_open(x + vx * seconds, y + vy * seconds):
        return False
    nose, side, _ = car.axes[0]
    burnt = car.burn(controls, ticks)
    is_straight = (
        controls.steer == 0.0
        and car.slide == 0.0
        and controls.throttle * (vx * nose + vy * side) >= 0
        and abs(vy * nose - vx * side) < _STRAIGHT_UU_PER_S
        and abs(car.spin[2]) < _STRAIGHT_RAD_PER_S
    )
    x, y = (_straight if is_straight else _curve)(car, controls, ticks, burnt)
    car.position = x, y, CAR_REST_UU
    car.wheels, car.is_on_ball, car.is_lying = 4, False, False
    car.controls = controls
    car.bump_seconds += seconds
    car.jumping.rest(seconds, is_pressed=controls.jump)
    return True


def _is_settled(car: Car) -> bool:
    if car.wheels < 4 or car.axes[2][2] < _LEVEL or car.jumping.is_jumping:
        return False
    roll, pitch, _ = car.spin
    return (
        abs(car.position[2] - CAR_REST_UU) < _OFF_UU
        and abs(car.velocity[2]) < _CLIMB_UU_PER_S
        and abs(roll) < _TILT_RAD_PER_S
        and abs(pitch) < _TILT_RAD_PER_S
    )


def _is_open(x: float, y: float) -> bool:
    """Whether all of the floor that a car there reaches is flat."""
    far_x, far_y = abs(x), abs(y)
    if far_x < _INNER_X_UU and far_y < _INNER_Y_UU and far_x + far_y < _INNER_SUM_UU:
        return True
    return far_x < _GOAL_X_UU and far_y < _GOAL_Y_UU


def _straight(car: Car, controls: Controls, ticks: int, burnt: int) -> tuple[float, float]:
    """Speeds up; the place after it. `burnt` of the ticks are boosted."""
    x, y, _ = car.position
    nose, side, _ = car.axes[0]
    vx, vy, _ = car.velocity
    speed = vx * nose + vy * side
    change = ticks * _push(speed, controls, ticks, burnt)
    change = min(change, CAR_MAX_SPEED_UU_PER_S - speed)
    # In every tick the speed rises before the way is gone.
    way = (speed * ticks + change * (ticks + 1) * 0.5) * TICK_SECONDS
    speed += change
    car.velocity = speed * nose, speed * side, 0.0
    return x + way * nose, y + way * side


def _push(speed: float, controls: Controls, ticks: int, burnt: int) -> float:
    """Change of forward speed in a tick, in the middle of several."""
    throttle = _throttle(controls, burnt)
    boost = _BOOST_UU_PER_S * burnt / ticks
    if throttle == 0.0:
        return engine(speed, 0.0, ticks * TICK_SECONDS) / ticks + boost
    first = engine(speed, throttle, TICK_SECONDS) + boost
    return engine(speed + first * 0.5 * (ticks - 1), throttle, TICK_SECONDS) + boost


def _throttle(controls: Controls, burnt: int) -> float:
    return 1.0 if burnt and controls.boost else controls.throttle


def _curve(car: Car, controls: Controls, ticks: int, burnt: int) -> tuple[float, float]:
    """Turns speed, spin and axes; the place after it."""
    x, y, _ = car.position
    vx, vy, _ = car.velocity
    nose, side, _ = car.axes[0]
    speed, aside = vx * nose + vy * side, vy * nose - vx * side
    rate, slide = car.spin[2], car.slide
    push = _push(speed, controls, ticks, burnt)
    throttle = _throttle(controls, burnt)
    # Brakes stop at zero, and a slide turns the speed away from the nose: every tick counts.
    is_sliding = slide > 0.0 or controls.handbrake or throttle * speed < 0
    is_fast = abs(speed) + abs(aside) + ticks * abs(push) > CAR_MAX_SPEED_UU_PER_S
    middle = speed if is_fast else speed + 0.5 * (ticks - 1) * push
    wanted = controls.steer * middle * along(CURVATURE_PER_UU, abs(middle))
    slip, way_x, way_y = _SLIP, 0.0, 0.0
    for _ in range(ticks):
        if is_sliding:
            push = engine(speed, throttle, TICK_SECONDS) + _BOOST_UU_PER_S * burnt / ticks
            slide = slid(slide, TICK_SECONDS, is_on=controls.handbrake)
            slip = grip_per_root(slide) * TICK_SECONDS
            rate += turn(speed, rate, controls.steer, slide, TICK_SECONDS)
        else:
            rate += (wanted - rate) * _RESPONSE
        speed += push
        left = abs(aside) - slip * sqrt(abs(aside))
        aside = copysign(left, aside) if left > 0 else 0.0
        if is_fast:
            speed, aside = _limited(speed, aside)
        way_x += speed * nose - aside * side
        way_y += speed * side + aside * nose
        sine = rate * TICK_SECONDS
        cosine = 1 - 0.5 * sine * sine
        nose, side = nose * cosine - side * sine, side * cosine + nose * sine
        speed, aside = speed * cosine + aside * sine, aside * cosine - speed * sine
    car.slide = slide
    car.spin = 0.0, 0.0, rate
    _look(car, nose, side)
    nose, side, _ = car.axes[0]
    car.velocity = speed * nose - aside * side, speed * side + aside * nose, 0.0
    return x + way_x * TICK_SECONDS, y + way_y * TICK_SECONDS


def _limited(speed: float, aside: float) -> tuple[float, float]:
    square = speed * speed + aside * aside
    share = sqrt(_TOP_SQUARE / square) if square > _TOP_SQUARE else 1.0
    return speed * share, aside * share


def _look(car: Car, nose: float, side: float) -> None:
    """Level, along a direction of a length of nearly one."""
    size = sqrt(nose * nose + side * side)
    nose, side = nose / size, side / size
    car.axes = (nose, side, 0.0), (-side, nose, 0.0), _UP
    if nose >= 0:
        half = sqrt((1 + nose) / 2)
        car.rotation = 0.0, 0.0, side / (2 * half), half
    else:
        half = copysign(sqrt((1 - nose) / 2), side)
        car.rotation = 0.0, 0.0, half, side / (2 * half)
