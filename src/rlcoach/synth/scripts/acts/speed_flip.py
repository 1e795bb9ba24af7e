"""Speed flips, and the dodges that are not."""

from __future__ import annotations

from rlcoach.synth.physics.manoeuvres import (
    dodge,
    front_flip,
    half_flip,
    speed_flip,
    wavedash,
)
from rlcoach.synth.scripts.act import Act
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.acts.stage import dice_of, dodges, held_back, in_air, on_ground, shown

KEY = "speed_flip"


def _positive(seed: int) -> Act:
    dice = dice_of(seed)
    side, start = dice.choice((-1.0, 1.0)), dice.uniform(0.1, 0.5)
    if seed % 3 == 0:
        name, pilot = "a speed flip under boost", speed_flip(start, side=side)
    else:
        boost = seed % 3 == 1
        name = "an early cancel under boost" if boost else "an early cancel without boost"
        pilot = held_back(
            start + 0.15,
            forward=dice.uniform(0.6, 0.9),
            right=side * dice.uniform(0.5, 0.8),
            after=dice.uniform(0.03, 0.1),
            until=dice.uniform(0.5, 0.7),
            boost=boost,
            throttle=1.0,
        )
    stage = on_ground(seed, pilot, speed=dice.uniform(600, 1900))
    return shown(KEY, name, stage, seconds=2.0, moments=dodges)


def _near_miss(seed: int) -> Act:
    dice = dice_of(seed)
    side, start = dice.choice((-1.0, 1.0)), dice.uniform(0.1, 0.5)
    speed = dice.uniform(500, 1700)
    ahead, aside = dice.uniform(0.5, 0.9), side * dice.uniform(0.5, 0.9)
    if seed % 8 == 7:
        pilot = held_back(
            0.2, forward=ahead, right=aside, after=0.03, until=0.6, boost=True, is_flying=True
        )
        stage = in_air(seed, pilot, height=dice.uniform(600, 1200), velocity=(0.0, speed, 0.0))
        return shown(KEY, "a cancelled dodge high in the air", stage, seconds=2.0)
    name, pilot = (
        ("a whole diagonal flip under boost", dodge(start, forward=ahead, right=aside, boost=True)),
        ("a whole diagonal flip", dodge(start, forward=ahead, right=aside, throttle=1.0)),
        ("a front flip", front_flip(start, boost=True)),
        ("a side flip", dodge(start, right=side, throttle=1.0)),
        (
            "a diagonal flip cancelled too late",
            held_back(start + 0.15, forward=ahead, right=aside, after=0.38, until=0.6, boost=True),
        ),
        ("a half flip", half_flip(start)),
        ("a wavedash", wavedash(start, right=side)),
    )[seed % 8]
    return shown(KEY, name, on_ground(seed, pilot, speed=speed), seconds=2.0)


KIND = Kind(KEY, _positive, _near_miss)
