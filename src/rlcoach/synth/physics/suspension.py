"""What holds a car up: springs of four wheels, and its body where it has no wheels."""

from __future__ import annotations

from copy import copy
from math import hypot, sqrt
from typing import TYPE_CHECKING

from rlcoach.synth.physics.arena import (
    BACK_WALL_Y_UU,
    RAMP_RADIUS_UU,
    RAMP_RISE_UU,
    PlainSurface,
    goal_walls,
    ramp_at,
    surface_at,
)
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

REACH_UU = 100.0
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
_WHEEL_LEVER_UU = max(hypot(*wheel) for wheel in WHEELS_UU)

_EDGE = 0.05
"""Cosine below which a side of the body lies flat on a surface."""

_LIES_UU = 1.0
"""A body this close to the floor lies on it: it trembles a little."""
_GOAL_WALL_PUSH_UU = 10.0
_FLOOR_RISE = 0.7
"""Least z of a normal that a car can lie on."""


def support(car: Car, seconds: float = TICK_SECONDS) -> PlainSurface:
    """A short time of the wheels' springs; counts the wheels that stand on the field.

    Returns:
        Where on the field the car is.
    """
    car.wheels = 0
    surface = distance, normal, rise = surface_at(car.position)
    if distance > REACH_UU:
        return surface
    cosine = dot(car.axes[2], normal)
    if cosine < _LEAST_COSINE:
        return surface
    # The lowest wheel is no more than this lower than the middle of all wheels.
    tilt = _WHEEL_LEVER_UU * sqrt(max(1 - cosine * cosine, 0.0))
    if distance > (_SPRING_UU + WHEEL_DROOP_UU) * cosine + tilt + rise:
        return surface
    if rise == 0.0:
        _support_on_plane(car, distance, normal, seconds)
    else:
        _support_on_edge(car, seconds, is_ramp=rise == RAMP_RISE_UU)
    return surface


def _support_on_plane(car: Car, distance: float, normal: Vector, seconds: float) -> None:
    """The springs over a plane: one normal, so that the pushes add up before they turn the car."""
    (ax, ay, az), (bx, by, bz), (cx, cy, cz) = car.axes
    nx, ny, nz = normal
    along, aside, cosine = (
        ax * nx + ay * ny + az * nz,
        bx * nx + by * ny + bz * nz,
        cx * nx + cy * ny + cz * nz,
    )
    base = distance - _SPRING_UU * cosine
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
    scale = CAR_MASS * seconds
    lever = out_of(
        car.axes, (forward_twist * scale, right_twist * scale, -_SPRING_UU * total * scale)
    )
    car.spin = plus(car.spin, car.ease(cross(lever, normal)))
    car.velocity = plus(car.velocity, normal, total * seconds)


def _support_on_edge(car: Car, seconds: float, *, is_ramp: bool) -> None:
    """The springs where every wheel has a surface of its own.

    All springs push at once: one after the other they would turn the car.
    """
    (ax, ay, az), (bx, by, bz), (cx, cy, cz) = car.axes
    x, y, z = car.position
    ramp = ramp_at(car.position) if is_ramp else None
    (vx, vy, vz), (sx, sy, sz) = car.velocity, car.spin
    push_x = push_y = push_z = twist_x = twist_y = twist_z = 0.0
    wheels = 0
    for forward, right, share in _WHEELS:
        # From the car's centre to where the wheel hangs unloaded.
        lx = forward * ax + right * bx - _SPRING_UU * cx
        ly = forward * ay + right * by - _SPRING_UU * cy
        lz = forward * az + right * bz - _SPRING_UU * cz
        if ramp is not None:
            gap, nx, ny, nz = _on_ramp(ramp, lx, ly, lz)
        else:
            gap, (nx, ny, nz), _ = surface_at((x + lx, y + ly, z + lz))
        cosine = cx * nx + cy * ny + cz * nz
        if cosine < _LEAST_COSINE or gap > WHEEL_DROOP_UU * cosine:
            continue
        wheels += 1
        approach = (
            (vx + sy * lz - sz * ly) * nx
            + (vy + sz * lx - sx * lz) * ny
            + (vz + sx * ly - sy * lx) * nz
        )
        push = (SPRING_PER_S2 * -gap - SPRING_DAMPING_PER_S * approach) * share * seconds
        if gap < 0 and push > 0:
            nx, ny, nz = nx * push, ny * push, nz * push
            push_x, push_y, push_z = push_x + nx, push_y + ny, push_z + nz
            twist_x += ly * nz - lz * ny
            twist_y += lz * nx - lx * nz
            twist_z += lx * ny - ly * nx
    car.wheels = wheels
    if push_x or push_y or push_z:
        twist = twist_x * CAR_MASS, twist_y * CAR_MASS, twist_z * CAR_MASS
        car.spin = plus(car.spin, car.ease(twist))
        car.velocity = vx + push_x, vy + push_y, vz + push_z


def wheels_on_field(car: Car) -> int:
    """How many wheels stand on the field, with nothing done to the car."""
    probe = copy(car)
    support(probe)
    return probe.wheels


def _on_ramp(
    ramp: tuple[float, float, Vector, float], x: float, y: float, z: float
) -> tuple[float, float, float, float]:
    """Distance and normal of a rounded edge from a point beside where it was looked at."""
    wall, level, (out_x, out_y, _), rise = ramp
    wall += x * out_x + y * out_y
    level += z * rise
    if wall >= RAMP_RADIUS_UU:
        return level, 0.0, 0.0, rise
    if level >= RAMP_RADIUS_UU:
        return wall, out_x, out_y, 0.0
    inward, upward = RAMP_RADIUS_UU - wall, RAMP_RADIUS_UU - level
    depth = sqrt(inward * inward + upward * upward)
    share = inward / depth
    return RAMP_RADIUS_UU - depth, out_x * share, out_y * share, rise * upward / depth


def body_contact(
    car: Car, surface: PlainSurface | None = None, seconds: float = TICK_SECONDS
) -> None:
    """Keeps the body out of the field's surfaces, with a bounce and friction.

    `surface` is where the car is, if it is known; `seconds` are those of the step.
    """
    car.is_lying = False
    if abs(car.position[1]) > BACK_WALL_Y_UU:
        _goal_contact(car)
        surface = None
    distance, normal, rise = surface_at(car.position) if surface is None else surface
    if distance > REACH_UU or distance + _lowest_bound(car, normal) >= rise + _LIES_UU:
        return
    lever = _lowest(car, normal)
    if rise == 0.0:
        depth = distance + dot(lever, normal)
    else:
        depth, normal, _ = surface_at(plus(car.position, lever))
    car.is_lying = depth < _LIES_UU and normal[2] > _FLOOR_RISE
    if depth >= 0:
        return
    car.position = plus(car.position, normal, -depth)
    _rebound(car, lever, normal)
    if car.controls.throttle != 0.0:
        _right(car, normal, seconds)


def _goal_contact(car: Car) -> None:
    """Keeps the body out of the walls of the goal it is in."""
    for distance, normal in goal_walls(car.position):
        depth = distance + _lowest_bound(car, normal)
        if depth < 0:
            # A body that slipped in past a post comes out of the wall step by step.
            car.position = plus(car.position, normal, min(-depth, _GOAL_WALL_PUSH_UU))
            _rebound(car, _lowest(car, normal), normal)


def _lowest_bound(car: Car, normal: Vector) -> float:
    """How far the body reaches along a normal from the car's centre, at its deepest."""
    (ax, ay, az), (bx, by, bz), (cx, cy, cz) = car.axes
    nx, ny, nz = normal
    x = ax * nx + ay * ny + az * nz
    y = bx * nx + by * ny + bz * nz
    z = cx * nx + cy * ny + cz * nz
    (ox, _, oz), (hx, hy, hz) = car.box.offset, car.half_uu
    return ox * x + oz * z - hx * abs(x) - hy * abs(y) - hz * abs(z)


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


def _right(car: Car, normal: Vector, seconds: float) -> None:
    """A short time of what brings a lying car back onto its wheels."""
    nose, right, up = car.axes
    tilt = 1 - max(dot(up, normal), 0.0)
    roll = -tilt if dot(right, normal) >= 0 else tilt
    across = cross(normal, nose)
    pitch = 1 - min(length(across), 1.0)
    pitch = pitch if dot(nose, normal) >= 0 else -pitch
    turn = plus(scaled(nose, roll), right, pitch)
    car.spin = plus(car.spin, turn, RIGHTING_RAD_PER_S2 * seconds)
    car.velocity = plus(car.velocity, normal, -RIGHTING_UU_PER_S2 * seconds)


def weight_share(car: Car, lever: Vector, direction: Vector) -> float:
    """How much a unit impulse at a point changes the speed of that point along `direction`."""
    eased = car.ease(cross(lever, direction))
    return 1 / CAR_MASS + dot(cross(eased, lever), direction)
