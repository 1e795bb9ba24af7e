"""Stalls, and other ways to hang or to spend a second jump."""

from __future__ import annotations

from rlcoach.synth.physics.manoeuvres import dodge, hold, in_turn, stall, steps
from rlcoach.synth.scripts.act import Act
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.acts.stage import dice_of, dodges, in_air, on_ground, shown

KEY = "stall"


def _positive(seed: int) -> Act:
    dice = dice_of(seed)
    side = dice.choice((-1.0, 1.0))
    if seed % 3 == 0:
        pilot = in_turn(
            [(0.1, hold(jump=True)), (0.3, hold()), (0.45, stall(0.45, side=side))],
        )
        stage = on_ground(seed, pilot, speed=dice.uniform(0, 1500))
        return shown(KEY, "a stall out of a jump", stage, seconds=2.0, moments=dodges)
    velocity = (dice.uniform(-400, 400), dice.uniform(0, 1700), dice.uniform(-400, 500))
    start = dice.uniform(0.2, 0.5)
    if seed % 3 == 1:
        name, pilot = "a stall in flight", stall(start, side=side)
    else:
        rolls = {"yaw": side, "roll": -side}
        name = "a stall whose sticks are held on"
        pilot = steps([(start, {"jump": True, **rolls}), (start + 0.05, rolls)])
    stage = in_air(seed, pilot, height=dice.uniform(500, 1300), velocity=velocity)
    return shown(KEY, name, stage, seconds=2.0, moments=dodges)


def _near_miss(seed: int) -> Act:
    dice = dice_of(seed)
    side, start = dice.choice((-1.0, 1.0)), dice.uniform(0.2, 0.5)
    height = dice.uniform(500, 1300)
    climb = (0.0, dice.uniform(300, 1500), dice.uniform(200, 500))
    fast = (0.0, 2290.0, 0.0)
    tapped = {"jump": True}
    name, pilot, velocity = (
        ("a side dodge", steps([(start, tapped | {"roll": side}), (start + 0.05, {})]), climb),
        ("a front flip", steps([(start, tapped | {"pitch": -1.0}), (start + 0.05, {})]), climb),
        ("a flip at top speed", steps([(start, tapped | {"pitch": -1.0}), (1.0, {})]), fast),
        (
            "a flip held back",
            steps([(start, tapped | {"pitch": -1.0}), (start + 0.05, {"pitch": 1.0})]),
            climb,
        ),
        ("a second jump", steps([(start, tapped), (start + 0.05, {})]), climb),
        ("an air roll with yaw against it", hold(yaw=side, roll=-side), climb),
        ("the top of a flight", hold(), climb),
    )[seed % 7]
    if seed >= 21:
        stage = on_ground(seed, dodge(start, right=side), speed=dice.uniform(0, 1500))
        return shown(KEY, "a side flip off the ground", stage, seconds=2.0)
    return shown(KEY, name, in_air(seed, pilot, height=height, velocity=velocity), seconds=2.0)


KIND = Kind(KEY, _positive, _near_miss)
