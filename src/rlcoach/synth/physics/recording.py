"""What was played: every tick as arrays, and what happened when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rlcoach.synth.physics.ball import Ball
from rlcoach.synth.physics.car import WHEELS_TO_DRIVE, Car
from rlcoach.synth.physics.constants import (
    DODGE_PITCH_RAD_PER_S2,
    DODGE_ROLL_RAD_PER_S2,
    DODGE_TORQUE_SENT_SHARE,
    TICK_SECONDS,
)

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

_TORQUE = (
    DODGE_ROLL_RAD_PER_S2 * DODGE_TORQUE_SENT_SHARE,
    DODGE_PITCH_RAD_PER_S2 * DODGE_TORQUE_SENT_SHARE,
    0.0,
)

_COLUMNS = 27
"""Numbers of a car in a tick, as the recorder writes them."""

_SAME_TOUCH_TICKS = 3
"""Contacts of a car with no longer pause than this are one touch."""


@dataclass(frozen=True)
class Span:
    """A stretch of time in which something was on; one open at the end lasts until there."""

    car: int
    start_seconds: float
    end_seconds: float


@dataclass(frozen=True)
class Dodge(Span):
    """A dodge with the torque the file sends: +x left of 2.6, +y forward of 2.24; 0 if stalled."""

    torque: tuple[float, float, float]


@dataclass(frozen=True)
class Touch(Span):
    """A contact of a car and the ball."""

    ball_velocity_before: tuple[float, float, float]
    ball_velocity_after: tuple[float, float, float]


@dataclass(frozen=True)
class Bump:
    """A car that ran its nose into another one."""

    attacker: int
    victim: int
    seconds: float


@dataclass(frozen=True)
class Recording:
    """Every tick, the state at the start first; cars by number."""

    ball: Floats
    """[tick, 13] position, rotation (x, y, z, w), velocity, spin."""
    cars: Floats
    """[tick, car, 13] like the ball."""
    boost_pct: Floats
    """[tick, car]."""
    torque: Floats
    """[tick, car, xyz] of the last dodge, as the file sends it."""
    wheels: Whole
    """[tick, car] wheels on the field, 0 to 4."""
    counters: dict[str, Whole]
    """Per part of the car [tick, car], as the file counts: odd while on."""
    refreshes: Whole
    """[tick, car] dodges the ball gave back."""
    contact: NDArray[np.bool_]
    """[tick, car] car and ball touch."""
    inputs: Floats
    """[tick, car, 3] throttle, steer, handbrake (0 or 1)."""
    bumps: list[Bump]
    """Pushes of cars by cars, by time."""

    @cached_property
    def seconds(self) -> Floats:
        """[tick] time."""
        return np.arange(len(self.ball), dtype=np.float64) * TICK_SECONDS

    @cached_property
    def jumps(self) -> list[Span]:
        """First jumps, while the button was held."""
        return self._spans("jump")

    @cached_property
    def double_jumps(self) -> list[Span]:
        """Second jumps that turn nothing over."""
        return self._spans("double_jump")

    @cached_property
    def boosts(self) -> list[Span]:
        """Stretches of boosting."""
        return self._spans("boost")

    @cached_property
    def dodges(self) -> list[Dodge]:
        """Dodges, stalls included."""
        return [
            Dodge(span.car, span.start_seconds, span.end_seconds, self._torque_of(span))
            for span in self._spans("dodge")
        ]

    @cached_property
    def slides(self) -> list[Span]:
        """Stretches with the handbrake on."""
        return self._true_spans(self.inputs[:, :, 2] > 0)

    @cached_property
    def flights(self) -> list[Span]:
        """Stretches with fewer than three wheels on the field, from take-off to landing."""
        return self._true_spans(self.wheels < WHEELS_TO_DRIVE)

    @cached_property
    def resets(self) -> list[Span]:
        """Moments in which the wheels on the ball gave a dodge back."""
        tick, car = np.nonzero(np.diff(self.refreshes, axis=0) > 0)
        times = (tick + 1) * TICK_SECONDS
        return [Span(int(c), float(t), float(t)) for c, t in zip(car, times, strict=True)]

    @cached_property
    def touches(self) -> list[Touch]:
        """Touches, by time."""
        spans = [
            span
            for car in range(self.contact.shape[1])
            for span in _merged(self._true_spans(self.contact[:, [car]], car))
        ]
        return [self._touch(span) for span in sorted(spans, key=lambda one: one.start_seconds)]

    def mirrored(self) -> Recording:
        """The same play with left and right exchanged."""
        return replace(
            self,
            ball=_mirrored(self.ball),
            cars=_mirrored(self.cars),
            torque=self.torque * (-1, 1, 1),
            inputs=self.inputs * (1, -1, 1),
        )

    def half_turned(self) -> Recording:
        """The same play on a field turned by half a turn, so that it goes the other way."""
        return replace(self, ball=_half_turned(self.ball), cars=_half_turned(self.cars))

    def tick_at(self, seconds: float) -> int:
        """The tick nearest to a time."""
        return min(max(round(seconds / TICK_SECONDS), 0), len(self.ball) - 1)

    def _touch(self, span: Span) -> Touch:
        first, last = self.tick_at(span.start_seconds), self.tick_at(span.end_seconds)
        before, after = self.ball[max(first - 1, 0), 7:10], self.ball[last, 7:10]
        return Touch(
            span.car, span.start_seconds, span.end_seconds, _triple(before), _triple(after)
        )

    def _torque_of(self, span: Span) -> tuple[float, float, float]:
        return _triple(self.torque[self.tick_at(span.start_seconds), span.car])

    def _spans(self, part: str) -> list[Span]:
        """Where a counter begins a new odd number."""
        counter = self.counters[part]
        found = [
            Span(car, start * TICK_SECONDS, end * TICK_SECONDS)
            for car in range(counter.shape[1])
            for start, end, value in _runs(counter[:, car])
            if value % 2
        ]
        return sorted(found, key=lambda span: span.start_seconds)

    def _true_spans(self, mask: NDArray[np.bool_], first_car: int = 0) -> list[Span]:
        found = [
            Span(first_car + car, start * TICK_SECONDS, end * TICK_SECONDS)
            for car in range(mask.shape[1])
            for start, end, value in _runs(mask[:, car].astype(np.int64))
            if value
        ]
        return sorted(found, key=lambda span: span.start_seconds)


def _runs(values: Whole) -> list[tuple[int, int, int]]:
    """First tick, tick after the last, and value of each stretch of one value."""
    starts = np.flatnonzero(np.append(True, values[1:] != values[:-1])).tolist()
    ends = [*starts[1:], len(values) - 1]
    return [(start, end, int(values[start])) for start, end in zip(starts, ends, strict=True)]


def _mirrored(bodies: Floats) -> Floats:
    """Bodies seen in a mirror at x = 0; their own left and right are exchanged too."""
    vector, spin = (-1.0, 1.0, 1.0), (1.0, -1.0, -1.0)
    x, y, z, w = np.moveaxis(bodies[..., 3:7], -1, 0)
    # A reflection of the world times one of the body's left and right.
    rotation = np.stack((-y, -x, w, z), axis=-1)
    return np.concatenate(
        (bodies[..., 0:3] * vector, rotation, bodies[..., 7:10] * vector, bodies[..., 10:] * spin),
        axis=-1,
    )


def _half_turned(bodies: Floats) -> Floats:
    turn = (-1.0, -1.0, 1.0)
    x, y, z, w = np.moveaxis(bodies[..., 3:7], -1, 0)
    rotation = np.stack((-y, x, w, -z), axis=-1)
    return np.concatenate(
        (bodies[..., 0:3] * turn, rotation, bodies[..., 7:10] * turn, bodies[..., 10:] * turn),
        axis=-1,
    )


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    pause = _SAME_TOUCH_TICKS * TICK_SECONDS
    for span in spans:
        if merged and span.start_seconds - merged[-1].end_seconds < pause:
            merged[-1] = replace(merged[-1], end_seconds=span.end_seconds)
        else:
            merged.append(span)
    return merged


def _triple(row: NDArray[Any]) -> tuple[float, float, float]:
    x, y, z = row.tolist()
    return x, y, z


class Recorder:
    """Writes ticks down."""

    def __init__(self) -> None:
        """Nothing written yet."""
        self._balls: list[tuple[float, ...]] = []
        self._cars: list[list[tuple[float, ...]]] = []
        self._counts: dict[int, list[int]] = {}
        self.bumps: list[Bump] = []

    def write(self, ball: Ball, cars: list[Car], contacts: list[bool]) -> None:
        """The state after a tick."""
        self._balls.append((*ball.position, *ball.rotation, *ball.velocity, *ball.spin))
        self._cars.append(
            [
                self._row(number, car, is_touching)
                for number, (car, is_touching) in enumerate(zip(cars, contacts, strict=True))
            ]
        )

    def _row(self, number: int, car: Car, is_touching: bool) -> tuple[float, ...]:
        state, controls = car.jumping, car.controls
        counts = self._counts.setdefault(number, [0])
        if car.is_boosting != bool(counts[0] % 2):
            counts[0] += 1
        left, forward, _ = state.torque
        return (
            *car.position,
            *car.rotation,
            *car.velocity,
            *car.spin,
            car.boost_pct,
            left * _TORQUE[0],
            forward * _TORQUE[1],
            0.0,
            car.wheels,
            2 * state.jumps - state.is_jumping,
            2 * state.doubles - state.shows_double_jump,
            2 * state.dodges - state.is_dodging,
            counts[0],
            state.refreshes,
            is_touching,
            controls.throttle,
            controls.steer,
            controls.handbrake,
        )

    def recording(self) -> Recording:
        """Everything written so far."""
        count = len(self._cars[0]) if self._cars else 0
        shape = (len(self._balls), count, _COLUMNS)
        rows = np.array(self._cars, dtype=np.float64).reshape(shape)
        whole = rows[:, :, 17:23].astype(np.int64)
        parts = ("jump", "double_jump", "dodge", "boost")
        return Recording(
            ball=np.array(self._balls, dtype=np.float64),
            cars=rows[:, :, :13],
            boost_pct=rows[:, :, 13],
            torque=rows[:, :, 14:17],
            wheels=whole[:, :, 0],
            counters={part: whole[:, :, 1 + at] for at, part in enumerate(parts)},
            refreshes=whole[:, :, 5],
            contact=rows[:, :, 23] > 0,
            inputs=rows[:, :, 24:27],
            bumps=list(self.bumps),
        )
