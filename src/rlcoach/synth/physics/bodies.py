"""A ball and cars that come and go, moved on by frames of several ticks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

from rlcoach.synth.physics.ball import Ball
from rlcoach.synth.physics.bumps import crash_of, part
from rlcoach.synth.physics.car import Car, Controls
from rlcoach.synth.physics.constants import BALL_RADIUS_UU, TICK_SECONDS
from rlcoach.synth.physics.contact import collide
from rlcoach.synth.physics.suspension import body_contact
from rlcoach.synth.physics.vectors import Vector

SAME_TOUCH_TICKS = 3
"""Contacts of a car with no longer pause than this are one touch."""

_FLOOR_UU = 1.0
"""A ball that came this close to the floor has touched it."""


class Touch(NamedTuple):
    """A car begins to touch the ball."""

    car: int
    tick: int
    """Of the frame, from 1."""
    ball_velocity_before: Vector


class Ram(NamedTuple):
    """A car ran its nose into another one."""

    attacker: int
    victim: int
    tick: int
    attacker_velocity: Vector
    victim_velocity: Vector
    """Both before."""
    demolishes: bool
    """The victim is gone."""


def nobody_demolishes(_attacker: int, _victim: int) -> bool:
    """The rule without demolitions."""
    return False


@dataclass(slots=True)
class Bodies:
    """Bodies that push each other; lists hold what happened in the last frame."""

    ball: Ball | None
    cars: list[Car | None]
    demolishes: Callable[[int, int], bool] = nobody_demolishes
    """Whether a car that runs its nose into another one destroys it."""
    touches: list[Touch] = field(default_factory=list)
    rams: list[Ram] = field(default_factory=list)
    ball_touched_floor: bool = False
    _pauses: list[int] = field(default_factory=list)
    """Ticks since each car's last contact with the ball."""
    _added: list[bool] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Nobody touches the ball yet."""
        self.forget()

    def forget(self) -> None:
        """Bodies were put elsewhere: no contact goes on."""
        self._pauses = [SAME_TOUCH_TICKS + 1] * len(self.cars)
        self._added = [False] * len(self.cars)

    @property
    def is_touched(self) -> bool:
        """Whether a car touches the ball now."""
        return 0 in self._pauses

    def advance(self, controls: Sequence[Controls], ticks: int) -> None:
        """A frame: every car keeps its controls."""
        self.touches.clear()
        self.rams.clear()
        self.ball_touched_floor = False
        for tick in range(1, ticks + 1):
            self._tick(controls, tick)
        for car in self.cars:
            if car is not None:
                car.feel_speed(ticks * TICK_SECONDS)

    def _tick(self, controls: Sequence[Controls], tick: int) -> None:
        for car, pressed in zip(self.cars, controls, strict=True):
            if car is not None:
                car.control(pressed)
        if self.ball is not None:
            self._tick_ball(self.ball, tick)
        for one, other in combinations(range(len(self.cars)), 2):
            self._meet(one, other, tick)
        for car in self.cars:
            if car is not None:
                body_contact(car)
                car.move()

    def _tick_ball(self, ball: Ball, tick: int) -> None:
        ball.fall()
        for number, car in enumerate(self.cars):
            if car is not None:
                self._collide(number, car, ball, tick)
        ball.bounce()
        ball.move()
        if ball.position[2] < BALL_RADIUS_UU + _FLOOR_UU:
            self.ball_touched_floor = True

    def _collide(self, number: int, car: Car, ball: Ball, tick: int) -> None:
        before = ball.velocity
        self._pauses[number] += 1
        is_contact = collide(car, ball, adds=not self._added[number])
        self._added[number] = is_contact and not self._added[number]
        if is_contact:
            if self._pauses[number] > SAME_TOUCH_TICKS:
                self.touches.append(Touch(number, tick, before))
            self._pauses[number] = 0

    def _meet(self, one: int, other: int, tick: int) -> None:
        first, second = self.cars[one], self.cars[other]
        if first is None or second is None:
            return
        crash = crash_of(first, second)
        if crash is None:
            return
        pairs = (one, other), (other, one)
        for pair, side in zip(pairs, crash.sides, strict=True):
            if side.rams() and self.demolishes(*pair):
                self.rams.append(Ram(*pair, tick, *side.speeds, demolishes=True))
                self.cars[pair[1]] = None
                return
        for pair, side, has_bumped in zip(pairs, crash.sides, part(crash), strict=True):
            if has_bumped:
                self.rams.append(Ram(*pair, tick, *side.speeds, demolishes=False))
