"""What players do with a car: pilots that press the buttons of a manoeuvre.

Those with a `start` (seconds of the world) do nothing before it, and leave the car alone when
they are done; `in_turn` puts them together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import pi
from typing import Any

from rlcoach.synth.physics.aiming import air_sticks, ground_steer, is_along
from rlcoach.synth.physics.car import RESTING, Car, Controls
from rlcoach.synth.physics.constants import (
    BOOST_AIR_UU_PER_S2,
    GRAVITY_UU_PER_S2,
    TICK_SECONDS,
)
from rlcoach.synth.physics.vectors import Vector, dot, into, length, minus, plus, scaled, unit
from rlcoach.synth.physics.world import Pilot, World

_ROUNDING = TICK_SECONDS / 100
"""The clock is a count of ticks: a step at its very time must not be missed by rounding."""

_UP: Vector = (0.0, 0.0, 1.0)


def hold(**pressed: Any) -> Pilot:
    """Holds the same `Controls` all the time."""
    controls = Controls(**pressed)
    return lambda _world, _car: controls


def in_turn(plan: Sequence[tuple[float, Pilot]]) -> Pilot:
    """Lets pilots take over at given seconds, in order; before the first nothing is pressed."""

    def fly(world: World, car: Car) -> Controls:
        now = world.seconds + _ROUNDING
        pilot = next((pilot for at, pilot in reversed(plan) if now >= at), None)
        return RESTING if pilot is None else pilot(world, car)

    return fly


def steps(plan: Sequence[tuple[float, dict[str, Any]]]) -> Pilot:
    """Changes what is pressed at given seconds."""
    return in_turn([(at, hold(**pressed)) for at, pressed in plan])


def drive_at(target: Vector, *, boost: bool = False) -> Pilot:
    """Drives towards a point at full throttle."""
    return lambda _world, car: Controls(
        throttle=1.0,
        steer=ground_steer(car, target),
        boost=boost and is_along(car, minus(target, car.position), 0.9),
    )


def dodge(
    start: float = 0.0,
    *,
    forward: float = 0.0,
    right: float = 0.0,
    after: float = 0.15,
    held: float = 0.08,
    **meanwhile: Any,
) -> Pilot:
    """Jumps and dodges.

    Args:
        start: Seconds of the jump.
        forward: 1 for a front flip, -1 for a back flip.
        right: 1 for a dodge to the right.
        after: Seconds from jump to dodge.
        held: Seconds the jump is held.
        meanwhile: Other controls, such as `boost`, pressed all the time.
    """
    rest = Controls(**meanwhile)
    return in_turn(
        [
            (0.0, hold(**meanwhile)),
            (start, _pressing(rest, jump=True)),
            (start + held, _pressing(rest)),
            (start + after, _pressing(rest, jump=True, pitch=-forward, yaw=right)),
            (start + after + 0.05, _pressing(rest)),
        ]
    )


def _pressing(rest: Controls, **pressed: Any) -> Pilot:
    controls = replace(rest, **pressed)
    return lambda _world, _car: controls


def front_flip(start: float = 0.0, **meanwhile: Any) -> Pilot:
    """A flip straight ahead out of a jump."""
    return dodge(start, forward=1.0, **meanwhile)


def flip_cancel(start: float = 0.0, *, after: float = 0.15) -> Pilot:
    """A front flip whose turn is stopped at once by pitching back."""
    flip = start + after
    return in_turn([(0.0, dodge(start, forward=1.0, after=after)), (flip + 0.03, hold(pitch=1.0))])


def stall(start: float = 0.0, *, side: float = 1.0) -> Pilot:
    """A second jump with yaw against roll, in the air: a dodge that does not turn the car."""
    return steps([(start, {"jump": True, "yaw": side, "roll": -side}), (start + 0.05, {})])


def speed_flip(start: float = 0.0, *, side: float = 1.0) -> Pilot:
    """A dodge ahead and to a side (1 right) under boost, its pitch cancelled, rolled flat again."""
    go = {"throttle": 1.0, "boost": True}
    flip = start + 0.1
    return in_turn(
        [
            (0.0, hold(**go)),
            (start, hold(**go, jump=True)),
            (start + 0.06, hold(**go)),
            (flip, hold(**go, jump=True, pitch=-0.75, yaw=0.7 * side)),
            (flip + 0.03, hold(**go, pitch=1.0, roll=side)),
            (flip + 0.65, _over_to_the_wheels(side, **go)),
        ]
    )


def half_flip(start: float = 0.0) -> Pilot:
    """Turns the car round: a back flip that is stopped half-way and rolled upright."""
    flip = start + 0.1
    return in_turn(
        [
            (start, hold(jump=True)),
            (start + 0.06, hold()),
            (flip, hold(jump=True, pitch=1.0)),
            (flip + 0.28, hold(pitch=-1.0)),
            (flip + 0.33, _roll_upright),
        ]
    )


def _roll_upright(_world: World, car: Car) -> Controls:
    """The end of a half flip: the nose along the way the car goes, its pitch still cancelled."""
    _, yaw, roll = air_sticks(car, (car.velocity[0], car.velocity[1], 0.0), _UP)
    return Controls(throttle=1.0, pitch=-1.0, yaw=yaw, roll=roll)


def _over_to_the_wheels(side: float, **meanwhile: Any) -> Pilot:
    """Rolls on in the direction of the dodge, and lands looking where the car looks."""
    rest = Controls(**meanwhile)

    def fly(_world: World, car: Car) -> Controls:
        x, y, _ = car.axes[0]
        pitch, yaw, roll = air_sticks(car, (x, y, 0.0), _UP)
        return replace(rest, pitch=pitch, yaw=yaw, roll=side if car.axes[2][2] < 0 else roll)

    return fly


_DASH_HEIGHT_UU = 40.0
"""Of the car's centre, at which the dodge of a wavedash begins: the rear wheels touch then."""


def wavedash(start: float = 0.0, *, forward: float = 1.0, right: float = 0.0) -> Pilot:
    """A tap of jump, the far side lifted, and a dodge into the landing that brings speed."""

    def fly(world: World, car: Car) -> Controls:
        seconds = world.seconds - start + _ROUNDING
        if seconds < 0:
            return RESTING
        if seconds < 0.03:
            return Controls(jump=True)
        has_dodged = car.jumping.has_dodged
        falls = car.velocity[2] < 0 and not car.is_driving
        if falls and not has_dodged and car.position[2] < _DASH_HEIGHT_UU:
            return Controls(jump=True, pitch=-forward, roll=right)
        if has_dodged or car.is_driving or seconds > 1.5:
            return Controls(throttle=(-1.0 if forward < 0 else 1.0) if has_dodged else 0.0)
        x, y, _ = car.axes[0]
        along, across = 0.45 * forward, 0.45 * right
        nose = unit((x, y, along))
        roof = plus(_UP, (-y, x, 0.0), -across)
        pitch, yaw, roll = air_sticks(car, nose, roof)
        return Controls(pitch=pitch, yaw=yaw, roll=roll)

    return fly


def fast_aerial(start: float = 0.0, *, rise: float = 1.1) -> Pilot:
    """Two jumps and boost with the nose up by `rise` rad: the quickest way to height."""

    def fly(world: World, car: Car) -> Controls:
        seconds = world.seconds - start + _ROUNDING
        if seconds < 0:
            return RESTING
        # Without a stick in the moment of the second jump: with one it would be a dodge.
        taps = 0.23 <= seconds < 0.33
        if taps and not car.jumping.has_doubled:
            return Controls(jump=seconds >= 0.24, boost=True)
        x, y, _ = unit((car.axes[0][0], car.axes[0][1], 0.0))
        slope = min(rise, pi / 2 - 0.01)
        nose = unit((x, y, slope / (pi / 2 - slope)))
        pitch, yaw, roll = air_sticks(car, nose, _UP)
        return Controls(jump=seconds < 0.2, boost=True, pitch=pitch, yaw=yaw, roll=roll)

    return fly


def fly_to(target: Vector, *, at: float) -> Pilot:
    """In the air: boosts so that the car is at a point at a time."""

    def fly(world: World, car: Car) -> Controls:
        left = max(at - world.seconds, TICK_SECONDS)
        fallen = (0.0, 0.0, -0.5 * GRAVITY_UU_PER_S2 * left * left)
        miss = minus(target, plus(plus(car.position, car.velocity, left), fallen))
        needed = scaled(miss, 2 / (left * left))
        pitch, yaw, roll = air_sticks(car, needed, _UP)
        # Boost comes in bursts: it goes on while what is needed is a good part of what it gives.
        wants = length(needed) > BOOST_AIR_UU_PER_S2 / 4 and is_along(car, needed, 0.8)
        return Controls(boost=wants, pitch=pitch, yaw=yaw, roll=roll)

    return fly


_CARRY_PER_S2, _CARRY_PER_S = 9.0, 6.0
"""Pull on the ball's offset and speed on the roof."""

_CARRY_TURN_PER_UU, _CARRY_TURN_PER_UU_PER_S = 0.01, 0.006


def dribble(speed_uu_per_s: float = 900.0) -> Pilot:
    """Keeps the ball on the roof, as fast as wished."""

    def drive(world: World, car: Car) -> Controls:
        if world.ball is None:
            return RESTING
        ahead, aside, _ = into(car.axes, minus(world.ball.position, car.position))
        faster, across, _ = into(car.axes, minus(world.ball.velocity, car.velocity))
        # A ball further ahead makes the car chase it: so it is told to be slower or faster.
        lead = min(max((speed_uu_per_s - dot(car.velocity, car.axes[0])) * 0.03, -12.0), 12.0)
        wanted = _CARRY_PER_S2 * (ahead - 10.0 - lead) + _CARRY_PER_S * faster
        steer = _CARRY_TURN_PER_UU * aside + _CARRY_TURN_PER_UU_PER_S * across
        return Controls(
            throttle=min(max(wanted / 400.0, -1.0), 1.0),
            boost=wanted > 900.0,
            steer=min(max(steer, -1.0), 1.0),
        )

    return drive
