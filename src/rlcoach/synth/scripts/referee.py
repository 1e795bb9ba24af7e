"""The rules around the physics: boost pads and demolitions, watched tick by tick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rlcoach.synth.match.pads import Pads
from rlcoach.synth.match.rules import RESPAWN_SECONDS
from rlcoach.synth.match.spawns import RESPAWN_SPOTS, car_at
from rlcoach.synth.physics.car import Car
from rlcoach.synth.physics.constants import SUPERSONIC_UU_PER_S, TICK_SECONDS
from rlcoach.synth.physics.vectors import Vector, length
from rlcoach.synth.physics.world import World
from rlcoach.synth.scripts.act import Pickup, Wreck

AWAY: Vector = (0.0, 0.0, -5000.0)
"""Where a demolished car is until it comes back."""


@dataclass(frozen=True)
class _Before:
    position: Vector
    velocity: Vector
    spin: Vector


class Referee:
    """Gives out boost and takes cars away."""

    def __init__(self, world: World, teams: Sequence[int]) -> None:
        """Watches from the beginning; teams are by car."""
        self.world, self.teams = world, teams
        self.pickups: list[Pickup] = []
        self.wrecks: list[Wreck] = []
        self._pads = Pads()
        self._seen_bumps = 0
        self._gone: dict[int, float] = {}
        self._before: list[_Before] = []

    def before(self) -> None:
        """To be called before each tick."""
        self._before = [_Before(car.position, car.velocity, car.spin) for car in self.world.cars]

    def after(self) -> None:
        """To be called after each tick."""
        self._pads.return_until(self.world.seconds)
        for number, car in enumerate(self.world.cars):
            if number in self._gone:
                self._wait(number, car)
            else:
                self._collect(number, car)
        bumps = self.world.bumps
        for bump in bumps[self._seen_bumps :]:
            self._ram(bump.attacker, bump.victim)
        self._seen_bumps = len(bumps)

    def _collect(self, number: int, car: Car) -> None:
        now = self.world.seconds
        taken = self._pads.reached(self._before[number].position, car.position)
        if taken is None:
            return
        car.boost_pct = min(car.boost_pct + self._pads.take(taken.pad, now), 100.0)
        self.pickups.append(Pickup(number, taken.pad, now))

    def _ram(self, attacker: int, victim: int) -> None:
        was = self._before[attacker]
        is_opponent = self.teams[attacker] != self.teams[victim]
        if not is_opponent or length(was.velocity) < SUPERSONIC_UU_PER_S or victim in self._gone:
            return
        # Nothing is left that could slow the attacker.
        self.world.cars[attacker].velocity = was.velocity
        self.world.cars[attacker].spin = was.spin
        self.wrecks.append(Wreck(attacker, victim, self.world.seconds))
        self._gone[victim] = self.world.seconds
        self._put_away(self.world.cars[victim])

    def _wait(self, number: int, car: Car) -> None:
        if self.world.seconds - self._gone[number] < RESPAWN_SECONDS - TICK_SECONDS / 2:
            self._put_away(car)
            return
        del self._gone[number]
        self.world.cars[number] = car_at(RESPAWN_SPOTS[2], self.teams[number], car.family)
        self.wrecks = [
            replace(one, return_seconds=self.world.seconds)
            if one.victim == number and one.return_seconds is None
            else one
            for one in self.wrecks
        ]

    @staticmethod
    def _put_away(car: Car) -> None:
        car.position, car.velocity, car.spin = AWAY, (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)
