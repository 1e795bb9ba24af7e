"""Drives at opponents below supersonic speed, and drives past them or at something else."""

from __future__ import annotations

from random import Random

from rlcoach.synth.scripts.act import Act
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.acts.ramming import Drive, drawn

KEY = "bump_attempt"


def _positive(seed: int) -> Act:
    dice = Random(61 * seed + 1)
    speed = dice.uniform(1200, 2050)
    away = dice.uniform(-800, 300)
    if seed % 3:
        drive = Drive("bumped", speed, victim_speed=away, outcome="bump")
    else:
        drive = Drive("jumped over", speed, victim_speed=away, jumps=True)
    return drawn(KEY, seed, drive, is_success=drive.outcome == "bump")


def _near_miss(seed: int) -> Act:
    dice = Random(67 * seed + 1)
    speed = dice.uniform(1300, 2050)
    side = dice.choice((-1, 1))
    aside = side * dice.uniform(500, 900)
    drive = (
        Drive("passed by", speed, victim_speed=dice.uniform(-800, 0), aside=aside),
        Drive("a mate", speed, is_mate=True, jumps=True),
        Drive("on the way to the ball behind him", speed, jumps=True, ball_ahead=600.0),
        Drive("driving along behind him", speed, victim_speed=speed - 150.0, ahead=350.0),
        Drive("somebody crosses the way", speed, across=side * 1900.0, aside=side * 450.0),
    )[seed % 5]
    return drawn(KEY, seed, drive, is_success=None)


KIND = Kind(KEY, _positive, _near_miss)
