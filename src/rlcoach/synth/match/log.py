"""Writes the frames of a match down, and makes the record's columns of them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from rlcoach.synth.match_record import (
    NO_LIFE,
    PARTS,
    BallColumns,
    CarColumns,
    Floats,
    Happening,
)
from rlcoach.synth.physics.ball import Ball
from rlcoach.synth.physics.car import RESTING, Car, Controls
from rlcoach.synth.physics.constants import (
    DODGE_PITCH_RAD_PER_S2,
    DODGE_ROLL_RAD_PER_S2,
    DODGE_TORQUE_SENT_SHARE,
)

_ROLL_SENT = DODGE_ROLL_RAD_PER_S2 * DODGE_TORQUE_SENT_SHARE
_PITCH_SENT = DODGE_PITCH_RAD_PER_S2 * DODGE_TORQUE_SENT_SHARE

_BALL_WIDTH = 15
_BODY, _BOOST, _COUNTERS, _TORQUE, _REFRESHES, _INPUTS, _BALL_CAM, _LIFE = (
    0,
    13,
    14,
    19,
    21,
    22,
    25,
    26,
)
_CAR_WIDTH = 27
"""Numbers of the ball and of a car in a frame, and where they begin."""

_NO_CAR = (float("nan"),) * 13 + (0.0,) * (_INPUTS - _BOOST)


@dataclass(slots=True)
class Seat:
    """What a player has while his cars come and go."""

    life: int = NO_LIFE
    """Of his newest car."""
    pressed: Controls = RESTING
    has_ball_cam: bool = True


@dataclass(slots=True)
class Log:
    """Frames and happenings so far."""

    players: int
    time: list[float] = field(default_factory=list)
    delta: list[float] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)
    balls: array[float] = field(default_factory=lambda: array("d"))
    cars: array[float] = field(default_factory=lambda: array("d"))

    @property
    def frame(self) -> int:
        """The number of the next frame."""
        return len(self.time)

    def write_ball(self, ball: Ball, life: int, *, is_hidden: bool) -> None:
        """The ball at the end of a frame."""
        self.balls.extend(
            (*ball.position, *ball.rotation, *ball.velocity, *ball.spin, life, is_hidden)
        )

    def write_cars(self, cars: Sequence[Car | None], seats: Sequence[Seat]) -> None:
        """All cars at the end of a frame."""
        for car, seat in zip(cars, seats, strict=True):
            pressed = seat.pressed
            if car is None:
                self.cars.extend(_NO_CAR)
                self.cars.extend((pressed.throttle, pressed.steer, pressed.handbrake))
                self.cars.extend((seat.has_ball_cam, NO_LIFE))
                continue
            jumping = car.jumping
            left, forward, _ = jumping.torque
            self.cars.extend(
                (
                    *car.position,
                    *car.rotation,
                    *car.velocity,
                    *car.spin,
                    car.boost_pct,
                    2 * jumping.jumps - jumping.is_jumping,
                    2 * jumping.doubles - jumping.shows_double_jump,
                    2 * jumping.dodges - jumping.is_dodging,
                    2 * car.boosts - car.is_boosting,
                    2 * jumping.flips - jumping.is_flipping,
                    left * _ROLL_SENT,
                    forward * _PITCH_SENT,
                    jumping.refreshes,
                    pressed.throttle,
                    pressed.steer,
                    pressed.handbrake,
                    seat.has_ball_cam,
                    seat.life,
                )
            )

    def ball_columns(self) -> BallColumns:
        """The ball of all frames."""
        rows = np.frombuffer(self.balls, dtype=np.float64).reshape(-1, _BALL_WIDTH)
        return BallColumns(
            body=rows[:, :13].copy(),
            life=rows[:, 13].astype(np.int64),
            is_hidden=rows[:, 14] > 0,
        )

    def car_columns(self) -> CarColumns:
        """The cars of all frames."""
        rows = np.frombuffer(self.cars, dtype=np.float64).reshape(-1, self.players, _CAR_WIDTH)
        level = rows[..., _TORQUE:_REFRESHES]
        torque: Floats = np.concatenate((level, np.zeros_like(level[..., :1])), axis=-1)
        return CarColumns(
            body=rows[..., _BODY:_BOOST].copy(),
            life=rows[..., _LIFE].astype(np.int64),
            boost_pct=rows[..., _BOOST].copy(),
            counters=rows[..., _COUNTERS : _COUNTERS + len(PARTS)].astype(np.int64),
            torque=torque,
            refreshes=rows[..., _REFRESHES].astype(np.int64),
            throttle=rows[..., _INPUTS].copy(),
            steer=rows[..., _INPUTS + 1].copy(),
            handbrake=rows[..., _INPUTS + 2] > 0,
            ball_cam=rows[..., _BALL_CAM] > 0,
        )
