"""Drives at opponents below supersonic speed, and drives past them or at something else."""

from __future__ import annotations

from random import Random

from tests.scenarios.case import Case, Scenario
from tests.scenarios.ramming import Drive, played

KEY = "bump_attempt"


def positive(seed: int) -> Case:
    dice = Random(61 * seed + 1)
    speed = dice.uniform(1200, 2050)
    away = dice.uniform(-800, 300)
    if seed % 3:
        drive = Drive("bumped", speed, victim_speed=away, outcome="bump")
    else:
        drive = Drive("jumped over", speed, victim_speed=away, victim_height=190.0)
    return played(KEY, seed, drive, is_success=drive.outcome == "bump")


def near_miss(seed: int) -> Case:
    dice = Random(67 * seed + 1)
    speed = dice.uniform(1300, 2050)
    side = dice.choice((-1, 1))
    aside = side * dice.uniform(500, 900)
    drive = (
        Drive("passed by", speed, victim_speed=dice.uniform(-800, 0), aside=aside),
        Drive("a mate", speed, is_mate=True, victim_height=190.0),
        Drive("on the way to the ball behind him", speed, victim_height=190.0, ball_ahead=600.0),
        Drive("driving along behind him", speed, victim_speed=speed - 150.0),
        Drive("somebody crosses the way", speed, across=side * 1900.0, aside=side * 450.0),
    )[seed % 5]
    return played(KEY, seed, drive, is_success=None)


SCENARIO = Scenario(KEY, positive, near_miss)
