"""The own rebound off the backboard met upside down with the wheels, and other second touches."""

from __future__ import annotations

import numpy as np

from rlcoach.synth.physics.manoeuvres import steps
from rlcoach.synth.physics.recording import Touch
from rlcoach.synth.physics.vectors import Vector, axes_of
from rlcoach.synth.scripts.act import Act, NotShown, Played
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.acts.striking import Hitter, Striking, case_of, touches_by
from rlcoach.synth.scripts.scene import Driver

KEY = "psycho"
HIT = 0.1
TRIES = 20

ROOF_DOWN, WHEELS_AT_BALL = -0.55, -0.65
"""Height of the roof's direction, and of the ball's along it, of a psycho."""

ROOF_UP = -0.3
"""Lower it is no near miss: what lies between is nobody's to name."""


def _positive(seed: int) -> Act:
    stage = Striking(seed)
    for _ in range(TRIES):
        dice = stage.dice
        start = dice.uniform(0.15, 0.3)
        pitched = [(start, {"pitch": 1.0}), (start + dice.uniform(0.25, 0.5), {})]
        stage = stage.again()
        driver = _off_backboard(stage, pitched)
        played = stage.scene.play(1.6)
        touches = touches_by(played, driver)
        if len(touches) > 1 and _is_psycho(played, driver, touches[1]):
            at = touches[1].start_seconds
            return case_of(KEY, "the rebound met wheels up", played, [(driver, at, KEY, None)])
    raise NotShown("no throw of the dice is a psycho")


def _near_miss(seed: int) -> Act:
    stage = Striking(seed)
    dice = stage.dice
    kind = seed % 4
    turn = dice.uniform(0.25, 0.4)
    name, pitched = (
        ("the rebound met with the nose", []),
        ("the rebound met while standing on the tail", [(0.15, {"pitch": 1.0}), (0.25, {})]),
        ("the rebound met with the roof", [(0.15, {"pitch": -1.0}), (0.15 + turn, {})]),
        ("a rebound off a side wall met wheels up", [(0.2, {"pitch": 1.0}), (0.2 + turn, {})]),
    )[kind]
    if kind == 3:
        stage.scene.ball((dice.uniform(3150, 3300), dice.uniform(-2000, 2000), 900.0))
        stage.strike(HIT, (dice.uniform(1300, 1900), 0.0, 350.0), Hitter(pilot=steps(pitched)))
        return case_of(KEY, name, stage.scene.play(1.6))
    for _ in range(TRIES):
        driver = _off_backboard(stage, pitched)
        played = stage.scene.play(1.6)
        touches = touches_by(played, driver)[1:]
        if not any(_roof_height(played, driver, touch) < ROOF_UP for touch in touches):
            return case_of(KEY, name, played)
        stage = stage.again()
    raise NotShown("every throw of the dice is upside down")


def _off_backboard(stage: Striking, pitched: list[tuple[float, dict[str, float]]]) -> Driver:
    """A car plays the ball at the backboard and flies after it, turning as wished."""
    dice = stage.dice
    place = (dice.uniform(-1000, 1000), dice.uniform(4150, 4400), dice.uniform(750, 1000))
    stage.scene.ball(place)
    velocity: Vector = (
        dice.uniform(-30, 30),
        dice.uniform(1300, 1900),
        dice.uniform(250, 450),
    )
    return stage.strike(HIT, velocity, Hitter(pilot=steps(pitched)))


def _is_psycho(played: Played, driver: Driver, touch: Touch) -> bool:
    recording = played.recording
    tick = recording.tick_at(touch.start_seconds)
    car, ball = recording.cars[tick, driver.number], recording.ball[tick]
    x, y, z, w = car[3:7].tolist()
    up = axes_of((x, y, z, w))[2]
    away = ball[0:3] - car[0:3]
    at_wheels = float(away @ up) / float(np.linalg.norm(away)) <= WHEELS_AT_BALL
    bounced = bool((np.abs(recording.ball[:tick, 1]) > 5000.0).any())
    return bounced and at_wheels and up[2] <= ROOF_DOWN


def _roof_height(played: Played, driver: Driver, touch: Touch) -> float:
    """How far up the roof looks at a touch, -1 to 1."""
    recording = played.recording
    x, y, z, w = recording.cars[recording.tick_at(touch.start_seconds), driver.number, 3:7].tolist()
    return axes_of((x, y, z, w))[2][2]


KIND = Kind(KEY, _positive, _near_miss)
