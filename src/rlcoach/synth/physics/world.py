"""A ball and cars that are ticked together and recorded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

from rlcoach.synth.physics.ball import Ball
from rlcoach.synth.physics.bumps import meet
from rlcoach.synth.physics.car import RESTING, Car, Controls
from rlcoach.synth.physics.constants import TICK_SECONDS
from rlcoach.synth.physics.contact import collide
from rlcoach.synth.physics.recording import Bump, Recorder, Recording
from rlcoach.synth.physics.suspension import body_contact, wheels_on_field


class World:
    """Bodies and the time; the same controls always give the same play."""

    def __init__(self, ball: Ball | None, cars: Sequence[Car]) -> None:
        """At time 0; without a ball the cars are alone."""
        self.ball = ball
        self.cars = list(cars)
        for car in self.cars:
            car.wheels = wheels_on_field(car)
        self.ticks = 0
        self._added = [False] * len(self.cars)
        self._recorder = Recorder()
        self._record([False] * len(self.cars))

    @property
    def seconds(self) -> float:
        """Time since the start."""
        return self.ticks * TICK_SECONDS

    @property
    def bumps(self) -> list[Bump]:
        """Pushes of cars by cars so far, by time."""
        return self._recorder.bumps

    def tick(self, controls: Sequence[Controls]) -> None:
        """1/120 s; controls by car."""
        for car, pressed in zip(self.cars, controls, strict=True):
            car.control(pressed)
        contacts = [False] * len(self.cars)
        if self.ball is not None:
            self.ball.fall()
            for number, car in enumerate(self.cars):
                contacts[number] = collide(car, self.ball, adds=not self._added[number])
                self._added[number] = contacts[number] and not self._added[number]
            self.ball.bounce()
            self.ball.move()
        self._meet_each_other()
        for car in self.cars:
            body_contact(car)
            car.move()
        self.ticks += 1
        self._record(contacts)

    def _meet_each_other(self) -> None:
        for (one, car), (other, second) in combinations(enumerate(self.cars), 2):
            for attacker in meet(car, second):
                pair = (one, other) if attacker is car else (other, one)
                self._recorder.bumps.append(Bump(*pair, self.seconds + TICK_SECONDS))

    def play(self, seconds: float, pilots: Sequence[Pilot | None]) -> Recording:
        """Ticks on with controllers by car; None leaves a car alone."""
        for _ in range(round(seconds / TICK_SECONDS)):
            self.tick(
                [
                    RESTING if pilot is None else pilot(self, car)
                    for pilot, car in zip(pilots, self.cars, strict=True)
                ]
            )
        return self.recording()

    def recording(self) -> Recording:
        """Everything since time 0."""
        return self._recorder.recording()

    def _record(self, contacts: list[bool]) -> None:
        self._recorder.write(self.ball or _NO_BALL, self.cars, contacts)


Pilot = Callable[[World, Car], Controls]
"""Chooses a car's controls for the next tick; it may keep a state of its own."""

_NO_BALL = Ball(position=(0.0, 0.0, -1e4))
