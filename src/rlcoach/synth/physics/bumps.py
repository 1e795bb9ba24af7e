"""Cars and cars: bodies that stop each other, and the push the game gives to who is bumped."""

from __future__ import annotations

from rlcoach.synth.physics.car import Car
from rlcoach.synth.physics.constants import (
    BUMP_AGAIN_SECONDS,
    BUMP_NOSE_UU,
    BUMP_PUSH_AIR,
    BUMP_PUSH_GROUND,
    BUMP_PUSH_UP,
    CAR_CAR_RESTITUTION,
    along,
)
from rlcoach.synth.physics.contact import nearest_of_hitbox
from rlcoach.synth.physics.suspension import weight_share
from rlcoach.synth.physics.vectors import (
    Vector,
    dot,
    into,
    length,
    minus,
    out_of,
    plus,
    scaled,
    unit,
)

_REACH_UU = 200.0
"""Centre to centre; beyond it no hitboxes touch."""

_TOUCH_UU = 2.0
"""Hitboxes this close touch; overlapping ones are moved apart by as much in a tick."""

_ROUNDS = 3
"""Projections back and forth between two boxes, until the gap is known to 1 uu."""


def meet(one: Car, other: Car) -> list[Car]:
    """Lets two cars push each other; those who bumped the other one are returned."""
    away = minus(other.position, one.position)
    if dot(away, away) > _REACH_UU**2:
        return []
    first, second = _nearest_points(one, other)
    gap = minus(second, first)
    distance = length(gap)
    if distance > _TOUCH_UU:
        return []
    normal = unit(gap) if distance > 0 else unit(away)
    levers = minus(first, one.position), minus(second, other.position)
    # Before the bodies stop each other: the game looks at how fast they came.
    speeds = one.velocity, other.velocity
    _stop(one, other, levers, normal)
    if distance == 0:
        one.position = plus(one.position, normal, -_TOUCH_UU / 2)
        other.position = plus(other.position, normal, _TOUCH_UU / 2)
    pairs = ((one, other, levers[0], speeds), (other, one, levers[1], speeds[::-1]))
    return [pair[0] for pair in pairs if _bump(*pair)]


def _nearest_points(one: Car, other: Car) -> tuple[Vector, Vector]:
    first = second = other.position
    for _ in range(_ROUNDS):
        first = _nearest(one, second)
        second = _nearest(other, first)
    return first, second


def _nearest(car: Car, point: Vector) -> Vector:
    local = nearest_of_hitbox(car, into(car.axes, minus(point, car.position)))
    return plus(car.position, out_of(car.axes, local))


def _stop(one: Car, other: Car, levers: tuple[Vector, Vector], normal: Vector) -> None:
    """The push of two bodies; `normal` is from one to the other."""
    closing = dot(minus(one.velocity_at(levers[0]), other.velocity_at(levers[1])), normal)
    if closing <= 0:
        return
    share = weight_share(one, levers[0], normal) + weight_share(other, levers[1], normal)
    push = (1 + CAR_CAR_RESTITUTION) * closing / share
    one.hit(levers[0], scaled(normal, -push))
    other.hit(levers[1], scaled(normal, push))


def _bump(attacker: Car, victim: Car, lever: Vector, speeds: tuple[Vector, Vector]) -> bool:
    """The game's push, if the attacker's nose hit and it came faster; `speeds` of both before."""
    towards = unit(minus(victim.position, attacker.position))
    speed = dot(speeds[0], towards)
    is_nose = dot(lever, attacker.axes[0]) > BUMP_NOSE_UU
    is_faster = speed > max(dot(speeds[1], towards), 0.0)
    if not (is_nose and is_faster and attacker.bump_seconds >= BUMP_AGAIN_SECONDS):
        return False
    attacker.bump_seconds = 0.0
    curve = BUMP_PUSH_GROUND if victim.is_driving else BUMP_PUSH_AIR
    up = victim.axes[2] if victim.is_driving else (0.0, 0.0, 1.0)
    victim.velocity = plus(victim.velocity, unit(speeds[0]), along(curve, speed))
    victim.velocity = plus(victim.velocity, up, along(BUMP_PUSH_UP, speed))
    return True
