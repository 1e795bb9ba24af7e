"""Where a ball must start to be somewhere at a given moment."""

from __future__ import annotations

from rlcoach.synth.physics.arena import nearest_surface
from rlcoach.synth.physics.ball import Ball, a_tick_before, rolling_spin
from rlcoach.synth.physics.constants import BALL_RADIUS_UU, BALL_RESTITUTION, TICK_SECONDS
from rlcoach.synth.physics.vectors import ZERO, Vector, dot, minus, plus, scaled

_CORRECTIONS = 4
"""Rounds in which what the forward flight misses is taken off its start."""

_HIT_UU = 1.0


class NoWay(ValueError):
    """A free flight with the wished bounces does not lead there."""


def launch(position: Vector, velocity: Vector, *, seconds: float, bounces: int = 0) -> Ball:
    """The ball whose free flight ends at `position` with `velocity` after `seconds`.

    Args:
        position: uu.
        velocity: uu/s.
        seconds: Of flight.
        bounces: How often it may meet floor or walls; it spins so that it does not slip there.

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


def _back(
    position: Vector, velocity: Vector, ticks: int, bounces: int
) -> tuple[Vector, Vector, Vector]:
    """Place, velocity and spin so many ticks before."""
    spin = ZERO
    for _ in range(ticks):
        surface = nearest_surface(position)
        leaving = dot(velocity, surface.normal)
        if surface.distance < BALL_RADIUS_UU and leaving > 0:
            if bounces == 0:
                raise NoWay(f"the ball would have to come through {position}")
            bounces -= 1
            velocity = plus(velocity, surface.normal, -leaving * (1 + 1 / BALL_RESTITUTION))
            level = minus(velocity, scaled(surface.normal, dot(velocity, surface.normal)))
            spin = rolling_spin(level, surface.normal)
        position, velocity = a_tick_before(position, velocity)
    return position, velocity, spin


def _forward(ball: Ball, ticks: int) -> Vector:
    flown = Ball(ball.position, ball.velocity, ball.spin)
    for _ in range(ticks):
        flown.tick()
    return flown.position
