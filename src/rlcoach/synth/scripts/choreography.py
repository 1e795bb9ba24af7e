"""Arranges play by places: who is where when, and where the ball is, joined by straight ways.

    play = Choreography(seconds=5)
    play.car("Ann", 0, (0, (0, -800)), (1.0, beside((0, 0), 0)), (3.0, (0, -4000)))
    play.ball((0, (0, 0)), (1.0, (0, 0)), (3.0, (0, 3000)))
    play.touch(0, 1.0)
    played = play.played()

Cars face where they drive. The ball flies as gravity and drag let it, and rolls between places on
the floor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import atan2, cos, exp, sin
from random import Random

import numpy as np

from rlcoach.synth.physics.constants import GRAVITY_UU_PER_S2
from rlcoach.synth.scripts.act import Played
from rlcoach.synth.scripts.arranged import DRAG_PER_S, REST_Z_UU, Arranged

CAR_Z = 17.0
BESIDE_UU = 135.0
"""From the ball's centre to that of a car beside it whose hitbox is 2 uu away."""

Place = Sequence[float]
Stop = tuple[float, Place]
"""Seconds and a place; without height it is on the ground."""


def beside(ball: Place, team: int) -> tuple[float, float]:
    """Where a car on the ground touches the ball from its own side."""
    return ball[0], ball[1] - BESIDE_UU * (1 if team == 0 else -1)


@dataclass(frozen=True)
class Look:
    """The same play seen otherwise: what it is stays, where and how fast changes."""

    is_swapped: bool = False
    """The teams are exchanged, and the field turned by half a turn with them."""
    is_mirrored: bool = False
    """Left and right are exchanged."""
    shift: tuple[float, float] = (0.0, 0.0)
    """uu, before the turn."""
    tempo: float = 1.0
    """Seconds it takes for one of the plain play."""
    jitter_uu: float = 0.0
    """Every stop of a car is off by up to this."""
    seed: int = 0

    def place(self, place: Place, height: float) -> tuple[float, float, float]:
        """A place of the play."""
        turn = -1.0 if self.is_swapped else 1.0
        side = -turn if self.is_mirrored else turn
        z = place[2] if len(place) > 2 else height
        return side * (place[0] + self.shift[0]), turn * (place[1] + self.shift[1]), z

    def team(self, team: int) -> int:
        """A team of the play."""
        return 1 - team if self.is_swapped else team

    def seconds(self, seconds: float) -> float:
        """When a moment of the plain play is."""
        return seconds * self.tempo


@dataclass(frozen=True)
class _Car:
    name: str
    team: int
    stops: tuple[Stop, ...]
    boost: float


@dataclass
class Choreography:
    """A stretch of play, live from its first moment; at a kickoff nobody has touched the ball."""

    seconds: float = 6.0
    is_kickoff: bool = False
    look: Look = field(default_factory=Look)
    _cars: list[_Car] = field(default_factory=list)
    _ball: list[Stop] = field(default_factory=list)
    _touches: list[tuple[int, float]] = field(default_factory=list)
    _switches: list[tuple[str, str, float]] = field(default_factory=list)
    _saves: list[tuple[str, float]] = field(default_factory=list)
    _demolitions: list[tuple[str, str, float]] = field(default_factory=list)
    _goals: list[tuple[str, int, float]] = field(default_factory=list)

    def car(self, name: str, team: int, *stops: Stop, boost: float = 50.0) -> None:
        """A player who drives (or flies) from place to place and waits at the last."""
        self._cars.append(_Car(name, team, stops, boost))

    def ball(self, *stops: Stop) -> None:
        """The ball goes from place to place; at every place but the first something moved it."""
        self._ball += stops

    def touch(self, team: int, at: float) -> None:
        """The file says which team touched."""
        self._touches.append((team, at))

    def jump(self, name: str, at: float) -> None:
        """A jump."""
        self._switches.append(("jump", name, at))

    def dodge(self, name: str, at: float) -> None:
        """A dodge forward."""
        self._switches.append(("dodge", name, at))

    def save(self, name: str, at: float) -> None:
        """The game credits a save."""
        self._saves.append((name, at))

    def demolish(self, attacker: str, victim: str, at: float) -> None:
        """One player demolishes another."""
        self._demolitions.append((attacker, victim, at))

    def goal(self, name: str, team: int, at: float) -> None:
        """A goal ends the play."""
        self._goals.append((name, team, at))

    def number(self, name: str) -> int:
        """The number of a player's car."""
        return [car.name for car in self._cars].index(name)

    def names(self) -> tuple[str, ...]:
        """Players by car."""
        return tuple(car.name for car in self._cars)

    def played(self) -> Played:
        """The play."""
        look, random = self.look, Random(self.look.seed)
        stage = Arranged(look.seconds(self.seconds), is_kickoff=self.is_kickoff)
        for car in self._cars:
            _drive(stage, car, look, random)
        for (start, here), (end, there) in pairwise(self._ball):
            _roll(stage, look, (start, here), (end, there))
        for team, at in self._touches:
            stage.touch(self._nearest(stage, team, at), at=look.seconds(at))
        for part, name, at in self._switches:
            switch = stage.jump if part == "jump" else stage.dodge
            switch(self.number(name), at=look.seconds(at))
        for name, at in self._saves:
            stage.rise(self.number(name), "MatchSaves", at=look.seconds(at))
        for attacker, victim, at in self._demolitions:
            stage.demolish(self.number(attacker), self.number(victim), at=look.seconds(at))
        for name, team, at in self._goals:
            stage.goal(self.number(name), team=look.team(team), at=look.seconds(at))
        return stage.played()

    def _nearest(self, stage: Arranged, team: int, at: float) -> int:
        """The car of a team that is nearest to the ball."""
        recording = stage.played().recording
        tick = recording.tick_at(self.look.seconds(at))
        away = np.linalg.norm(recording.cars[tick, :, :3] - recording.ball[tick, :3], axis=1)
        cars = [number for number, car in enumerate(self._cars) if car.team == team]
        return min(cars, key=lambda number: float(away[number]))


def _drive(stage: Arranged, car: _Car, look: Look, random: Random) -> None:
    number = stage.car(team=look.team(car.team), boost_pct=car.boost)
    stops = [
        (look.seconds(at), _near(look.place(place, CAR_Z), look, random)) for at, place in car.stops
    ]
    yaw = 0.0
    for (start, here), (until, there) in pairwise([*stops, (stage.seconds, stops[-1][1])]):
        if until <= start:
            continue
        velocity = [(b - a) / (until - start) for a, b in zip(here, there, strict=True)]
        if abs(velocity[0]) + abs(velocity[1]) > 1:
            yaw = atan2(velocity[1], velocity[0])
        rotation = (0.0, 0.0, sin(yaw / 2), cos(yaw / 2))
        stage.drive(number, here, velocity=velocity, start=start, until=until, rotation=rotation)


def _near(place: Place, look: Look, random: Random) -> tuple[float, float, float]:
    x, y, z = place
    off = [random.uniform(-look.jitter_uu, look.jitter_uu) for _ in range(2)]
    return x + off[0], y + off[1], z


def _roll(stage: Arranged, look: Look, start: Stop, end: Stop) -> None:
    here, there = look.place(start[1], REST_Z_UU), look.place(end[1], REST_Z_UU)
    seconds = look.seconds(end[0]) - look.seconds(start[0])
    reach = (1 - exp(-DRAG_PER_S * seconds)) / DRAG_PER_S
    velocity = [(b - a) / reach for a, b in zip(here, there, strict=True)]
    rolls = here[2] <= REST_Z_UU and there[2] <= REST_Z_UU
    velocity[2] = 0.0 if rolls else velocity[2] + GRAVITY_UU_PER_S2 / 2 * seconds
    stage.fly(here, velocity=velocity, start=look.seconds(start[0]))
