"""Challenges won from above, and others."""

from __future__ import annotations

from rlcoach.synth.scripts.act import Act
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.acts.striking import Hitter, Striking, case_of

KEY = "dunk"
HIT = 0.5


def _positive(seed: int) -> Act:
    stage = Striking(seed)
    dice = stage.dice
    speed = dice.uniform(500, 1000)
    _carried_ball(stage, speed, height=dice.uniform(150, 165))
    driver = stage.strike(
        HIT, (dice.uniform(-300, 300), dice.uniform(1500, 2000), -1200.0), Hitter(is_exact=False)
    )
    played = stage.scene.play(HIT + 1.0)
    return case_of(KEY, "a carried ball hit out of the air", played, [(driver, HIT, KEY, None)])


def _carried_ball(stage: Striking, speed: float, *, height: float) -> None:
    """An opponent drives along with the ball on his roof."""
    dice = stage.dice
    place = (dice.uniform(-1500, 1500), dice.uniform(-1500, 2000), height)
    stage.scene.ball(place, velocity=(0.0, -speed, 0.0))
    stage.scene.car(
        team=1,
        position=(place[0], place[1], 17.0),
        velocity=(0.0, -speed, 0.0),
        yaw=-1.5708,
    )


def _near_miss(seed: int) -> Act:
    stage = Striking(seed)
    dice = stage.dice
    speed, kind = dice.uniform(500, 1000), seed % 5
    name = (
        "a carried ball flicked over the challenger",
        "a ball met by both on the floor",
        "a carried ball hit after the carrier has gone",
        "a ball met by both in the air, at one height",
        "a carried ball hit level",
    )[kind]
    if kind == 0:
        _carried_ball(stage, speed, height=150)
        x, y, _ = stage.ball_at(HIT)
        stage.scene.car(position=(x, y - 900.0, 17.0), velocity=(0.0, 1200.0, 0.0))
    elif kind == 1:
        stage.scene.ball((dice.uniform(-1500, 1500), dice.uniform(-1500, 1500), 92.0))
        for team, way in ((0, 1.0), (1, -1.0)):
            stage.strike(HIT, (0.0, 2000.0 * way, 100.0), Hitter(team=team, is_driving=True))
    elif kind == 2:
        stage.scene.ball((dice.uniform(-1500, 1500), dice.uniform(-1500, 1500), 400.0))
        stage.strike(HIT, (dice.uniform(-300, 300), dice.uniform(1500, 2000), 300.0))
    elif kind == 4:
        _carried_ball(stage, speed, height=dice.uniform(150, 165))
        stage.strike(HIT, (dice.uniform(-300, 300), dice.uniform(1500, 2000), 300.0))
    else:
        stage.scene.ball((dice.uniform(-1500, 1500), dice.uniform(-1500, 1500), 700.0))
        for team, way in ((0, 1.0), (1, -1.0)):
            stage.strike(HIT, (0.0, 1800.0 * way, 0.0), Hitter(team=team))
    return case_of(KEY, name, stage.scene.play(HIT + 1.0))


KIND = Kind(KEY, _positive, _near_miss)
