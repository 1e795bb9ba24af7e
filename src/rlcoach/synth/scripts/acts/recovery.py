"""Recoveries on the wheels and not, and landings that are none."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin

from rlcoach.synth.physics.aiming import air_sticks
from rlcoach.synth.physics.car import Car, Controls
from rlcoach.synth.physics.manoeuvres import dodge, fast_aerial, hold, in_turn, steps
from rlcoach.synth.physics.recording import Span
from rlcoach.synth.physics.vectors import Vector, facing
from rlcoach.synth.physics.world import World
from rlcoach.synth.scripts.act import Act, Played
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.acts.stage import dice_of, in_air, on_ground, shown

KEY = "recovery"

UP: Vector = (0.0, 0.0, 1.0)


def _landings(played: Played) -> Sequence[Span]:
    """Ends of long flights."""
    flights = [one for one in played.recording.flights if one.end_seconds - one.start_seconds > 0.7]
    return [Span(one.car, one.end_seconds, one.end_seconds) for one in flights]


def _off_its_side(_world: World, car: Car) -> Controls:
    """Waits until the car lies, then rolls it onto its wheels and drives off."""
    lies = car.position[2] < 60 and abs(car.velocity[2]) < 50
    if car.is_driving:
        return Controls(throttle=1.0, boost=True)
    pitch, yaw, roll = air_sticks(car, car.axes[0], UP)
    return Controls(pitch=pitch, yaw=yaw, roll=roll) if lies else Controls()


def _positive(seed: int) -> Act:
    dice = dice_of(seed)
    height, pace = dice.uniform(450, 900), dice.uniform(0, 900)
    fall = (0.0, pace, dice.uniform(-100, 100))
    name, pilot, kind, is_success = (
        ("down on the wheels and off", hold(throttle=1.0, boost=True), "wheels", True),
        ("down on the wheels to rest", hold(), "wheels", None),
        ("down on the side first", _off_its_side, "tumble", False),
    )[seed % 3]
    if kind == "wheels":
        stage = in_air(seed, pilot, height=height, velocity=fall)
    else:
        tilt = dice.uniform(0.45, 0.55) * pi
        down = facing((0.0, 1.0, 0.0), (sin(tilt), 0.0, cos(tilt)))
        stage = in_air(seed, pilot, height=height, velocity=fall, rotation=down)
    return shown(KEY, name, stage, seconds=5.0, moments=_landings, kind=kind, is_success=is_success)


def _near_miss(seed: int) -> Act:
    dice = dice_of(seed)
    start, speed = dice.uniform(0.1, 0.4), dice.uniform(0, 1500)
    if seed % 5 == 4:
        stage = on_ground(seed, fast_aerial(start), speed=speed)
        return shown(KEY, "a flight that goes on", stage, seconds=1.8)
    if seed % 5 == 3:
        stage = in_air(seed, hold(throttle=1.0), height=dice.uniform(120, 220))
        return shown(KEY, "a hop", stage, seconds=2.0)
    name, pilot = (
        ("a front flip", dodge(start, forward=1.0, throttle=1.0)),
        ("a jump", steps([(start, {"jump": True}), (start + 0.1, {"throttle": 1.0})])),
        ("a side flip", in_turn([(0.0, dodge(start, right=1.0))])),
    )[seed % 5]
    return shown(KEY, name, on_ground(seed, pilot, speed=speed), seconds=2.5)


KIND = Kind(KEY, _positive, _near_miss)
