"""Kickoffs taken and supported in every way there is a word for."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from math import atan2, cos, hypot, pi, sin

import numpy as np

from rlcoach.synth.physics.car import Car
from rlcoach.synth.physics.constants import BALL_RADIUS_UU, CAR_REST_UU
from rlcoach.synth.physics.manoeuvres import (
    dodge,
    drive_at,
    front_flip,
    hold,
    in_turn,
    speed_flip,
    steps,
)
from rlcoach.synth.physics.vectors import Vector
from rlcoach.synth.physics.world import Pilot, World
from rlcoach.synth.scripts.act import Act
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.acts.striking import Striking, case_of
from rlcoach.synth.scripts.scene import Driver

KEY = "kickoff_approach"
SECONDS = 3.5

LATE_SECONDS = 1.2
"""When an opponent begins to boost who lets others come first."""

BOOST_PCT = 33.3
BIG_PAD: Vector = (-3072.0, -4096.0, CAR_REST_UU)

DIAGONAL = (2048.0, -2560.0)
BACK = (-256.0, -3840.0)
OPPONENT = (2048.0, 2560.0)

TAKERS = ("speed_flip", "diagonal_flip", "front_flip", "boost_in", "delay", "fake", "other")
SUPPORTERS = ("cheat", "boost_grab", "other")


def _positive(seed: int) -> Act:
    stage = Striking(seed)
    taken = TAKERS[seed % len(TAKERS)]
    # Behind a mate who does not go, one who moves up would be the nearer and so the taker.
    behind = SUPPORTERS[1:] if taken in {"delay", "fake"} else SUPPORTERS
    supported = behind[seed % len(behind)]
    stage.scene.ball((0.0, 0.0, BALL_RADIUS_UU))
    late = steps([(0.0, {"throttle": 1.0}), (LATE_SECONDS, {"throttle": 1.0, "boost": True})])
    # Who is slow must be at the ball before the opponent has played it: else he delays.
    boosting = late if taken in {"front_flip", "other"} else hold(throttle=1.0, boost=True)
    cars = (
        (_car(stage, 0, DIAGONAL, _taking(stage, taken)), taken),
        (_car(stage, 0, BACK, _supporting(stage, supported)), supported),
        (_car(stage, 1, OPPONENT, boosting), "boost_in"),
    )
    played = replace(stage.scene.play(SECONDS), is_kickoff=True)
    name = f"taken by {taken}, supported by {supported}"
    return case_of(KEY, name, played, [(driver, 1.0, kind, None) for driver, kind in cars])


def _car(stage: Striking, team: int, spawn: tuple[float, float], pilot: Pilot) -> Driver:
    """A car on a spawn that looks at the ball, or so that its way ends there."""
    x, y = spawn
    straight = atan2(-y, -x)
    drift = _drift(spawn, straight, pilot)
    return stage.scene.car(
        team=team,
        position=(x, y, CAR_REST_UU),
        yaw=straight - drift,
        boost_pct=BOOST_PCT,
        pilot=pilot,
    )


def _drift(spawn: tuple[float, float], yaw: float, pilot: Pilot) -> float:
    """Rad by which a way that begins along `yaw` has turned aside as far away as the ball is."""
    x, y = spawn
    alone = Car(
        position=(x, y, CAR_REST_UU),
        rotation=(0.0, 0.0, sin(yaw / 2), cos(yaw / 2)),
        boost_pct=BOOST_PCT,
    )
    way = World(None, [alone]).play(SECONDS, [deepcopy(pilot)]).cars[:, 0, 0:2] - (x, y)
    there = np.flatnonzero(np.hypot(way[:, 0], way[:, 1]) >= hypot(x, y))
    if len(there) == 0:
        return 0.0
    across, along = way[there[0]].tolist()[::-1]
    turned = atan2(across, along) - yaw
    return (turned + pi) % (2 * pi) - pi


def _taking(stage: Striking, kind: str) -> Pilot:
    dice = stage.dice
    start, side = dice.uniform(0.3, 0.6), dice.choice((-1.0, 1.0))
    go = {"throttle": 1.0, "boost": True}
    steer = dice.uniform(0.6, 0.9)
    return {
        "speed_flip": in_turn([(0.0, hold(**go)), (start - 0.01, speed_flip(start, side=side))]),
        "diagonal_flip": dodge(start, forward=1.0, right=steer * side, after=0.12, **go),
        "front_flip": front_flip(start, **go),
        "boost_in": hold(**go),
        "delay": hold(throttle=dice.uniform(0.25, 0.4)),
        "fake": hold(throttle=dice.choice((0.0, 0.03))),
        "other": steps([(0.0, go), (dice.uniform(0.35, 0.42), {"throttle": 1.0})]),
    }[kind]


def _supporting(stage: Striking, kind: str) -> Pilot:
    return {
        "cheat": hold(throttle=stage.dice.uniform(0.5, 0.8)),
        "boost_grab": drive_at(BIG_PAD),
        "other": hold(),
    }[kind]


def _near_miss(seed: int) -> Act:
    """No kickoff: the ball has been hit, and cars drive at it all the same."""
    stage = Striking(seed)
    kind = TAKERS[seed % len(TAKERS)]
    stage.scene.ball((0.0, 0.0, BALL_RADIUS_UU))
    _car(stage, 0, DIAGONAL, _taking(stage, kind))
    _car(stage, 1, OPPONENT, hold(throttle=1.0, boost=True))
    return case_of(KEY, f"in play: {kind}", stage.scene.play(2.5))


KIND = Kind(KEY, _positive, _near_miss)
