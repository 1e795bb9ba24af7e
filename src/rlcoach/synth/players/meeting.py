"""When and where a car can meet the ball."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from math import acos, hypot, sqrt

from rlcoach.synth.physics.arena import BACK_WALL_Y_UU, GOAL_HEIGHT_UU, SIDE_WALL_X_UU
from rlcoach.synth.physics.car import Car
from rlcoach.synth.physics.constants import (
    BOOST_AIR_UU_PER_S2,
    BOOST_PCT_PER_S,
    CAR_MAX_SPEED_UU_PER_S,
    CAR_REST_UU,
    GRAVITY_UU_PER_S2,
    JUMP_HOLD_SECONDS,
    JUMP_HOLD_UU_PER_S2,
    JUMP_UU_PER_S,
)
from rlcoach.synth.physics.vectors import Vector
from rlcoach.synth.players.ball_path import STEP_SECONDS, BallPath
from rlcoach.synth.players.reach import drive_seconds, rise_seconds


class How(Enum):
    """By what a car gets to the ball."""

    DRIVE = auto()
    JUMP = auto()
    FLY = auto()


@dataclass(frozen=True, slots=True)
class Meeting:
    """A moment at which a car can be at the ball."""

    seconds: float
    place: Vector
    """The ball's centre then."""
    velocity: Vector
    """The ball's."""
    how: How


ROOF_REACH_UU = 165.0
"""Height of a ball that a driving car hits well."""
CONTACT_UU = 125.0
"""Between the centres of a car and a ball it hits."""
_NOSE_OVER_UU = 100.0
"""A jumping car hits a ball that is so much higher than itself."""
_TURN_SECONDS_PER_RAD = 0.22
_TURN_ROUND_SECONDS_PER_RAD = 0.3
_TURN_ROUND_FROM_RAD = 1.2
_GROUND_STRIDE = 3
"""Steps of the path between the moments looked at."""
_WALL_UU = 140.0
"""From a side wall: a ball so near is played from the wall."""
_WALL_SECONDS = 0.3
"""Lost on the way up a wall."""


def ground_meeting(
    car: Car,
    path: BallPath,
    seconds: float,
    *,
    boost_pct: float,
    top_uu: float,
    turn_share: float = 1.0,
) -> Meeting | None:
    """The first moment at which a driving or jumping car can be at the ball.

    Args:
        car: On its wheels, or about to land.
        path: Of the ball.
        seconds: Now.
        boost_pct: What he wants to use of his tank.
        top_uu: The highest ball he jumps for.
        turn_share: Of the time that turns cost; in need he hopes for the best.
    """
    x, y, z = car.position
    u, v, _ = car.velocity
    nose = car.axes[0]
    level = hypot(nose[0], nose[1]) or 1.0
    nose_x, nose_y = nose[0] / level, nose[1] / level
    forward = u * nose_x + v * nose_y
    late = _landing_seconds(car)
    places = path.places
    step = max(int((seconds - path.start_seconds) / STEP_SECONDS), 0) + 2
    last = step + 90
    while step < last:
        if path.reach(step) < step:
            return None
        p, q, r = places[step]
        left = path.start_seconds + step * STEP_SECONDS - seconds
        dx, dy = p - x, q - y
        distance = sqrt(dx * dx + dy * dy)
        is_wall = r > top_uu and (
            abs(p) > SIDE_WALL_X_UU - _WALL_UU
            or (abs(q) > BACK_WALL_Y_UU - _WALL_UU and r > GOAL_HEIGHT_UU)
        )
        if is_wall:
            distance += abs(r - z)
        gap = max(distance - CONTACT_UU, 0.0)
        if (r <= top_uu or is_wall) and gap <= CAR_MAX_SPEED_UU_PER_S * left:
            cosine = (dx * nose_x + dy * nose_y) / (distance or 1.0)
            off = acos(min(max(cosine, -1.0), 1.0))
            need = late + drive_seconds(gap, max(forward * cosine, 0.0), boost_pct)
            turn = _TURN_SECONDS_PER_RAD * off
            if off > _TURN_ROUND_FROM_RAD:
                turn += _TURN_ROUND_SECONDS_PER_RAD * (off - _TURN_ROUND_FROM_RAD)
            need += turn_share * turn
            how = How.DRIVE
            if is_wall:
                need += _WALL_SECONDS
            elif r > ROOF_REACH_UU:
                how = How.JUMP
                need = max(need, late + rise_seconds(r - _NOSE_OVER_UU))
            if need <= left:
                return Meeting(seconds + left, places[step], path.velocities[step], how)
        step += _GROUND_STRIDE
    return None


def _landing_seconds(car: Car) -> float:
    """Until a flying car is down; 0 if it drives."""
    if car.is_driving:
        return 0.0
    rise, w = max(car.position[2] - CAR_REST_UU, 0.0), car.velocity[2]
    return 0.15 + (w + sqrt(w * w + 2 * GRAVITY_UU_PER_S2 * rise)) / GRAVITY_UU_PER_S2


_JUMP_GIVES_UU_PER_S = JUMP_UU_PER_S + JUMP_HOLD_UU_PER_S2 * JUMP_HOLD_SECONDS
_JUMP_LAG_UU = 0.5 * JUMP_HOLD_UU_PER_S2 * JUMP_HOLD_SECONDS**2
_DOUBLE_LAG_UU = JUMP_UU_PER_S * 0.27
_FEASIBLE_SHARE = 0.8
"""Of full boost, that may be needed all the way; the rest is for turning and mistakes."""
_TURN_TO_SKY_SECONDS = 0.3
_FLIGHT_STEPS = 75
_LEAST_FLIGHT_SECONDS = 0.45


def flight_start(car: Car, *, doubles: bool) -> tuple[Vector, Vector]:
    """Place and velocity that a jump makes of a driving car, as if it had them at once."""
    up = car.axes[2] if car.is_driving else (0.0, 0.0, 0.0)
    gain = _JUMP_GIVES_UU_PER_S + (JUMP_UU_PER_S if doubles else 0.0)
    lag = _JUMP_LAG_UU + (_DOUBLE_LAG_UU if doubles else 0.0)
    x, y, z = car.position
    u, v, w = car.velocity
    return (
        (x - lag * up[0], y - lag * up[1], z - lag * up[2]),
        (u + gain * up[0], v + gain * up[1], w + gain * up[2]),
    )


def air_meeting(
    car: Car, path: BallPath, seconds: float, *, doubles: bool, least_uu: float
) -> Meeting | None:
    """The first moment at which a car that takes off now, or flies, can be at a high ball.

    Args:
        car: On its wheels or in the air.
        path: Of the ball.
        seconds: Now.
        doubles: Whether he takes off by a double jump.
        least_uu: Lower balls are not worth a flight.
    """
    (x, y, z), (u, v, w) = flight_start(car, doubles=doubles)
    places = path.places
    first = max(int((seconds - path.start_seconds) / STEP_SECONDS), 0)
    step = first + int(_LEAST_FLIGHT_SECONDS / STEP_SECONDS)
    budget = car.boost_pct / BOOST_PCT_PER_S
    while step < first + _FLIGHT_STEPS:
        if path.reach(step) < step:
            return None
        p, q, r = places[step]
        if r >= least_uu:
            left = path.start_seconds + step * STEP_SECONDS - seconds
            dx, dy = p - x - u * left, q - y - v * left
            dz = r - 40.0 - z - w * left + 0.5 * GRAVITY_UU_PER_S2 * left * left
            miss = max(sqrt(dx * dx + dy * dy + dz * dz) - CONTACT_UU, 0.0)
            flown = max(left - _TURN_TO_SKY_SECONDS, 0.1)
            needed = 2 * miss / (flown * flown)
            share = needed / BOOST_AIR_UU_PER_S2
            if share < _FEASIBLE_SHARE and share * flown < budget:
                return Meeting(seconds + left, places[step], path.velocities[step], How.FLY)
        step += 4
    return None
