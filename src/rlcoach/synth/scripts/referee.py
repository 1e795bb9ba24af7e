"""The rules around the physics: boost pads and demolitions, watched tick by tick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import cos, hypot, pi, sin

from rlcoach.replay.game_data import pad_layout
from rlcoach.replay.roster import Pad
from rlcoach.synth.physics.car import WHEELS_TO_DRIVE, Car
from rlcoach.synth.physics.constants import CAR_REST_UU, TICK_SECONDS
from rlcoach.synth.physics.vectors import Vector, length
from rlcoach.synth.physics.world import World
from rlcoach.synth.scripts.act import Pickup, Wreck

SMALL_PAD_UU, BIG_PAD_UU = 144.0, 208.0
"""Radius in which a car's centre takes a pad, measured in the game by its bot makers."""

PAD_HEIGHT_UU = 165.0

SMALL_PAD_PCT = 12.0

SMALL_PAD_SECONDS, BIG_PAD_SECONDS = 4.0, 10.0
"""Until a pad is there again; 4.02 and 10.02 in real replays."""

DEMOLITION_UU_PER_S = 2200.0
"""A car that rams an opponent as fast as this destroys it."""

AWAY: Vector = (0.0, 0.0, -5000.0)
"""Where a demolished car is until it comes back."""

AWAY_SECONDS = 3.0
"""Until then; 3.04 in real replays."""

SPAWN_UU = (2304.0, 4608.0)
"""Beside the middle and from it, in the own end, where demolished players come back."""

SPAWN_BOOST_PCT = 100 / 3

_CELL_UU = 512.0


@dataclass(frozen=True)
class _Before:
    velocity: Vector
    spin: Vector


class Referee:
    """Gives out boost and takes cars away."""

    def __init__(self, world: World, teams: Sequence[int]) -> None:
        """Watches from the beginning; teams are by car."""
        self.world, self.teams = world, teams
        self.pickups: list[Pickup] = []
        self.wrecks: list[Wreck] = []
        self._ready_at: dict[int, float] = {}
        self._seen_bumps = 0
        self._gone: dict[int, float] = {}
        self._before: list[_Before] = []

    def before(self) -> None:
        """To be called before each tick."""
        self._before = [_Before(car.velocity, car.spin) for car in self.world.cars]

    def after(self) -> None:
        """To be called after each tick."""
        for number, car in enumerate(self.world.cars):
            if number in self._gone:
                self._wait(number, car)
            elif car.position[2] < PAD_HEIGHT_UU:
                self._collect(number, car)
        bumps = self.world.bumps
        for bump in bumps[self._seen_bumps :]:
            self._ram(bump.attacker, bump.victim)
        self._seen_bumps = len(bumps)

    def _collect(self, number: int, car: Car) -> None:
        for index, pad in _pads_near(car.position):
            is_inside = hypot(car.position[0] - pad.x, car.position[1] - pad.y) <= radius_uu(pad)
            now = self.world.seconds
            if not is_inside or now < self._ready_at.get(index, 0.0):
                continue
            self._ready_at[index] = now + return_seconds(pad)
            car.boost_pct = min(car.boost_pct + (100.0 if pad.is_big else SMALL_PAD_PCT), 100.0)
            self.pickups.append(Pickup(number, index, now))

    def _ram(self, attacker: int, victim: int) -> None:
        was = self._before[attacker]
        is_opponent = self.teams[attacker] != self.teams[victim]
        if not is_opponent or length(was.velocity) < DEMOLITION_UU_PER_S or victim in self._gone:
            return
        # Nothing is left that could slow the attacker.
        self.world.cars[attacker].velocity = was.velocity
        self.world.cars[attacker].spin = was.spin
        self.wrecks.append(Wreck(attacker, victim, self.world.seconds))
        self._gone[victim] = self.world.seconds
        self._put_away(self.world.cars[victim])

    def _wait(self, number: int, car: Car) -> None:
        if self.world.seconds - self._gone[number] < AWAY_SECONDS - TICK_SECONDS / 2:
            self._put_away(car)
            return
        del self._gone[number]
        way = 1.0 if self.teams[number] == 0 else -1.0
        self.world.cars[number] = Car(
            position=(way * SPAWN_UU[0], -way * SPAWN_UU[1], CAR_REST_UU),
            rotation=(0.0, 0.0, way * sin(pi / 4), cos(pi / 4)),
            boost_pct=SPAWN_BOOST_PCT,
            wheels=WHEELS_TO_DRIVE + 1,
        )
        self.wrecks = [
            replace(one, return_seconds=self.world.seconds)
            if one.victim == number and one.return_seconds is None
            else one
            for one in self.wrecks
        ]

    @staticmethod
    def _put_away(car: Car) -> None:
        car.position, car.velocity, car.spin = AWAY, (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)


def radius_uu(pad: Pad) -> float:
    """How near a car's centre must come."""
    return BIG_PAD_UU if pad.is_big else SMALL_PAD_UU


def return_seconds(pad: Pad) -> float:
    """How long a pad is away."""
    return BIG_PAD_SECONDS if pad.is_big else SMALL_PAD_SECONDS


def _pads_near(position: Vector) -> Sequence[tuple[int, Pad]]:
    x, y, _ = position
    return _cells().get((int(x // _CELL_UU), int(y // _CELL_UU)), ())


@cache
def _cells() -> dict[tuple[int, int], tuple[tuple[int, Pad], ...]]:
    """Pads by the squares of the field they reach into."""
    cells: dict[tuple[int, int], tuple[tuple[int, Pad], ...]] = {}
    for index, pad in enumerate(pad_layout("soccar")):
        reach = radius_uu(pad)
        for x in range(int((pad.x - reach) // _CELL_UU), int((pad.x + reach) // _CELL_UU) + 1):
            low, high = (pad.y - reach) // _CELL_UU, (pad.y + reach) // _CELL_UU
            for y in range(int(low), int(high) + 1):
                cells[x, y] = (*cells.get((x, y), ()), (index, pad))
    return cells
