"""The jump of a car that lies on its roof: it is thrown up and turned over."""

from __future__ import annotations

from math import atan2, pi
from typing import TYPE_CHECKING

from rlcoach.synth.physics.constants import (
    FLIP_OVER_RAD_PER_S2,
    FLIP_OVER_ROLL_RAD,
    FLIP_OVER_SECONDS,
    FLIP_OVER_UU_PER_S,
    TICK_SECONDS,
)
from rlcoach.synth.physics.vectors import plus

if TYPE_CHECKING:
    from rlcoach.synth.physics.car import Car


def flips_over(car: Car) -> bool:
    """Begins to turn a car over if it is on its roof."""
    state = car.jumping
    roll = atan2(-car.axes[1][2], car.axes[2][2])
    if abs(roll) < FLIP_OVER_ROLL_RAD:
        return False
    state.flips += 1
    state.flip_seconds = FLIP_OVER_SECONDS * abs(roll) / pi
    state.flip_side = 1.0 if roll > 0 else -1.0
    car.velocity = plus(car.velocity, car.axes[2], -FLIP_OVER_UU_PER_S)
    return True


def turn_over(car: Car) -> None:
    """A tick of it."""
    state = car.jumping
    change = FLIP_OVER_RAD_PER_S2 * state.flip_side * TICK_SECONDS
    car.spin = plus(car.spin, car.axes[0], change)
    state.flip_seconds -= TICK_SECONDS
