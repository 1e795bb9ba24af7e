"""Wavedashes off floor, walls and curves, and dodges that do not land at once."""

from __future__ import annotations

from math import cos, radians, sin

from rlcoach.synth.physics.constants import CAR_REST_UU, GRAVITY_UU_PER_S2
from rlcoach.synth.physics.manoeuvres import (
    dodge,
    half_flip,
    hold,
    in_turn,
    speed_flip,
    steps,
    wavedash,
)
from rlcoach.synth.physics.vectors import Vector, facing, plus, scaled
from rlcoach.synth.physics.world import Pilot
from rlcoach.synth.scripts.act import Act
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.acts.stage import (
    Stage,
    dice_of,
    dodges,
    in_air,
    on_ground,
    scene_of,
    shown,
)

KEY = "wavedash"

UP: Vector = (0.0, 0.0, 1.0)

FALL_SECONDS = 0.2
"""From the beginning of the act to the moment just above a surface."""

WALL_X_UU, RAMP_RADIUS_UU = 4096.0, 256.0


def _above(seed: int, surface: Vector, normal: Vector, pilot: Pilot, *, speed: float) -> Stage:
    """A car that comes down on a surface, its wheels towards it, on its way up the field."""
    dice, scene = dice_of(seed), scene_of(seed)
    gap = CAR_REST_UU + dice.uniform(20, 30)
    along = (0.0, 1.0, 0.0)
    place = plus(surface, normal, gap)
    velocity = plus(scaled(along, speed), normal, -dice.uniform(200, 300))
    # It has been falling for a while when it is there.
    earlier = plus(velocity, UP, GRAVITY_UU_PER_S2 * FALL_SECONDS)
    place = plus(place, earlier, -FALL_SECONDS)
    driver = scene.car(
        position=plus(place, UP, GRAVITY_UU_PER_S2 * FALL_SECONDS**2 / 2),
        velocity=earlier,
        rotation=facing(plus(along, normal, dice.uniform(0.15, 0.4)), normal),
        pilot=pilot,
    )
    return Stage(dice, scene, driver)


def _positive(seed: int) -> Act:
    dice = dice_of(seed)
    side, speed = dice.choice((-1.0, 1.0)), dice.uniform(0, 1500)
    into = steps(
        [
            (FALL_SECONDS + 0.05, {"jump": True, "pitch": -1.0}),
            (FALL_SECONDS + 0.1, {"throttle": 1.0}),
        ]
    )
    y = dice.uniform(-2500, 0)
    if seed % 4 == 0:
        pilot = wavedash(dice.uniform(0.1, 0.4), forward=dice.uniform(0.7, 1.0))
        stage = on_ground(seed, pilot, speed=speed)
        return shown(KEY, "ahead", stage, seconds=2.0, moments=dodges, kind="ground")
    if seed % 4 == 1:
        start = dice.uniform(0.1, 0.3)
        again = in_turn([(0.0, wavedash(start, right=0.3 * side)), (start + 1.0, wavedash(1.4))])
        stage = on_ground(seed, again, speed=speed)
        return shown(KEY, "two in a chain", stage, seconds=2.6, moments=dodges, kind="ground")
    if seed % 4 == 2:
        surface = (WALL_X_UU, y, dice.uniform(400, 1400))
        stage = _above(seed, surface, (-1.0, 0.0, 0.0), into, speed=speed)
        return shown(KEY, "on a wall", stage, seconds=1.2, moments=dodges, kind="wall")
    slope = radians(dice.uniform(38, 52))
    normal = (-sin(slope), 0.0, cos(slope))
    middle = (WALL_X_UU - RAMP_RADIUS_UU, y, RAMP_RADIUS_UU)
    stage = _above(seed, plus(middle, normal, -RAMP_RADIUS_UU), normal, into, speed=speed)
    return shown(KEY, "onto the curve", stage, seconds=1.2, moments=dodges, kind="curve")


def _near_miss(seed: int) -> Act:
    dice = dice_of(seed)
    side, start = dice.choice((-1.0, 1.0)), dice.uniform(0.1, 0.4)
    speed = dice.uniform(300, 1500)
    if seed % 8 == 6:
        pilot = steps([(0.0, {}), (0.05, {"jump": True, "pitch": -1.0}), (0.1, {})])
        down = facing((0.0, 0.6, -0.8), (0.0, 0.8, 0.6))
        fall = (0.0, speed, -300.0)
        stage = in_air(seed, pilot, height=dice.uniform(110, 140), velocity=fall, rotation=down)
        return shown(KEY, "a dodge that hits the floor nose first", stage, seconds=1.5)
    if seed % 8 == 7:
        fall = (0.0, speed, dice.uniform(-400, -100))
        stage = in_air(seed, hold(throttle=1.0), height=dice.uniform(150, 500), velocity=fall)
        return shown(KEY, "a landing without a dodge", stage, seconds=2.0)
    name, pilot = (
        ("a front flip", dodge(start, forward=1.0, throttle=1.0)),
        ("a diagonal flip", dodge(start, forward=0.7, right=0.7 * side)),
        ("a late front flip", dodge(start, forward=1.0, after=0.5)),
        ("a speed flip", speed_flip(start, side=side)),
        ("a half flip", half_flip(start)),
        (
            "two jumps",
            steps(
                [
                    (start, {"jump": True}),
                    (start + 0.1, {}),
                    (start + 0.6, {"jump": True}),
                    (start + 0.65, {}),
                ]
            ),
        ),
    )[seed % 8]
    return shown(KEY, name, on_ground(seed, pilot, speed=speed), seconds=2.6)


KIND = Kind(KEY, _positive, _near_miss)
