"""Cars that hit the ball where it is to go: the stage of acts of striking."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from random import Random

import numpy as np
from numpy.typing import NDArray

from rlcoach.synth.physics.car import Car
from rlcoach.synth.physics.constants import CAR_REST_UU, GRAVITY_UU_PER_S2
from rlcoach.synth.physics.manoeuvres import hold
from rlcoach.synth.physics.recording import Recording, Touch
from rlcoach.synth.physics.rendezvous import touching
from rlcoach.synth.physics.vectors import (
    Vector,
    dot,
    facing,
    length,
    minus,
    plus,
    scaled,
    unit,
)
from rlcoach.synth.physics.world import Pilot, World
from rlcoach.synth.scripts.act import Act, Played, Wanted
from rlcoach.synth.scripts.scene import SIDES, Driver, Placement, Scene

UP: Vector = (0.0, 0.0, 1.0)
GOAL: Vector = (0.0, 5120.0, 300.0)
OWN_GOAL: Vector = (0.0, -5120.0, 300.0)

HIT_SHARE = 1.35
"""About what a ball takes of the closing speed of a car that hits it."""

CORRECTIONS = 5
"""Rounds in which what a hit sends beside its aim is added to the aim."""

PASS = 0.1
"""Seconds of the touch that sends a ball across."""

GOOD_UU_PER_S = 60.0
"""Beside the aim is near enough."""

TOP_SPEED_UU_PER_S = 2300.0
COASTING_UU_PER_S = 1400.0
"""Above it throttle alone does not keep a car's speed."""

LOWEST_UU = 60.0
"""Of a car in flight over the floor."""


class Unreachable(ValueError):
    """The car would have to start below the floor."""


@dataclass(frozen=True)
class Start:
    """A car at the start of the scene."""

    position: Vector
    velocity: Vector
    nose: Vector
    roof: Vector = UP
    pilot: Pilot | None = None
    team: int = 0

    def placed_in(self, scene: Scene) -> Driver:
        """The car in a scene."""
        return scene.car(
            team=self.team,
            position=self.position,
            velocity=self.velocity,
            rotation=facing(self.nose, self.roof),
            pilot=self.pilot,
        )


@dataclass(frozen=True)
class Hitter:
    """Who hits the ball, and how he comes."""

    team: int = 0
    side: str = "nose"
    """Of the car, that the ball touches."""
    is_driving: bool = False
    """On the floor with the foot down; else in free flight, in the end along its nose."""
    pilot: Pilot | None = None
    """What he does on the way besides."""
    is_exact: bool = True
    """The ball must get about the wished velocity; else any touch will do."""

    def start(self, nose: Vector, speed: float, seconds: float) -> Start:
        """A car that after so long moves along its nose at a speed; anywhere."""
        if self.is_driving:
            pilot = self.pilot or hold(throttle=1.0, boost=speed > COASTING_UU_PER_S)
            return Start((0.0, 0.0, CAR_REST_UU), scaled(nose, speed), nose, UP, pilot, self.team)
        velocity = plus(scaled(nose, speed), UP, GRAVITY_UU_PER_S2 * seconds)
        return Start((0.0, 0.0, 1000.0), velocity, nose, UP, self.pilot, self.team)


@dataclass
class Striking:
    """A ball, cars, and the dice of a seed; seeds take turns at the four ways to see the field."""

    seed: int
    dice: Random = field(init=False)
    scene: Scene = field(init=False)

    def __post_init__(self) -> None:
        """Throws nothing yet; the field is empty."""
        self.dice = Random(6007 * self.seed + 29)
        self.scene = Scene(
            placement=Placement(
                is_mirrored=bool(self.seed % 2), is_swapped=bool(self.seed // 2 % 2)
            ),
        )

    def again(self) -> Striking:
        """An empty stage of the same seed, with the dice as they lie."""
        fresh = Striking(self.seed)
        fresh.dice = self.dice
        return fresh

    def ball_at(self, seconds: float) -> Vector:
        """Where the ball is, in the axes the scene is written in."""
        return _triple(self.truth(seconds).ball[-1, 0:3])

    def truth(self, seconds: float, scene: Scene | None = None) -> Recording:
        """What happens until then, in the axes the scene is written in."""
        unplaced = deepcopy(scene or self.scene)
        unplaced.placement = Placement()
        return unplaced.play(seconds).recording

    def strike(self, at: float, wanted: Vector, by: Hitter | None = None) -> Driver:
        """A car that meets the ball at a time and gives it about the wished velocity."""
        hitter = by or Hitter()
        before = self.truth(at)
        aim, start = wanted, _start(before, wanted, hitter)
        for _ in range(CORRECTIONS if hitter.is_exact else 0):
            tried = deepcopy(self.scene)
            start.placed_in(tried)
            went = _triple(self.truth(at + 0.1, tried).ball[-1, 7:10])
            miss = minus(wanted, went)
            if length(miss) < GOOD_UU_PER_S:
                break
            aim = plus(aim, miss, 0.6)
            start = _start(before, aim, hitter)
        return start.placed_in(self.scene)


def _start(before: Recording, aim: Vector, hitter: Hitter) -> Start:
    """Where a car begins that gives the ball at the end of a recording about that velocity."""
    seconds = float(before.seconds[-1])
    ball, coming = _triple(before.ball[-1, 0:3]), _triple(before.ball[-1, 7:10])
    change = minus(aim, coming)
    nose = unit((change[0], change[1], 0.0) if hitter.is_driving else change)
    while nose[2] > -0.9:
        speed = length(change) / HIT_SHARE + dot(coming, nose)
        start = hitter.start(nose, min(max(speed, 300.0), TOP_SPEED_UU_PER_S), seconds)
        there = _flown(start, seconds)
        spot = touching(there, SIDES[hitter.side])
        x, y, z = plus(start.position, minus(ball, spot))
        if hitter.is_driving:
            return replace(start, position=(x, y, CAR_REST_UU))
        if z > LOWEST_UU:
            return replace(start, position=(x, y, z))
        nose = unit((nose[0], nose[1], nose[2] - 0.1))
    raise Unreachable(f"the ball at {ball}")


def _flown(start: Start, seconds: float) -> Car:
    """A car alone after some time."""
    car = Car(
        position=start.position,
        velocity=start.velocity,
        rotation=facing(start.nose, start.roof),
    )
    world = World(None, [car])
    world.play(seconds, [deepcopy(start.pilot)])
    return world.cars[0]


def to(target: Vector, position: Vector, speed: float) -> Vector:
    """The velocity of a shot from a place that drops onto a target."""
    way = minus(target, position)
    seconds = length((way[0], way[1], 0.0)) / speed
    return way[0] / seconds, way[1] / seconds, way[2] / seconds + 325.0 * seconds


def send_across(stage: Striking, *, team: int = 0) -> Driver:
    """A car plays the ball high across the field, before the goal."""
    dice = stage.dice
    place = (dice.uniform(1800, 2600), dice.uniform(1500, 2600), dice.uniform(750, 950))
    stage.scene.ball(place, velocity=(0.0, dice.uniform(-300, 300), 0.0))
    velocity = (dice.uniform(-1800, -1300), dice.uniform(-200, 200), 450.0)
    return stage.strike(PASS, velocity, Hitter(team=team))


def touches_by(played: Played, driver: Driver) -> list[Touch]:
    """The truth's touches of one car."""
    return [touch for touch in played.recording.touches if touch.car == driver.number]


def is_goal(played: Played) -> bool:
    """Whether the ball ends up in a goal."""
    behind = abs(played.recording.ball[:, 1]) > 5120.0 + 92.0
    return bool(behind.any())


def case_of(
    key: str,
    name: str,
    played: Played,
    wanted: Sequence[tuple[Driver, float, str | None, bool | None]] = (),
) -> Act:
    """The act of a scene in which (who, seconds, kind, success) are the wanted events."""
    return Act(
        key,
        name,
        played,
        tuple(
            Wanted(driver.number, seconds, kind, success)
            for driver, seconds, kind, success in wanted
        ),
    )


def _triple(row: NDArray[np.float64]) -> Vector:
    x, y, z = row.tolist()
    return x, y, z
