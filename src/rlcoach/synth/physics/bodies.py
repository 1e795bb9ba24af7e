"""A ball and cars that come and go, moved on by frames of several ticks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import sqrt
from typing import NamedTuple

from rlcoach.synth.physics.ball import Ball
from rlcoach.synth.physics.bumps import crash_of, part
from rlcoach.synth.physics.car import WHEELS_TO_DRIVE, Car, Controls
from rlcoach.synth.physics.constants import BALL_RADIUS_UU, TICK_SECONDS
from rlcoach.synth.physics.contact import collide
from rlcoach.synth.physics.cruising import cruise
from rlcoach.synth.physics.gliding import glide
from rlcoach.synth.physics.loose_ball import drift
from rlcoach.synth.physics.suspension import body_contact
from rlcoach.synth.physics.vectors import Vector

SAME_TOUCH_TICKS = 3
"""Contacts of a car with no longer pause than this are one touch."""

_FLOOR_UU = 1.0
"""A ball that came this close to the floor has touched it."""

_REACH_UU = 230.0
"""From centre to centre of bodies that may meet in a frame, besides the way they go: no car reaches
beyond 100 uu, the ball not beyond 92, and a dodge or a bump adds up to 30 uu to the way."""
_STRUCK_UU_PER_S = 3000.0
"""How much faster a ball may come out of a touch."""
_FARTHEST_UU = 720.0
"""Beyond it nothing meets in a frame, whatever the speeds."""

_HARD_UU_PER_S = 400.0
"""Landings from a fall faster than this take every tick: the body may reach the floor."""


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


def may_meet(one: Ball | Car, other: Ball | Car, reach_uu: float, seconds: float) -> bool:
    """Whether two bodies may come so near in a short time."""
    x, y, z = one.position
    other_x, other_y, other_z = other.position
    x, y, z = other_x - x, other_y - y, other_z - z
    square = x * x + y * y + z * z
    if square > _FARTHEST_UU * _FARTHEST_UU:
        return False
    vx, vy, vz = one.velocity
    other_vx, other_vy, other_vz = other.velocity
    vx, vy, vz = other_vx - vx, other_vy - vy, other_vz - vz
    reach_uu += sqrt(vx * vx + vy * vy + vz * vz) * seconds
    return square < reach_uu * reach_uu


def advance_alone(car: Car, controls: Controls, ticks: int) -> None:
    """A frame of a car that meets no other body."""
    if cruise(car, controls, ticks) or glide(car, controls, ticks):
        return
    left = ticks
    while left > 0:
        count = 2 if left > 1 and _is_steady(car, controls) else 1
        seconds = count * TICK_SECONDS
        body_contact(car, car.control(controls, seconds), seconds)
        car.move(seconds)
        left -= count


def _is_steady(car: Car, controls: Controls) -> bool:
    """Whether two ticks can be one: on slopes and in landings, but in no jump and no dodge."""
    state = car.jumping
    if state.is_jumping or state.is_flipping or (controls.jump and not state.is_pressed):
        return False
    if car.wheels >= WHEELS_TO_DRIVE:
        return True
    return not state.is_dodging and car.velocity[2] > -_HARD_UU_PER_S


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
        """A frame: every car keeps its controls.

        Bodies that may meet in it take every tick together; all others go their way alone.
        """
        self.touches.clear()
        self.rams.clear()
        self.ball_touched_floor = False
        seconds = ticks * TICK_SECONDS
        near_ball, near_cars = self._near_ball(seconds), self._near_cars(seconds)
        together = [
            number
            for number, car in enumerate(self.cars)
            if car is not None and (number in near_ball or near_cars[number])
        ]
        for number, car in enumerate(self.cars):
            if car is None:
                continue
            if number not in near_ball:
                self._pauses[number] += ticks
                self._added[number] = car.is_on_ball = False
            if number not in together:
                advance_alone(car, controls[number], ticks)
        if together:
            for tick in range(1, ticks + 1):
                self._tick(controls, tick, together, near_ball)
        if self.ball is not None and not near_ball:
            drift(self.ball, ticks)
            self._look_at_floor(self.ball)
        for car in self.cars:
            if car is not None:
                car.feel_speed(seconds)

    def _near_ball(self, seconds: float) -> list[int]:
        """Cars that may touch the ball."""
        if self.ball is None:
            return []
        ball = self.ball
        cars = [(number, car) for number, car in enumerate(self.cars) if car is not None]
        near = [number for number, car in cars if may_meet(ball, car, _REACH_UU, seconds)]
        if not near:
            return near
        # Who is near may send the ball to others.
        reach = _REACH_UU + _STRUCK_UU_PER_S * seconds
        return [number for number, car in cars if may_meet(ball, car, reach, seconds)]

    def _near_cars(self, seconds: float) -> list[bool]:
        """By car, whether it may touch another one."""
        near = [False] * len(self.cars)
        cars = [
            (*car.position, number, car) for number, car in enumerate(self.cars) if car is not None
        ]
        for at, (x, y, z, one, first) in enumerate(cars, start=1):
            for other_x, other_y, other_z, other, second in cars[at:]:
                if (
                    abs(other_x - x) < _FARTHEST_UU
                    and abs(other_y - y) < _FARTHEST_UU
                    and abs(other_z - z) < _FARTHEST_UU
                    and may_meet(first, second, _REACH_UU, seconds)
                ):
                    near[one] = near[other] = True
        return near

    def _tick(
        self, controls: Sequence[Controls], tick: int, together: list[int], near_ball: list[int]
    ) -> None:
        cars = [(number, self.cars[number]) for number in together]
        for number, car in cars:
            if car is not None:
                car.control(controls[number])
        if self.ball is not None and near_ball:
            self._tick_ball(self.ball, tick, near_ball)
        for one, other in combinations(together, 2):
            self._meet(one, other, tick)
        for _, car in cars:
            if car is not None:
                body_contact(car)
                car.move()

    def _tick_ball(self, ball: Ball, tick: int, near: list[int]) -> None:
        ball.fall()
        for number in near:
            car = self.cars[number]
            if car is not None:
                self._collide(number, car, ball, tick)
        ball.bounce()
        ball.move()
        self._look_at_floor(ball)

    def _look_at_floor(self, ball: Ball) -> None:
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
