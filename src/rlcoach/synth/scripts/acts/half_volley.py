"""Balls struck with a dodge just after they bounced, and hits that lack the one or the other."""

from __future__ import annotations

from contextlib import suppress
from math import pi

from rlcoach.synth.physics.constants import CAR_REST_UU
from rlcoach.synth.physics.manoeuvres import dodge, hold
from rlcoach.synth.physics.rendezvous import NoWay
from rlcoach.synth.physics.world import Pilot
from rlcoach.synth.scripts.act import Act
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.acts.striking import Striking, case_of, touches_by
from rlcoach.synth.scripts.scene import Driver

KEY = "half_volley"
JUMP = 0.3
TRIES = 20


def _positive(seed: int) -> Act:
    stage = Striking(seed)
    driver, at = _dodging(stage)
    _bounce_into(stage, driver, at)
    played = stage.scene.play(at + 0.6)
    hit = touches_by(played, driver)[0]
    name = "a dodge into a ball off the floor"
    return case_of(KEY, name, played, [(driver, hit.start_seconds, KEY, None)])


def _near_miss(seed: int) -> Act:
    stage = Striking(seed)
    dice = stage.dice
    kind = seed % 4
    if kind == 2:
        name = "a jump into a ball off the floor"
        driver = _car(stage, dodge(JUMP, after=3.0, held=0.2))
        at = JUMP + 0.29
        _bounce_into(stage, driver, at)
    elif kind == 3:
        name, at = "a drive into a ball that drops in", 0.5
        driver = _car(stage, hold(throttle=1.0))
        falling = (0.0, dice.uniform(-300, 0), dice.uniform(-500, -350))
        stage.scene.meet(driver, at=at, offset=(100.0, 0.0, 85.0), ball_velocity=falling)
    elif kind == 1:
        name = "a dodge into a ball at rest"
        driver, at = _dodging(stage)
        x, y, _ = stage.truth(at).cars[-1, driver.number, 0:3].tolist()
        stage.scene.ball((x, y + 150.0, 92.0))
    else:
        name = "a dodge into a ball that falls"
        driver, at = _dodging(stage)
        velocity = (dice.uniform(-200, 200), dice.uniform(-600, 200), -dice.uniform(320, 500))
        stage.scene.meet(driver, at=at, ball_velocity=velocity)
    return case_of(KEY, name, stage.scene.play(at + 0.6))


def _bounce_into(stage: Striking, driver: Driver, at: float) -> None:
    """Launches the ball so that it comes up off the floor into the nose of a car."""
    dice = stage.dice
    for _ in range(TRIES):
        velocity = (dice.uniform(-200, 200), dice.uniform(-600, 200), dice.uniform(350, 480))
        with suppress(NoWay):
            stage.scene.meet(driver, at=at, side="nose", ball_velocity=velocity, bounces=1)
            return
    raise NoWay("no throw of the dice leads there")


def _dodging(stage: Striking) -> tuple[Driver, float]:
    """A car that dodges ahead, and the seconds when its nose is level and fast."""
    dice = stage.dice
    after = dice.uniform(0.22, 0.28)
    pilot = dodge(JUMP, forward=1.0, right=dice.uniform(-0.5, 0.5), after=after, held=0.2)
    return _car(stage, pilot), JUMP + after + 0.04


def _car(stage: Striking, pilot: Pilot) -> Driver:
    dice = stage.dice
    return stage.scene.car(
        position=(dice.uniform(-1500, 1500), dice.uniform(-2500, 2000), CAR_REST_UU),
        velocity=(0.0, dice.uniform(900, 1500), 0.0),
        yaw=pi / 2,
        pilot=pilot,
    )


KIND = Kind(KEY, _positive, _near_miss)
