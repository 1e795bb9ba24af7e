"""Cars and cars: bodies that stop each other, and the push the game gives to who is bumped."""

from __future__ import annotations

from typing import NamedTuple

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


class Attack(NamedTuple):
    """One side of a crash: a car, and the other one as its victim."""

    attacker: Car
    victim: Car
    lever: Vector
    """Where the attacker touches, from its centre."""
    speeds: tuple[Vector, Vector]
    """Of both before they stop each other: the game looks at how fast they came."""

    def rams(self) -> bool:
        """Whether the attacker's nose hit and it came faster."""
        towards = unit(minus(self.victim.position, self.attacker.position))
        is_nose = dot(self.lever, self.attacker.axes[0]) > BUMP_NOSE_UU
        return is_nose and dot(self.speeds[0], towards) > max(dot(self.speeds[1], towards), 0.0)


class Crash(NamedTuple):
    """Two cars that touch."""

    sides: tuple[Attack, Attack]
    normal: Vector
    """From the attacker of the first side to that of the second."""
    distance: float


def crash_of(one: Car, other: Car) -> Crash | None:
    """Whether and how two cars touch."""
    away = minus(other.position, one.position)
    if dot(away, away) > _REACH_UU**2:
        return None
    first, second = _nearest_points(one, other)
    gap = minus(second, first)
    distance = length(gap)
    if distance > _TOUCH_UU:
        return None
    normal = unit(gap) if distance > 0 else unit(away)
    speeds = one.velocity, other.velocity
    sides = (
        Attack(one, other, minus(first, one.position), speeds),
        Attack(other, one, minus(second, other.position), speeds[::-1]),
    )
    return Crash(sides, normal, distance)


def part(crash: Crash) -> tuple[bool, bool]:
    """Two cars that touch stop and push each other; says of each side whether it bumped."""
    (one, other, lever, _), (_, _, other_lever, _) = crash.sides
    _stop(one, other, (lever, other_lever), crash.normal)
    if crash.distance == 0:
        one.position = plus(one.position, crash.normal, -_TOUCH_UU / 2)
        other.position = plus(other.position, crash.normal, _TOUCH_UU / 2)
    first, second = crash.sides
    return _bump(first), _bump(second)


def meet(one: Car, other: Car) -> list[Car]:
    """Lets two cars push each other; those who bumped the other one are returned."""
    crash = crash_of(one, other)
    if crash is None:
        return []
    return [car for car, has_bumped in zip((one, other), part(crash), strict=True) if has_bumped]


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


def _bump(attack: Attack) -> bool:
    """The game's push, if the attacker rams and has not just done so."""
    attacker, victim = attack.attacker, attack.victim
    if not attack.rams() or attacker.bump_seconds < BUMP_AGAIN_SECONDS:
        return False
    attacker.bump_seconds = 0.0
    speed = dot(attack.speeds[0], unit(minus(victim.position, attacker.position)))
    curve = BUMP_PUSH_GROUND if victim.is_driving else BUMP_PUSH_AIR
    up = victim.axes[2] if victim.is_driving else (0.0, 0.0, 1.0)
    victim.velocity = plus(victim.velocity, unit(attack.speeds[0]), along(curve, speed))
    victim.velocity = plus(victim.velocity, up, along(BUMP_PUSH_UP, speed))
    return True
