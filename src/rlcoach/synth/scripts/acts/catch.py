"""Catches, and balls that bounce off, are hit on, pushed or were on the car already."""

from __future__ import annotations

from rlcoach.synth.physics.manoeuvres import dodge, dribble, in_turn, steps
from rlcoach.synth.scripts.act import Act
from rlcoach.synth.scripts.acts.ball_stage import ROOF, carrying, dice_of, scene_of, shown, touches
from rlcoach.synth.scripts.acts.kind import Kind

KEY = "catch"

CONTACT = 1.0
"""Seconds of the scene when the ball comes down on the car."""


def _caught(seed: int) -> Act:
    """A ball falls on the roof and stays."""
    dice, scene = dice_of(seed), scene_of(seed)
    speed, ahead, aside, up = dice.uniform(500, 1200), *ROOF
    cruise = steps([(0.0, {"throttle": 0.02})])
    driver = scene.car(
        position=(dice.uniform(-2500, 2500), dice.uniform(-3500, -500), 17.0),
        velocity=(0.0, speed, 0.0),
        pilot=in_turn([(0.0, cruise), (CONTACT, dribble(speed))]),
    )
    scene.meet(
        driver,
        at=CONTACT,
        offset=(ahead, aside + dice.uniform(-10, 10), up),
        ball_velocity=(0.0, speed + dice.uniform(-60, 60), -dice.uniform(650, 1100)),
    )
    return shown(KEY, "a falling ball taken on the roof", scene.play(2.6), driver, touches(1))


def _lost(seed: int) -> Act:
    """A ball falls on the roof of a car that is much faster, or that jumps into it."""
    dice, scene = dice_of(seed), scene_of(seed)
    speed, is_jump = dice.uniform(600, 1200), seed % 2 == 0
    plan = [(0.0, {"throttle": 0.02})]
    if is_jump:
        plan += [(CONTACT - 0.12, {"jump": True}), (CONTACT + 0.05, {})]
    driver = scene.car(
        position=(dice.uniform(-2500, 2500), dice.uniform(-3500, -500), 17.0),
        velocity=(0.0, speed, 0.0),
        pilot=steps(plan),
    )
    slower = 0.0 if is_jump else dice.uniform(600, 900)
    velocity = (0.0, speed - slower, -dice.uniform(650, 1000))
    scene.meet(driver, at=CONTACT, side="roof", ball_velocity=velocity)
    name = "jumps into a falling ball" if is_jump else "the ball falls off behind"
    return shown(KEY, name, scene.play(2.2), driver)


def _hit_on(seed: int) -> Act:
    """A dodge into a falling ball."""
    dice, scene = dice_of(seed), scene_of(seed)
    driver = scene.car(
        position=(dice.uniform(-2500, 2500), dice.uniform(-3500, -500), 17.0),
        velocity=(0.0, dice.uniform(600, 1200), 0.0),
        pilot=dodge(CONTACT - 0.2, forward=1.0),
    )
    velocity = (0.0, 0.0, -dice.uniform(300, 700))
    scene.meet(driver, at=CONTACT, offset=(130.0, 0.0, 60.0), ball_velocity=velocity)
    return shown(KEY, "a dodge into a falling ball", scene.play(2.2), driver)


def _pushed(seed: int) -> Act:
    """A ball that rolls is caught up with and pushed along the floor."""
    dice, scene = dice_of(seed), scene_of(seed)
    x, y = dice.uniform(-2500, 2500), dice.uniform(-3500, -500)
    driver = scene.car(
        position=(x, y, 17.0), velocity=(0.0, 1300.0, 0.0), pilot=steps([(0.0, {"throttle": 1.0})])
    )
    scene.ball((x, y + 500.0, 93.0), velocity=(0.0, dice.uniform(300, 600), 0.0))
    return shown(KEY, "a rolling ball pushed along", scene.play(2.2), driver)


def _carried(seed: int) -> Act:
    """The ball is on the car from the start."""
    dice, scene = dice_of(seed), scene_of(seed)
    speed = dice.uniform(600, 1200)
    place = (dice.uniform(-2500, 2500), dice.uniform(-3500, -500))
    driver = carrying(scene, dribble(speed), place=place, speed=speed, height=dice.uniform(0, 30))
    return shown(KEY, "a ball that is carried all the while", scene.play(2.2), driver)


def _near_miss(seed: int) -> Act:
    return (_lost, _hit_on, _pushed, _carried)[seed // 2 % 4](seed)


KIND = Kind(KEY, _caught, _near_miss)
