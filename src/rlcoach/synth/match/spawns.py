"""Where cars begin: at kickoffs, and when they come back from a demolition."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin
from random import Random

from rlcoach.synth.match.rules import KICKOFF_BOOST_PCT
from rlcoach.synth.physics.car import Car
from rlcoach.synth.physics.constants import CAR_REST_UU

Spot = tuple[float, float, float]
"""x and y in uu, yaw in rad; of team 0, the other team has it turned by half a turn."""

KICKOFF_SPOTS: tuple[Spot, ...] = (
    (-2048.0, -2560.0, pi / 4),
    (2048.0, -2560.0, 3 * pi / 4),
    (-256.0, -3840.0, pi / 2),
    (256.0, -3840.0, pi / 2),
    (0.0, -4608.0, pi / 2),
)
RESPAWN_SPOTS: tuple[Spot, ...] = (
    (-2304.0, -4608.0, pi / 2),
    (-2688.0, -4608.0, pi / 2),
    (2304.0, -4608.0, pi / 2),
    (2688.0, -4608.0, pi / 2),
)
"""Both as every standard map has had them since 2019."""


def kickoff_cars(teams: Sequence[int], families: Sequence[str], random: Random) -> list[Car]:
    """A car per player, five of a team at most; both teams stand on the same spots, mirrored."""
    spots = random.sample(KICKOFF_SPOTS, max(teams.count(0), teams.count(1)))
    orders = [random.sample(spots, len(spots)) for _ in range(2)]
    return [
        car_at(orders[team].pop(), team, family)
        for team, family in zip(teams, families, strict=True)
    ]


def respawned_car(team: int, family: str, random: Random) -> Car:
    """A new car for who was demolished, in a corner of his half."""
    return car_at(random.choice(RESPAWN_SPOTS), team, family)


def car_at(spot: Spot, team: int, family: str) -> Car:
    """A car that stands on a spot with a kickoff's boost."""
    x, y, yaw = spot
    if team:
        x, y, yaw = -x, -y, yaw + pi
    return Car(
        position=(x, y, CAR_REST_UU),
        rotation=(0.0, 0.0, sin(yaw / 2), cos(yaw / 2)),
        boost_pct=KICKOFF_BOOST_PCT,
        family=family,
        wheels=4,
    )
