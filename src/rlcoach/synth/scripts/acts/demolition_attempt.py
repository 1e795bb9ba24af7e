"""Supersonic drives at opponents, and those at something else or too slow."""

from __future__ import annotations

from random import Random

from rlcoach.synth.scripts.act import Act
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.acts.ramming import Drive, drawn

KEY = "demolition_attempt"


def _positive(seed: int) -> Act:
    dice = Random(71 * seed + 1)
    speed, away = dice.uniform(2220, 2300), dice.uniform(-1000, 900)
    if seed % 3:
        drive = Drive("demolished", speed, victim_speed=away, outcome="demolition")
    else:
        drive = Drive("jumped over", speed, victim_speed=away, jumps=True)
    return drawn(KEY, seed, drive, is_success=drive.outcome == "demolition")


def _near_miss(seed: int) -> Act:
    dice = Random(73 * seed + 1)
    aside = dice.choice((-1, 1)) * dice.uniform(500, 900)
    drive = (
        Drive("passed by", 2290.0, victim_speed=dice.uniform(-800, 0), aside=aside),
        Drive("too slow: a bump", dice.uniform(1300, 2050), outcome="bump"),
        Drive("on the way to the ball behind him", 2290.0, jumps=True, ball_ahead=600.0),
        Drive("driving along behind him", 2290.0, victim_speed=2150.0, ahead=350.0),
        Drive("a mate", 2290.0, is_mate=True, jumps=True),
    )[seed % 5]
    return drawn(KEY, seed, drive, is_success=None)


KIND = Kind(KEY, _positive, _near_miss)
