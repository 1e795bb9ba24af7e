"""Powerslide turns, and turns without the button or the button without a turn."""

from __future__ import annotations

from collections.abc import Sequence

from rlcoach.synth.physics.manoeuvres import steps
from rlcoach.synth.physics.recording import Span
from rlcoach.synth.scripts.act import Act, Played
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.acts.stage import dice_of, in_air, on_ground, shown

KEY = "powerslide_turn"


def _slides(played: Played) -> Sequence[Span]:
    """Presses of the button."""
    return played.recording.slides


def _positive(seed: int) -> Act:
    dice = dice_of(seed)
    side, start = dice.choice((-1.0, 1.0)), dice.uniform(0.1, 0.4)
    name, throttle, held = (
        ("a sharp turn under throttle", 1.0, dice.uniform(0.6, 1.0)),
        ("a sharp turn rolling", 0.0, dice.uniform(0.7, 1.0)),
        ("round in reverse", -1.0, dice.uniform(0.6, 0.9)),
    )[seed % 3]
    plan = [
        (start, {"throttle": throttle, "steer": side, "handbrake": True}),
        (start + held, {"throttle": throttle}),
    ]
    speed = dice.uniform(700, 1500) * (-1.0 if throttle < 0 else 1.0)
    stage = on_ground(seed, steps(plan), speed=speed)
    return shown(KEY, name, stage, seconds=2.0, moments=_slides)


def _near_miss(seed: int) -> Act:
    dice = dice_of(seed)
    side, start = dice.choice((-1.0, 1.0)), dice.uniform(0.1, 0.4)
    speed = dice.uniform(700, 1500)
    slide = {"throttle": 1.0, "handbrake": True}
    if seed % 5 == 4:
        plan = [(start, {"handbrake": True, "yaw": side}), (start + 0.6, {})]
        stage = in_air(seed, steps(plan), height=dice.uniform(500, 900))
        return shown(KEY, "the button in the air", stage, seconds=1.2)
    name, plan = (
        ("a turn without the button", [(start, {"throttle": 1.0, "steer": side})]),
        ("the button straight ahead", [(start, slide), (start + 0.6, {"throttle": 1.0})]),
        (
            "a tap of the button",
            [
                (start, slide | {"steer": side}),
                (start + 0.12, {"throttle": 1.0, "steer": -side}),
                (start + 0.4, {"throttle": 1.0}),
            ],
        ),
        (
            "a swerve and back",
            [
                (start, slide | {"steer": 0.5 * side}),
                (start + 0.25, slide | {"steer": -0.5 * side}),
                (start + 0.5, {"throttle": 1.0}),
            ],
        ),
    )[seed % 5]
    return shown(KEY, name, on_ground(seed, steps(plan), speed=speed), seconds=2.0)


KIND = Kind(KEY, _positive, _near_miss)
