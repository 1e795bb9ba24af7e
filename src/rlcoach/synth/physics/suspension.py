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
_WHEELS = tuple(
    (forward, right, _SHARE_FRONT if forward > 0 else 0.5 - _SHARE_FRONT)
    for forward, right in WHEELS_UU
)

_EDGE = 0.05
"""Cosine below which a side of the body lies flat on a surface."""


def support(car: Car) -> None:
    """A tick of the wheels' springs; counts the wheels that stand on the field."""
    car.wheels = 0
    surface = nearest_surface(car.position)
    if surface.distance > _REACH_UU or dot(car.axes[2], surface.normal) < _LEAST_COSINE:
        return
    if surface.is_flat:
        _support_on_plane(car, surface)
        return
    pushes = []
    for forward, right, share in _WHEELS:
        wheel = out_of(car.axes, (forward, right, -_SPRING_UU))
        pushes.append((wheel, _spring(car, wheel, share)))
    # All springs push at once: one after the other they would turn the car.
    for wheel, push in pushes:
        if push != ZERO:
            car.hit(wheel, push)


def _support_on_plane(car: Car, surface: Surface) -> None:
    """The springs over a plane: one normal, so that the pushes add up before they turn the car."""
    (ax, ay, az), (bx, by, bz), (cx, cy, cz) = car.axes
    nx, ny, nz = surface.normal
    along, aside, cosine = (
        ax * nx + ay * ny + az * nz,
        bx * nx + by * ny + bz * nz,
        cx * nx + cy * ny + cz * nz,
    )
    base = surface.distance - _SPRING_UU * cosine
    droop = WHEEL_DROOP_UU * cosine
    (vx, vy, vz), (sx, sy, sz) = car.velocity, car.spin
    falls = vx * nx + vy * ny + vz * nz
    # What a lever along an axis of the car adds to the speed along the normal.
    tips = sx * (by * nz - bz * ny) + sy * (bz * nx - bx * nz) + sz * (bx * ny - by * nx)
    dips = sx * (ay * nz - az * ny) + sy * (az * nx - ax * nz) + sz * (ax * ny - ay * nx)
    sinks = sx * (cy * nz - cz * ny) + sy * (cz * nx - cx * nz) + sz * (cx * ny - cy * nx)
    sinks = falls - _SPRING_UU * sinks
    total = forward_twist = right_twist = 0.0
    wheels = 0
    for forward, right, share in _WHEELS:
        gap = base + forward * along + right * aside
        if gap > droop:
            continue
        wheels += 1
        if gap >= 0:
            continue
        approach = sinks + forward * dips + right * tips
        push = (SPRING_PER_S2 * -gap - SPRING_DAMPING_PER_S * approach) * share
        if push > 0:
            total += push
            forward_twist += forward * push
            right_twist += right * push
    car.wheels = wheels
    if total == 0.0:
        return
    scale = CAR_MASS * TICK_SECONDS
    lever = out_of(
        car.axes, (forward_twist * scale, right_twist * scale, -_SPRING_UU * total * scale)
    )
    car.spin = plus(car.spin, car.ease(cross(lever, surface.normal)))
    car.velocity = plus(car.velocity, surface.normal, total * TICK_SECONDS)


def wheels_on_field(car: Car) -> int:
    """How many wheels stand on the field, with nothing done to the car."""
    probe = copy(car)
    support(probe)
    return probe.wheels


def _spring(car: Car, wheel: Vector, share: float) -> Vector:
    """The impulse on one wheel; `wheel` is where it hangs unloaded, from the car's centre."""
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
    if surface.is_flat and surface.distance + _lowest_bound(car, surface.normal) >= 0:
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


def _lowest_bound(car: Car, normal: Vector) -> float:
    """How far the body reaches along a normal from the car's centre, at its deepest."""
    x, y, z = into(car.axes, normal)
    (ox, oy, oz), (hx, hy, hz) = car.box.offset, car.half_uu
    return ox * x + oy * y + oz * z - hx * abs(x) - hy * abs(y) - hz * abs(z)


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
