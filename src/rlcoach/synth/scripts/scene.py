"""Arranges play by simulation, so that what happens is known.

    scene = Scene()
    alice = scene.car(team=0, position=(0, -1500, 17), yaw=pi / 2)
    scene.control(alice, steps([(0.0, {"throttle": 1}), (0.5, {"throttle": 1, "jump": True})]))
    scene.meet(alice, at=1.2, offset=(0, 0, 120), ball_velocity=(0, 300, -200))
    played = scene.play(seconds=3)

A scene is written as if team 0 attacked +y; a `Placement` moves, turns and mirrors all of it, or
gives it to the other team. Times of the truth are seconds since the start of the scene.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field, replace
from math import cos, pi, sin

import numpy as np

from rlcoach.replay.game_data import pad_layout
from rlcoach.synth.physics.ball import Ball
from rlcoach.synth.physics.car import RESTING, Car
from rlcoach.synth.physics.constants import BALL_RADIUS_UU, CAR_REST_UU, TICK_SECONDS
from rlcoach.synth.physics.recording import Recording
from rlcoach.synth.physics.rendezvous import launch, touching
from rlcoach.synth.physics.vectors import (
    ZERO,
    Quaternion,
    Vector,
    facing,
    out_of,
    plus,
    product,
)
from rlcoach.synth.physics.world import Pilot, World
from rlcoach.synth.scripts.act import Played, goal_of
from rlcoach.synth.scripts.referee import Referee

SIDES: dict[str, Vector] = {
    "nose": (1.0, 0.0, 0.0),
    "tail": (-1.0, 0.0, 0.0),
    "right": (0.0, 1.0, 0.0),
    "left": (0.0, -1.0, 0.0),
    "roof": (0.0, 0.0, 1.0),
    "wheels": (0.0, 0.0, -1.0),
}


@dataclass(frozen=True)
class Placement:
    """Where on the field, and whose, a scene is."""

    shift: tuple[float, float] = (0.0, 0.0)
    """uu, after the turn."""
    yaw: float = 0.0
    """rad, about the middle of the field."""
    is_mirrored: bool = False
    """Left and right are exchanged."""
    is_swapped: bool = False
    """The teams are exchanged, and the field turned by half a turn with them."""

    def point(self, point: Vector) -> Vector:
        """A place of the scene, shifted and turned; the rest is done to the recording."""
        x, y, z = self.direction(point)
        return x + self.shift[0], y + self.shift[1], z

    def direction(self, a: Vector) -> Vector:
        """A direction or speed of the scene, turned."""
        x, y, z = a
        return x * cos(self.yaw) - y * sin(self.yaw), x * sin(self.yaw) + y * cos(self.yaw), z

    def rotation(self, rotation: Quaternion) -> Quaternion:
        """A rotation of the scene, turned."""
        return product((0.0, 0.0, sin(self.yaw / 2), cos(self.yaw / 2)), rotation)

    def pad(self, index: int) -> int:
        """The boost pad that stands where this one is moved to."""
        pads = pad_layout("soccar")
        x, y = pads[index].x, pads[index].y
        if self.is_mirrored:
            x = -x
        if self.is_swapped:
            x, y = -x, -y
        return next(number for number, pad in enumerate(pads) if (pad.x, pad.y) == (x, y))

    def played(self, recording: Recording) -> Recording:
        """The recording, mirrored and turned as wanted."""
        if self.is_mirrored:
            recording = recording.mirrored()
        return recording.half_turned() if self.is_swapped else recording


def placements(
    count: int, *, seed: int = 0, reach_uu: float = 600.0, turn_rad: float = 0.3
) -> list[Placement]:
    """Random placements that take turns in sides and teams; four have each pair of them once."""
    random = np.random.default_rng(seed)
    return [
        Placement(
            shift=(random.uniform(-reach_uu, reach_uu), random.uniform(-reach_uu, reach_uu)),
            yaw=random.uniform(-turn_rad, turn_rad),
            is_mirrored=number % 2 == 1,
            is_swapped=number // 2 % 2 == 1,
        )
        for number in range(count)
    ]


@dataclass(frozen=True)
class Driver:
    """A car of a scene."""

    number: int
    team: int


@dataclass
class Scene:
    """A ball and cars in the middle of play."""

    placement: Placement = field(default_factory=Placement)

    def __post_init__(self) -> None:
        """An empty field with the ball in the middle."""
        self._ball = Ball(position=self.placement.point((0.0, 0.0, BALL_RADIUS_UU)))
        self._cars: list[Car] = []
        self._drivers: list[Driver] = []
        self._pilots: list[Pilot | None] = []

    def car(  # noqa: PLR0913 - all of them say where a car is and how it moves
        self,
        *,
        team: int = 0,
        position: Vector = (0.0, 0.0, CAR_REST_UU),
        velocity: Vector = ZERO,
        yaw: float = pi / 2,
        rotation: Quaternion | None = None,
        spin: Vector = ZERO,
        boost_pct: float = 100.0,
        pilot: Pilot | None = None,
    ) -> Driver:
        """A car; it looks along `yaw` (rad, 0 is +x) unless it has a `rotation`."""
        place = self.placement
        turn = rotation or (0.0, 0.0, sin(yaw / 2), cos(yaw / 2))
        self._cars.append(
            Car(
                position=place.point(position),
                velocity=place.direction(velocity),
                rotation=place.rotation(turn),
                spin=place.direction(spin),
                boost_pct=boost_pct,
            )
        )
        self._pilots.append(pilot)
        self._drivers.append(Driver(len(self._drivers), team))
        return self._drivers[-1]

    def on_wall(
        self, *, team: int = 0, side: int = 1, y: float = 0.0, z: float = 800.0, speed: float = 0.0
    ) -> Driver:
        """A car on the wall at +x (`side` 1) or -x that looks up it and drives at `speed`."""
        up = (-float(side), 0.0, 0.0)
        return self.car(
            team=team,
            position=(side * (4096.0 - CAR_REST_UU), y, z),
            velocity=(0.0, 0.0, speed),
            rotation=facing((0.0, 0.0, 1.0), up),
        )

    def ball(self, position: Vector, *, velocity: Vector = ZERO, spin: Vector = ZERO) -> None:
        """The ball at the start."""
        place = self.placement
        self._ball = Ball(place.point(position), place.direction(velocity), place.direction(spin))

    def point(self, point: Vector) -> Vector:
        """Where a place of the scene is for pilots that are given one."""
        return self.placement.point(point)

    def control(self, driver: Driver, pilot: Pilot) -> None:
        """Who drives a car."""
        self._pilots[driver.number] = pilot

    def meet(  # noqa: PLR0913 - the moment, the place and the speed of a touch
        self,
        driver: Driver,
        *,
        at: float,
        side: str = "nose",
        offset: Vector | None = None,
        closing_uu_per_s: float = 300.0,
        ball_velocity: Vector | None = None,
        bounces: int = 0,
    ) -> None:
        """Launches the ball so that it touches a car at a time, if nobody touches it before.

        Args:
            driver: Whose car; it must have its pilot, who sees no ball until then.
            at: Seconds.
            side: Which side of the hitbox the ball touches in its middle; no ball is in the floor.
            offset: Instead: the ball's centre from the car's, along its nose, right and roof.
            closing_uu_per_s: How fast the ball comes straight at that side, seen from the car.
            ball_velocity: Instead: the ball's velocity then, in the scene's axes.
            bounces: Off the floor before it arrives, at most.
        """
        world = World(None, [deepcopy(self._cars[driver.number])])
        world.play(at, [deepcopy(self._pilots[driver.number])])
        car = world.cars[0]
        spot = touching(car, SIDES[side])
        if offset is not None:
            spot = plus(car.position, out_of(car.axes, offset))
        velocity = plus(car.velocity, out_of(car.axes, SIDES[side]), -closing_uu_per_s)
        if ball_velocity is not None:
            velocity = self.placement.direction(ball_velocity)
        self._ball = launch(
            spot,
            velocity,
            seconds=at,
            bounces=bounces,
        )

    def play(self, seconds: float) -> Played:
        """Runs the scene from its start; the scene stays as it is."""
        world = World(deepcopy(self._ball), deepcopy(self._cars))
        pilots = deepcopy(self._pilots)
        referee = Referee(world, [one.team for one in self._drivers])
        for _ in range(round(seconds / TICK_SECONDS)):
            referee.before()
            world.tick(
                [
                    RESTING if pilot is None else pilot(world, car)
                    for pilot, car in zip(pilots, world.cars, strict=True)
                ]
            )
            referee.after()
        recording = world.recording()
        for wreck in referee.wrecks:
            # The victim was gone before it could slow the attacker.
            tick = recording.tick_at(wreck.seconds)
            recording.cars[tick, wreck.attacker, 7:] = recording.cars[tick - 1, wreck.attacker, 7:]
        recording = self.placement.played(recording)
        swap = self.placement.is_swapped
        teams = tuple(1 - one.team if swap else one.team for one in self._drivers)
        pads = tuple(replace(one, pad=self.placement.pad(one.pad)) for one in referee.pickups)
        return Played(
            recording,
            teams,
            goal=goal_of(recording, teams),
            wrecks=tuple(referee.wrecks),
            pickups=pads,
        )
