"""Half flips, and other ways to flip backwards or to turn round."""

from __future__ import annotations

from rlcoach.synth.physics.manoeuvres import (
    dodge,
    front_flip,
    half_flip,
    hold,
    in_turn,
    speed_flip,
    steps,
    wavedash,
)
from rlcoach.synth.scripts.act import Act
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.acts.stage import dice_of, dodges, on_ground, shown

KEY = "half_flip"


def _positive(seed: int) -> Act:
    dice = dice_of(seed)
    speed = dice.uniform(-1400, 300)
    stage = on_ground(seed, half_flip(dice.uniform(0.1, 0.5)), speed=speed)
    name = "a half flip in reverse" if speed < 0 else "a half flip out of a slow roll forward"
    return shown(KEY, name, stage, seconds=2.2, moments=dodges)


def _near_miss(seed: int) -> Act:
    dice = dice_of(seed)
    side, start = dice.choice((-1.0, 1.0)), dice.uniform(0.1, 0.5)
    back = {"forward": -1.0}
    stopped = [(0.0, dodge(start, **back)), (start + 0.3, hold(pitch=-1.0))]
    name, pilot, is_backwards = (
        ("a whole back flip", dodge(start, **back), True),
        ("a back flip cancelled at once", in_turn(stopped), True),
        ("a diagonal back flip", dodge(start, forward=-0.7, right=0.7 * side), True),
        ("a front flip", front_flip(start), False),
        ("a speed flip", speed_flip(start, side=side), False),
        (
            "a turn by powerslide",
            steps([(start, {"throttle": 1.0, "steer": side, "handbrake": True})]),
            False,
        ),
        (
            "a jump turned round in the air",
            steps([(start, {"jump": True}), (start + 0.15, {"yaw": side})]),
            False,
        ),
        ("a wavedash backwards", wavedash(start, forward=-1.0), True),
    )[seed % 8]
    speed = dice.uniform(400, 1200) * (-1.0 if is_backwards else 1.0)
    return shown(KEY, name, on_ground(seed, pilot, speed=speed), seconds=2.2)


KIND = Kind(KEY, _positive, _near_miss)
