"""Whose ball it is: by the time each car needs to it, as players guess it from what they see."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from rlcoach.synth.physics.car import Car
from rlcoach.synth.physics.vectors import Vector
from rlcoach.synth.situation import Situation

_BASE_UU_PER_S = 1000.0
_PER_BOOST_PCT_UU_PER_S = 4.0
_SPEED_SHARE = 0.45
_TURN_SECONDS = 0.45
"""Lost by a car that looks the other way."""
_WRONG_SIDE_SECONDS = 1.4
"""A car ahead of the ball must go round it first; one beside it, half round."""
_AIR_SECONDS = 0.25


def guessed_seconds(car: Car, place: Vector, side: float) -> float:
    """About how long a car needs to be at the ball from the right side of it.

    Args:
        car: Anyone's.
        place: Where the ball soon is.
        side: Of the car's team: 1 if it attacks toward +y, else -1.
    """
    x, y, z = car.position
    dx, dy, dz = place[0] - x, place[1] - y, place[2] - z
    distance = sqrt(dx * dx + dy * dy + dz * dz) or 1.0
    u, v, w = car.velocity
    closing = (u * dx + v * dy + w * dz) / distance
    nose = car.axes[0]
    facing = (nose[0] * dx + nose[1] * dy) / distance
    speed = _BASE_UU_PER_S + _PER_BOOST_PCT_UU_PER_S * min(car.boost_pct, 60.0)
    seconds = distance / (speed + _SPEED_SHARE * max(closing, 0.0))
    seconds += _TURN_SECONDS * (1 - facing) * 0.5
    seconds += _WRONG_SIDE_SECONDS * 0.5 * (1 - dy * side / distance)
    if not car.is_driving:
        seconds += _AIR_SECONDS
    return seconds


@dataclass(slots=True)
class Order:
    """How the cars stand to the ball."""

    rank: int
    """0 if no mate is sooner at the ball."""
    mates: int
    """Mates with a car."""
    mine_seconds: float
    mate_seconds: float
    """Of the soonest mate; 99 without one."""
    opponent_seconds: float
    opponent: int
    """The soonest opponent; -1 without one."""
    is_last: bool
    """No mate is nearer to the own goal."""


def order_of(
    situation: Situation, me: int, place: Vector, side: float, *, ahead_seconds: float
) -> Order:
    """Looks at all cars.

    Args:
        situation: The match.
        me: Who looks.
        place: Where the ball soon is.
        side: Of the own team.
        ahead_seconds: How much sooner than he is he thinks he is.
    """
    teams = situation.teams
    mine = situation.cars[me]
    if mine is None:
        raise ValueError("who has no car has no place in the order")
    own = guessed_seconds(mine, place, side) - ahead_seconds
    order = Order(0, 0, own, 99.0, 99.0, -1, is_last=True)
    depth = mine.position[1] * side
    for number, car in enumerate(situation.cars):
        if car is None or number == me:
            continue
        if teams[number] != teams[me]:
            seconds = guessed_seconds(car, place, -side)
            if seconds < order.opponent_seconds:
                order.opponent_seconds, order.opponent = seconds, number
            continue
        seconds = guessed_seconds(car, place, side)
        order.mates += 1
        order.rank += seconds < own or (seconds == own and number < me)
        order.mate_seconds = min(order.mate_seconds, seconds)
        if car.position[1] * side < depth:
            order.is_last = False
    return order
