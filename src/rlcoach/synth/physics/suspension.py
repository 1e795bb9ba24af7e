"""What holds a car up: springs of four wheels, and its body where it has no wheels."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from rlcoach.synth.physics.arena import Surface, nearest_surface
from rlcoach.synth.physics.constants import (
    BODY_FRICTION,
    BODY_RESTITUTION,
    CAR_MASS,
    CAR_REST_UU,
    GRAVITY_UU_PER_S2,
    RIGHTING_RAD_PER_S2,
    RIGHTING_UU_PER_S2,
    SPRING_DAMPING_PER_S,
    SPRING_PER_S2,
    STICK_SHARE,
    TICK_SECONDS,
    WHEEL_DROOP_UU,
    WHEELS_UU,
)
from rlcoach.synth.physics.vectors import (
    ZERO,
    Vector,
    cross,
    dot,
    into,
    length,
    minus,
    out_of,
    plus,
    scaled,
)

if TYPE_CHECKING:
    from rlcoach.synth.physics.car import Car

_REACH_UU = 100.0
"""A car whose centre is farther from everything touches nothing."""

_LEAST_COSINE = 0.2
"""Between roof and surface, for a wheel to carry."""

_BEND_AT_REST_UU = (1 + STICK_SHARE) * GRAVITY_UU_PER_S2 / SPRING_PER_S2
_SPRING_UU = CAR_REST_UU + _BEND_AT_REST_UU

_BASE_UU = WHEELS_UU[0][0] - WHEELS_UU[2][0]
_SHARE_FRONT = -WHEELS_UU[2][0] / _BASE_UU / 2
"""Of the car's weight on each front wheel: with it a standing car is level."""

_EDGE = 0.05
"""Cosine below which a side of the body lies flat on a surface."""


def support(car: Car) -> None:
    """A tick of the wheels' springs; counts the wheels that stand on the field."""
    car.wheels = 0
    surface = nearest_surface(car.position)
    if surface.distance > _REACH_UU or dot(car.axes[2], surface.normal) < _LEAST_COSINE:
        return
    pushes = []
    for forward, right in WHEELS_UU:
        wheel = out_of(car.axes, (forward, right, -_SPRING_UU))
        share = _SHARE_FRONT if forward > 0 else 0.5 - _SHARE_FRONT
        pushes.append((wheel, _spring(car, wheel, surface, share)))
    # All springs push at once: one after the other they would turn the car.
    for wheel, push in pushes:
        if push != ZERO:
            car.hit(wheel, push)


def wheels_on_field(car: Car) -> int:
    """How many wheels stand on the field, with nothing done to the car."""
    probe = copy(car)
    support(probe)
    return probe.wheels


def _spring(car: Car, wheel: Vector, surface: Surface, share: float) -> Vector:
    """The impulse on one wheel; `wheel` is where it hangs unloaded, from the car's centre."""
    if surface.is_flat:
        normal = surface.normal
        gap = surface.distance + dot(wheel, normal)
    else:
        gap, normal, _ = nearest_surface(plus(car.position, wheel))
    cosine = dot(car.axes[2], normal)
    if cosine < _LEAST_COSINE or gap > WHEEL_DROOP_UU * cosine:
        return ZERO
    car.wheels += 1
    if gap >= 0:
        return ZERO
    approach = dot(car.velocity_at(wheel), normal)
    push = SPRING_PER_S2 * -gap - SPRING_DAMPING_PER_S * approach
    return scaled(normal, max(push, 0.0) * share * CAR_MASS * TICK_SECONDS)


def body_contact(car: Car) -> None:
    """Keeps the body out of the field's surfaces, with a bounce and friction."""
    surface = nearest_surface(car.position)
    if surface.distance > _REACH_UU:
        return
    lever = _lowest(car, surface.normal)
    if not surface.is_flat:
        surface = nearest_surface(plus(car.position, lever))
        depth = surface.distance
    else:
        depth = surface.distance + dot(lever, surface.normal)
    if depth >= 0:
        return
    normal = surface.normal
    car.position = plus(car.position, normal, -depth)
    _rebound(car, lever, normal)
    if car.controls.throttle != 0.0:
        _right(car, normal)


def _lowest(car: Car, normal: Vector) -> Vector:
    """The point of the body deepest against a normal, from the car's centre; flat sides: middle."""
    box = into(car.axes, normal)
    sides = [
        offset - half * min(max(cosine / _EDGE, -1.0), 1.0)
        for offset, half, cosine in zip(car.box.offset, car.half_uu, box, strict=True)
    ]
    return out_of(car.axes, (sides[0], sides[1], sides[2]))


def _rebound(car: Car, lever: Vector, normal: Vector) -> None:
    moves = car.velocity_at(lever)
    approach = dot(moves, normal)
    if approach >= 0:
        return
    push = -(1 + BODY_RESTITUTION) * approach / weight_share(car, lever, normal)
    car.hit(lever, scaled(normal, push))
    slip = minus(moves, scaled(normal, approach))
    speed = length(slip)
    if speed > 0:
        direction = scaled(slip, 1 / speed)
        hold = min(BODY_FRICTION * push, speed / weight_share(car, lever, direction))
        car.hit(lever, scaled(direction, -hold))


def _right(car: Car, normal: Vector) -> None:
    """A tick of what brings a lying car back onto its wheels."""
    nose, right, up = car.axes
    tilt = 1 - max(dot(up, normal), 0.0)
    roll = -tilt if dot(right, normal) >= 0 else tilt
    across = cross(normal, nose)
    pitch = 1 - min(length(across), 1.0)
    pitch = pitch if dot(nose, normal) >= 0 else -pitch
    turn = plus(scaled(nose, roll), right, pitch)
    car.spin = plus(car.spin, turn, RIGHTING_RAD_PER_S2 * TICK_SECONDS)
    car.velocity = plus(car.velocity, normal, -RIGHTING_UU_PER_S2 * TICK_SECONDS)


def weight_share(car: Car, lever: Vector, direction: Vector) -> float:
    """How much a unit impulse at a point changes the speed of that point along `direction`."""
    eased = car.ease(cross(lever, direction))
    return 1 / CAR_MASS + dot(cross(eased, lever), direction)
