"""Flip cancels, and dodges that turn over or have a name of their own."""

from __future__ import annotations

from rlcoach.synth.physics.manoeuvres import (
    dodge,
    flip_cancel,
    half_flip,
    speed_flip,
    wavedash,
)
from rlcoach.synth.physics.world import Pilot
from rlcoach.synth.scripts.act import Act
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.acts.stage import (
    Stage,
    dice_of,
    dodges,
    held_back,
    in_air,
    on_ground,
    shown,
)

KEY = "flip_cancel"


def _positive(seed: int) -> Act:
    dice = dice_of(seed)
    start, side = dice.uniform(0.1, 0.5), dice.choice((-1.0, 1.0))
    after, until = dice.uniform(0.03, 0.1), dice.uniform(0.55, 0.8)
    if seed % 4 == 0:
        stage = on_ground(seed, flip_cancel(start), speed=dice.uniform(300, 1500))
        return shown(KEY, "a front flip held back", stage, seconds=2.2, moments=dodges)
    if seed % 4 == 1:
        stage = on_ground(
            seed,
            held_back(start + 0.15, forward=1.0, after=after, until=until),
            speed=dice.uniform(0, 1500),
        )
        return shown(KEY, "a front flip held back for a while", stage, seconds=2.2, moments=dodges)
    if seed % 4 == 2:
        pilot = held_back(start + 0.15, forward=-1.0, after=after, until=until)
        stage = on_ground(seed, pilot, speed=dice.uniform(-1000, -300))
        return shown(KEY, "a back flip stopped at once", stage, seconds=2.2, moments=dodges)
    pilot = held_back(
        start, forward=0.7, right=0.7 * side, after=after, until=until, is_flying=True
    )
    return shown(
        KEY,
        "a diagonal flip held back high in the air",
        _flying(seed, pilot, dice.uniform(700, 1300)),
        seconds=2.0,
        moments=dodges,
    )


def _near_miss(seed: int) -> Act:
    dice = dice_of(seed)
    start, side = dice.uniform(0.1, 0.5), dice.choice((-1.0, 1.0))
    speed = dice.uniform(300, 1500)
    name, pilot = (
        ("a front flip", dodge(start, forward=1.0, boost=True)),
        ("a back flip", dodge(start, forward=-1.0)),
        ("a side flip", dodge(start, right=side)),
        ("a diagonal flip", dodge(start, forward=0.7, right=side * 0.7)),
        ("a speed flip", speed_flip(start, side=side)),
        ("a half flip", half_flip(start)),
        ("a wavedash", wavedash(start)),
        (
            "a front flip held back when it is all but over",
            held_back(start + 0.15, forward=1.0, after=0.45, until=0.7),
        ),
    )[seed % 8]
    speed = -speed if name == "a half flip" else speed
    return shown(KEY, name, on_ground(seed, pilot, speed=speed), seconds=2.2)


def _flying(seed: int, pilot: Pilot, height: float) -> Stage:
    return in_air(seed, pilot, height=height, velocity=(0.0, 800.0, 100.0))


KIND = Kind(KEY, _positive, _near_miss)
