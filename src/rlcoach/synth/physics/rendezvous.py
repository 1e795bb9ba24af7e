"""Where a ball must start to be somewhere at a given moment."""

from __future__ import annotations

from rlcoach.synth.physics.arena import nearest_surface
from rlcoach.synth.physics.ball import Ball, a_rolling_tick_before, a_tick_before, before_bounce
from rlcoach.synth.physics.car import Car
from rlcoach.synth.physics.constants import (
    BALL_RADIUS_UU,
    BALL_ROLL_BELOW_UU_PER_S,
    TICK_SECONDS,
)
from rlcoach.synth.physics.contact import nearest_of_hitbox
from rlcoach.synth.physics.vectors import (
    ZERO,
    Vector,
    dot,
    into,
    length,
    minus,
    out_of,
    plus,
)

_CORRECTIONS = 4
"""Rounds in which what the forward flight misses is taken off its start."""

_LIFT_UU = 0.1
"""Room that keeps a ball beside a surface from bouncing off it."""

_HIT_UU = 10.0
"""A bounce happens in a tick, in which a fast ball moves by more than this."""


class NoWay(ValueError):
    """A free flight with the wished bounces does not lead there."""


def launch(position: Vector, velocity: Vector, *, seconds: float, bounces: int = 0) -> Ball:
    """The ball whose free flight ends at `position` with `velocity` after `seconds`.

    Args:
        position: uu.
        velocity: uu/s.
        seconds: Of flight.
        bounces: How often it may meet floor or walls; it spins so that it slips little there.

    Raises:
        NoWay: the flight would need more bounces, or begin outside the field.
    """
    ticks = round(seconds / TICK_SECONDS)
    start, speed, spin = _back(position, velocity, ticks, bounces)
    ball = Ball(start, speed, spin)
    for _ in range(_CORRECTIONS if spin != ZERO else 0):
        miss = minus(position, _forward(ball, ticks))
        ball = Ball(plus(ball.position, miss), speed, spin)
    miss = minus(position, _forward(ball, ticks))
    if max(map(abs, miss)) > _HIT_UU:
        raise NoWay(f"the ball comes {miss} uu beside {position}")
    return ball


def touching(car: Car, side: Vector) -> Vector:
    """Where the ball's centre is when it touches the middle of a side of a car (of its axes).

    Where a surface is in the way, as the floor is before the nose of a car that drives, the ball
    lies on it.
    """
    reach = [
        offset + towards * (half + BALL_RADIUS_UU)
        for offset, half, towards in zip(car.box.offset, car.half_uu, side, strict=True)
    ]
    spot = plus(car.position, out_of(car.axes, (reach[0], reach[1], reach[2])))
    surface = nearest_surface(spot)
    if surface.distance >= BALL_RADIUS_UU:
        return spot
    spot = plus(spot, surface.normal, BALL_RADIUS_UU + _LIFT_UU - surface.distance)
    outward = out_of(car.axes, side)
    for _ in range(_CORRECTIONS):
        local = into(car.axes, minus(spot, car.position))
        gap = length(minus(local, nearest_of_hitbox(car, local)))
        spot = plus(spot, outward, BALL_RADIUS_UU - gap)
    return spot


def _back(
    position: Vector, velocity: Vector, ticks: int, bounces: int
) -> tuple[Vector, Vector, Vector]:
    """Place, velocity and spin so many ticks before."""
    spin = ZERO
    for _ in range(ticks):
        surface = nearest_surface(position)
        leaving = dot(velocity, surface.normal)
        if surface.distance < BALL_RADIUS_UU + 2 * _LIFT_UU and _rolls(surface.normal, leaving):
            position, velocity, spin = a_rolling_tick_before(position, velocity)
            continue
        if surface.distance < BALL_RADIUS_UU and leaving > 0:
            if bounces == 0:
                raise NoWay(f"the ball would have to come through {position}")
            bounces -= 1
            velocity, spin = before_bounce(velocity, surface.normal)
        position, velocity = a_tick_before(position, velocity)
    return position, velocity, spin


def _rolls(normal: Vector, leaving: float) -> bool:
    return normal[2] == 1.0 and abs(leaving) < BALL_ROLL_BELOW_UU_PER_S


def _forward(ball: Ball, ticks: int) -> Vector:
    flown = Ball(ball.position, ball.velocity, ball.spin)
    for _ in range(ticks):
        flown.tick()
    return flown.position
