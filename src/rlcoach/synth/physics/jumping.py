"""Jumps, double jumps and dodges."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING

from rlcoach.synth.physics.constants import (
    CAR_MAX_SPEED_UU_PER_S,
    DODGE_BACK_GAIN,
    DODGE_BACK_SHARE,
    DODGE_DEADZONE,
    DODGE_LEVEL_FROM_SECONDS,
    DODGE_LEVEL_SHARE_PER_TICK,
    DODGE_LEVEL_UNTIL_SECONDS,
    DODGE_SECONDS,
    DODGE_SIDE_GAIN,
    DODGE_SLOW_UU_PER_S,
    DODGE_UU_PER_S,
    DOUBLE_JUMP_SHOWN_SECONDS,
    JUMP_FIRST_SHARE,
    JUMP_HOLD_SECONDS,
    JUMP_HOLD_UU_PER_S2,
    JUMP_LEAST_SECONDS,
    JUMP_UU_PER_S,
    SECOND_JUMP_WITHIN_SECONDS,
    TICK_SECONDS,
)
from rlcoach.synth.physics.righting import flips_over, turn_over
from rlcoach.synth.physics.vectors import ZERO, Vector, dot, plus

if TYPE_CHECKING:
    from rlcoach.synth.physics.car import Car

_STRAIGHT_BELOW = 0.1
"""A share of the stick smaller than this does not bend a dodge; both smaller: a stall."""

_HALF_TICK = TICK_SECONDS / 2
"""Clocks add up ticks: compared with half a tick of room they end in the tick that is meant."""


@dataclass(slots=True)
class Jumping:
    """Clocks and counts of a car's jumps.

    Counts rise by one when a thing begins, as the file's counters do when it begins and ends.
    """

    is_pressed: bool = False
    """Whether the button was down in the last tick."""
    is_jumping: bool = False
    has_jumped: bool = False
    has_doubled: bool = False
    has_dodged: bool = False
    jump_seconds: float = 0.0
    """Since the first jump began."""
    free_seconds: float = 0.0
    """Since the first jump's force ended."""
    double_seconds: float = DODGE_SECONDS
    dodge_seconds: float = DODGE_SECONDS
    """Since the last double jump and dodge began."""
    torque: Vector = ZERO
    """Direction of the last dodge: left, forward, 0; zero for a stall."""
    jumps: int = 0
    doubles: int = 0
    dodges: int = 0
    flips: int = 0
    refreshes: int = 0
    flip_seconds: float = 0.0
    """Until the car has been turned over from its roof."""
    flip_side: float = 1.0

    @property
    def is_flipping(self) -> bool:
        """Whether the car is turned over from its roof."""
        return self.flip_seconds > _HALF_TICK

    @property
    def is_dodging(self) -> bool:
        """Whether a dodge turns the car; it ends when the car lands, as the file says too."""
        return self.has_dodged and self.dodge_seconds < DODGE_SECONDS - _HALF_TICK

    @property
    def shows_double_jump(self) -> bool:
        """Whether the file says that a double jump is on."""
        return self.doubles > 0 and self.double_seconds < DOUBLE_JUMP_SHOWN_SECONDS - _HALF_TICK

    @property
    def has_second(self) -> bool:
        """Whether a dodge or double jump can be had in the air."""
        in_time = self.free_seconds < SECOND_JUMP_WITHIN_SECONDS
        return in_time and not self.has_doubled and not self.has_dodged

    def rest(self, seconds: float, *, is_pressed: bool) -> None:
        """Time goes by on the ground without a jump."""
        self.is_pressed = is_pressed
        self.double_seconds += seconds
        self.dodge_seconds += seconds
        self.has_jumped = self.has_doubled = self.has_dodged = False
        self.free_seconds = 0.0


def jump(car: Car, seconds: float = TICK_SECONDS) -> None:
    """A short time of the jump button."""
    state, controls = car.jumping, car.controls
    is_press = controls.jump and not state.is_pressed
    state.is_pressed = controls.jump
    state.double_seconds += seconds
    state.dodge_seconds += seconds
    if state.has_jumped:
        state.jump_seconds += seconds
    if car.is_driving and not state.is_jumping:
        _refresh(car)
        if is_press:
            _begin_jump(car)
    elif is_press and car.is_lying and flips_over(car):
        pass
    elif is_press and not state.is_jumping and state.has_second:
        _second_jump(car)
    _hold(car)
    if state.has_jumped and not state.is_jumping and not car.is_driving:
        state.free_seconds += seconds
    if state.is_dodging:
        _level(car)
    if state.is_flipping:
        turn_over(car)


def _refresh(car: Car) -> None:
    """Wheels on something give everything back; on the ball that is a flip reset."""
    state = car.jumping
    if car.is_on_ball and (state.has_jumped or state.has_doubled or state.has_dodged):
        state.refreshes += 1
    state.has_jumped = state.has_doubled = state.has_dodged = False
    state.free_seconds = 0.0


def _begin_jump(car: Car) -> None:
    state = car.jumping
    state.is_jumping = state.has_jumped = True
    state.jump_seconds = 0.0
    state.jumps += 1
    car.velocity = plus(car.velocity, car.axes[2], JUMP_UU_PER_S)


def _hold(car: Car) -> None:
    """The first jump's force, while the button is down and for the least time in any case."""
    state = car.jumping
    if not state.is_jumping:
        return
    is_first = state.jump_seconds < JUMP_LEAST_SECONDS - _HALF_TICK
    holds = car.controls.jump and state.jump_seconds < JUMP_HOLD_SECONDS - _HALF_TICK
    state.is_jumping = is_first or holds
    if state.is_jumping:
        share = JUMP_FIRST_SHARE if is_first else 1.0
        car.velocity = plus(car.velocity, car.axes[2], share * JUMP_HOLD_UU_PER_S2 * TICK_SECONDS)


def _second_jump(car: Car) -> None:
    state, controls = car.jumping, car.controls
    pressed = abs(controls.pitch) + abs(controls.yaw) + abs(controls.roll)
    if pressed < DODGE_DEADZONE:
        state.has_doubled = True
        state.doubles += 1
        state.double_seconds = 0.0
        car.velocity = plus(car.velocity, car.axes[2], JUMP_UU_PER_S)
        return
    state.has_dodged = True
    state.dodges += 1
    state.dodge_seconds = 0.0
    forward, right = -controls.pitch, controls.yaw + controls.roll
    if abs(forward) < _STRAIGHT_BELOW and abs(right) < _STRAIGHT_BELOW:
        state.torque = ZERO
        return
    size = hypot(forward, right)
    forward, right = forward / size, right / size
    state.torque = -right, forward, 0.0
    _push(car, forward, right)


def _push(car: Car, forward: float, right: float) -> None:
    """A dodge's change of speed: level, along the nose and across it."""
    nose = car.axes[0]
    speed = dot(car.velocity, nose)
    share = abs(speed) / CAR_MAX_SPEED_UU_PER_S
    forward = forward if abs(forward) >= _STRAIGHT_BELOW else 0.0
    right = right if abs(right) >= _STRAIGHT_BELOW else 0.0
    is_back = forward < 0 if abs(speed) < DODGE_SLOW_UU_PER_S else (forward >= 0) != (speed >= 0)
    ahead = DODGE_UU_PER_S * forward
    if is_back:
        ahead *= DODGE_BACK_SHARE * (1 + DODGE_BACK_GAIN * share)
    aside = DODGE_UU_PER_S * right * (1 + DODGE_SIDE_GAIN * share)
    level = hypot(nose[0], nose[1])
    if level == 0.0:
        return
    x, y = nose[0] / level, nose[1] / level
    car.velocity = plus(car.velocity, (x * ahead - y * aside, y * ahead + x * aside, 0.0))


def _level(car: Car) -> None:
    """A dodge takes vertical speed away."""
    seconds = car.jumping.dodge_seconds
    x, y, z = car.velocity
    if seconds >= DODGE_LEVEL_FROM_SECONDS and (z < 0 or seconds < DODGE_LEVEL_UNTIL_SECONDS):
        car.velocity = x, y, z * (1 - DODGE_LEVEL_SHARE_PER_TICK)
