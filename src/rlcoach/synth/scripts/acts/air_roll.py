"""Air rolls, and rolls that are too small, on the ground, or a dodge's."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rlcoach.synth.physics.manoeuvres import dodge, half_flip, hold, speed_flip, steps
from rlcoach.synth.physics.recording import Span
from rlcoach.synth.scripts.act import Act, Played
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.acts.stage import dice_of, in_air, on_ground, shown

KEY = "air_roll"


def _begun(*starts: float) -> Callable[[Played], Sequence[Span]]:
    """The moments in which the stick was pushed."""
    return lambda _: [Span(0, start, start) for start in starts]


def _positive(seed: int) -> Act:
    dice = dice_of(seed)
    side, start = dice.choice((-1.0, 1.0)), dice.uniform(0.2, 0.5)
    over = start + dice.uniform(0.5, 1.0)
    velocity = (dice.uniform(-500, 500), dice.uniform(0, 1500), dice.uniform(0, 500))
    height = dice.uniform(700, 1200)
    name, plan, moments = (
        ("one roll", [(start, {"roll": side}), (over, {})], (start,)),
        (
            "a roll while boosting and pitching",
            [(start, {"roll": side, "pitch": 0.3, "boost": True}), (over, {})],
            (start,),
        ),
        (
            "a roll one way, a roll back",
            [(start, {"roll": side}), (start + 0.5, {"roll": -side}), (start + 1.1, {})],
            (start, start + 0.6),
        ),
    )[seed % 3]
    stage = in_air(seed, steps(plan), height=height, velocity=velocity)
    return shown(KEY, name, stage, seconds=1.7, moments=_begun(*moments))


def _near_miss(seed: int) -> Act:
    dice = dice_of(seed)
    side, start = dice.choice((-1.0, 1.0)), dice.uniform(0.2, 0.4)
    speed, height = dice.uniform(400, 1500), dice.uniform(700, 1200)
    if seed % 2:
        name, pilot = (
            ("a side flip", dodge(start, right=side)),
            ("a speed flip", speed_flip(start, side=side)),
            ("a half flip", half_flip(start)),
            ("a diagonal flip", dodge(start, forward=0.6, right=0.8 * side)),
            ("a slide", steps([(start, {"throttle": 1.0, "steer": side, "handbrake": True})])),
        )[seed // 2 % 5]
        return shown(KEY, name, on_ground(seed, pilot, speed=speed), seconds=2.0)
    spin = (0.0, dice.uniform(2.0, 5.0) * side, 0.0)
    name, pilot, spin = (
        ("a touch of roll", steps([(start, {"roll": side}), (start + 0.12, {})]), (0.0,) * 3),
        ("a turn of the nose", hold(yaw=side), (0.0,) * 3),
        ("a slow roll", hold(roll=0.15 * side), (0.0,) * 3),
        ("a tumble over the nose", hold(), spin),
    )[seed // 2 % 4]
    stage = in_air(seed, pilot, height=height, velocity=(0.0, speed, 200.0), spin=spin)
    return shown(KEY, name, stage, seconds=1.7)


KIND = Kind(KEY, _positive, _near_miss)
