"""Motion without physics: cars that are moved straight, a ball that flies in legs.

    play = Arranged(seconds=4.0)
    alice = play.car(team=0)
    play.drive(alice, (0, -1000, 17), velocity=(0, 1000, 0))
    play.fly((0, 0, 93))
    play.fly(start=0.8, velocity=(0, 1500, 200))
    play.touch(alice, at=0.8)
    played = play.played()

For what is hard to bring about by driving, and known from places alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from rlcoach.synth.match_record import Floats, StatName
from rlcoach.synth.physics.constants import BOOST_PCT_PER_S, GRAVITY_UU_PER_S2, TICK_SECONDS
from rlcoach.synth.physics.recording import Recording
from rlcoach.synth.physics.vectors import Quaternion
from rlcoach.synth.scripts.act import Goal, Pickup, Played, Rise, Wreck

REST_Z_UU = 93.0
"""Of a ball's centre on the floor."""

DRAG_PER_S = 0.03

DRIVING_UU = 20.0
"""Centre of a car that has its wheels on the floor, at most."""

TORQUE_FORWARD = (0.0, 2.24, 0.0)
"""What the file sends of a dodge straight ahead."""

JUMP_SECONDS, DODGE_SECONDS = 4 / 30, 20 / 30
"""How long the parts of a car are on."""

FAR: tuple[float, float, float] = (3900.0, -4400.0, 17.0)
"""Where a car stands that is never moved."""

PARTS = ("jump", "dodge", "boost")

_NO_TURN: Quaternion = (0.0, 0.0, 0.0, 1.0)
_SPIN_PER_LEG_RAD_PER_S = 0.005
"""Every new leg spins otherwise: something hit the ball."""

Numbers = Sequence[float]


@dataclass(frozen=True)
class _Drive:
    car: int
    start: float
    until: float
    place: Numbers
    velocity: Numbers
    rotation: Quaternion


@dataclass(frozen=True)
class _Leg:
    start: float
    place: Numbers | None
    velocity: Numbers


@dataclass
class Arranged:
    """A stretch of play of so many seconds."""

    seconds: float
    is_kickoff: bool = False
    _teams: list[int] = field(default_factory=list)
    _drives: list[_Drive] = field(default_factory=list)
    _legs: list[_Leg] = field(default_factory=list)
    _boosts: list[tuple[float, int, float, bool]] = field(default_factory=list)
    """Seconds, car, percent, and whether it was burnt down to that."""
    _parts: list[tuple[str, int, float]] = field(default_factory=list)
    _touches: list[tuple[int, float]] = field(default_factory=list)
    _rises: list[Rise] = field(default_factory=list)
    _wrecks: list[Wreck] = field(default_factory=list)
    _pickups: list[Pickup] = field(default_factory=list)
    _goal: Goal | None = None

    def car(self, *, team: int, boost_pct: float = 50.0) -> int:
        """A car, far from everything until it is moved; its number."""
        self._teams.append(team)
        self.boost(len(self._teams) - 1, boost_pct, at=0.0)
        return len(self._teams) - 1

    def drive(
        self,
        car: int,
        place: Numbers,
        *,
        velocity: Numbers = (0.0, 0.0, 0.0),
        start: float = 0.0,
        until: float | None = None,
        rotation: Quaternion = _NO_TURN,
    ) -> None:
        """Moves a car straight from `start` on; then it stands, until it is moved again."""
        end = self.seconds if until is None else until
        self._drives.append(_Drive(car, start, end, place, velocity, rotation))

    def fly(
        self,
        place: Numbers | None = None,
        *,
        velocity: Numbers = (0.0, 0.0, 0.0),
        start: float = 0.0,
    ) -> None:
        """The ball goes on with a velocity, from where it was or from a place; at rest it hangs."""
        self._legs.append(_Leg(start, place, velocity))

    def boost(self, car: int, pct: float, *, at: float) -> None:
        """A car has so much boost from then on."""
        self._boosts.append((at, car, pct, False))

    def burn(self, car: int, pct: float, *, at: float) -> None:
        """A car boosts until it has so much left at that moment."""
        self._boosts.append((at, car, pct, True))

    def jump(self, car: int, *, at: float) -> None:
        """A jump."""
        self._parts.append(("jump", car, at))

    def dodge(self, car: int, *, at: float) -> None:
        """A dodge straight ahead."""
        self._parts.append(("dodge", car, at))

    def touch(self, car: int, *, at: float) -> None:
        """A car touches the ball."""
        self._touches.append((car, at))

    def rise(self, car: int, name: StatName, *, at: float) -> None:
        """A number of the scoreboard."""
        self._rises.append(Rise(car, name, at))

    def demolish(self, attacker: int, victim: int, *, at: float) -> None:
        """A car destroys another."""
        self._wrecks.append(Wreck(attacker, victim, at))

    def collect(self, car: int, pad: int, *, at: float) -> None:
        """A car takes a boost pad."""
        self._pickups.append(Pickup(car, pad, at))

    def goal(self, car: int, *, team: int, at: float) -> None:
        """The ball is in, and a car is credited."""
        self._goal = Goal(at, team, car)

    def played(self) -> Played:
        """All of it."""
        ticks, cars = self._tick(self.seconds) + 1, len(self._teams)
        recording = Recording(
            ball=self._ball(ticks),
            cars=self._cars(ticks),
            boost_pct=np.zeros((ticks, cars)),
            torque=np.zeros((ticks, cars, 3)),
            wheels=np.zeros((ticks, cars), dtype=np.int64),
            counters={part: np.zeros((ticks, cars), dtype=np.int64) for part in PARTS},
            refreshes=np.zeros((ticks, cars), dtype=np.int64),
            contact=np.zeros((ticks, cars), dtype=np.bool_),
            inputs=np.zeros((ticks, cars, 3)),
            bumps=[],
        )
        recording.wheels[recording.cars[:, :, 2] < DRIVING_UU] = 4
        for at, car, pct, is_burnt in sorted(self._boosts):
            if is_burnt:
                self._burn(recording, car, pct, at)
            recording.boost_pct[self._tick(at) :, car] = pct
        for part, car, at in self._parts:
            self._switch(recording, part, car, at)
        for car, at in self._touches:
            recording.contact[self._tick(at), car] = True
        return Played(
            recording,
            tuple(self._teams),
            is_kickoff=self.is_kickoff,
            goal=self._goal,
            rises=tuple(self._rises),
            wrecks=tuple(self._wrecks),
            pickups=tuple(self._pickups),
            is_simulated=False,
        )

    @staticmethod
    def _tick(seconds: float) -> int:
        return round(seconds / TICK_SECONDS)

    def _switch(self, recording: Recording, part: str, car: int, at: float) -> None:
        start = self._tick(at)
        end = self._tick(at + (JUMP_SECONDS if part == "jump" else DODGE_SECONDS))
        recording.counters[part][start:, car] += 1
        recording.counters[part][end:, car] += 1
        if part == "dodge":
            recording.torque[start:, car] = TORQUE_FORWARD

    def _burn(self, recording: Recording, car: int, pct: float, at: float) -> None:
        end = self._tick(at)
        had = float(recording.boost_pct[end, car])
        start = end - self._tick((had - pct) / BOOST_PCT_PER_S)
        recording.boost_pct[start:end, car] = np.linspace(had, pct, end - start)
        recording.counters["boost"][start:, car] += 1
        recording.counters["boost"][end:, car] += 1

    def _cars(self, ticks: int) -> Floats:
        bodies = np.zeros((ticks, len(self._teams), 13))
        bodies[:, :, 0:3] = FAR
        bodies[:, :, 3:7] = _NO_TURN
        seconds = np.arange(ticks) * TICK_SECONDS
        began: set[int] = set()
        for one in sorted(self._drives, key=lambda drive: drive.start):
            first, last = self._tick(one.start), min(self._tick(one.until), ticks - 1)
            if last < first:
                continue
            way = np.outer(seconds[first : last + 1] - seconds[first], np.array(one.velocity))
            place = np.array(one.place, dtype=np.float64) + way
            # It stands at its start before, and at its end after.
            earliest = first if one.car in began else 0
            bodies[earliest:first, one.car, 0:3] = place[0]
            bodies[first : last + 1, one.car, 0:3] = place
            bodies[last + 1 :, one.car, 0:3] = place[-1]
            bodies[first : last + 1, one.car, 7:10] = one.velocity
            bodies[last + 1 :, one.car, 7:10] = 0.0
            bodies[earliest:, one.car, 3:7] = one.rotation
            began.add(one.car)
        return bodies

    def _ball(self, ticks: int) -> Floats:
        rows = np.zeros((ticks, 13))
        rows[:, 3:7] = _NO_TURN
        legs = self._legs or [_Leg(0.0, (0.0, 0.0, REST_Z_UU), (0.0, 0.0, 0.0))]
        ends = [self._tick(leg.start) for leg in legs[1:]] + [ticks]
        place = np.array((0.0, 0.0, REST_Z_UU))
        for number, (leg, end) in enumerate(zip(legs, ends, strict=True)):
            place = place if leg.place is None else np.array(leg.place, dtype=np.float64)
            speed = np.array(leg.velocity, dtype=np.float64)
            spin = _SPIN_PER_LEG_RAD_PER_S * number if speed.any() else 0.0
            for tick in range(self._tick(leg.start), min(end, ticks)):
                rows[tick, 0:3], rows[tick, 7:10], rows[tick, 10] = place, speed, spin
                place, speed = _moved(place, speed)
        return rows


def _moved(place: Floats, speed: Floats) -> tuple[Floats, Floats]:
    """A tick of flight; on the floor the ball rolls."""
    if not speed.any():
        return place, speed
    place = place + speed * TICK_SECONDS
    speed = speed * (1 - DRAG_PER_S * TICK_SECONDS)
    speed[2] -= GRAVITY_UU_PER_S2 * TICK_SECONDS
    if place[2] <= REST_Z_UU:
        place[2], speed[2] = REST_Z_UU, 0.0
    return place, speed
