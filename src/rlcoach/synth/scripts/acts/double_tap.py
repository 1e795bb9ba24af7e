"""Double taps, and rebounds that another hit made, that are met low, away or at the own goal."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import numpy as np

from rlcoach.synth.physics.constants import CAR_REST_UU
from rlcoach.synth.physics.manoeuvres import hold
from rlcoach.synth.physics.recording import Recording
from rlcoach.synth.physics.vectors import facing
from rlcoach.synth.scripts.act import Act, NotShown, Played, goal_tick
from rlcoach.synth.scripts.acts.ball_stage import dice_of, scene_of, shown
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.scene import Driver, Scene

KEY = "double_tap"

THROWS = 80
"""Throws of the dice until a scene shows what it should: few flights end in a second touch."""

WALL_Y_UU, ABOVE_BAR_UU = 5020.0, 660.0
"""The ball's centre at the back wall, and where it meets the wall rather than the crossbar."""


def _flown(scene: Scene, dice: Random, way: float) -> Driver:
    """A car flies after the ball and hits it at the back wall at +y (`way` 1) or -y."""
    tilt = dice.uniform(-0.3, 0.3)
    driver = scene.car(
        position=(dice.uniform(-500, 500), way * dice.uniform(2900, 3600), dice.uniform(550, 900)),
        velocity=(0.0, way * dice.uniform(850, 1100), dice.uniform(450, 700)),
        rotation=facing((0.0, way, tilt), (0.0, -way * tilt, 1.0)),
    )
    scene.meet(
        driver,
        at=dice.uniform(0.25, 0.35),
        offset=(dice.uniform(125, 138), 0.0, dice.uniform(15, 70)),
        ball_velocity=(0.0, way * dice.uniform(250, 800), dice.uniform(-50, 250)),
    )
    return driver


def _second(recording: Recording) -> float | None:
    """Seconds of a touch in the air off a rebound high on a back wall; None without one."""
    for before, after in zip(recording.touches, recording.touches[1:], strict=False):
        first, last = recording.tick_at(before.end_seconds), recording.tick_at(after.start_seconds)
        way = recording.ball[first : last + 1, :3]
        at_wall = np.flatnonzero(np.abs(way[:, 1]) > WALL_Y_UU)
        if len(at_wall) == 0:
            continue
        waited = (len(way) - at_wall[-1]) / 120
        is_high = way[at_wall, 2].min() > ABOVE_BAR_UU and recording.cars[last, 0, 2] > 250
        if is_high and waited > 0.15 and recording.wheels[last, 0] == 0:
            return after.start_seconds
    return None


def _second_of(played: Played) -> float:
    """The same of a scene that has one."""
    found = _second(played.recording)
    if found is None:
        raise NotShown("a second touch")
    return found


def _thrown(
    seed: int, way: float, fits: Callable[[Recording], bool], seconds: float = 2.6
) -> tuple[Played, Driver]:
    """The first flight that is as it should be."""
    dice = dice_of(seed)
    for _ in range(THROWS):
        scene = scene_of(seed)
        driver = _flown(scene, dice, way)
        played = scene.play(seconds)
        if fits(played.recording):
            return played, driver
    raise NotShown(f"no flight fits with seed {seed}")


def _is_goal(recording: Recording) -> bool:
    """The ball is in the goal right after the rebound was hit, and was hit twice."""
    goal, again = goal_tick(recording), _second(recording)
    if goal is None or again is None:
        return False
    hits = [one for one in recording.touches if one.start_seconds <= goal / 120]
    return len(hits) == 2 and goal / 120 - again < 1.2


def _scored(seed: int) -> Act:
    played, driver = _thrown(seed, 1.0, _is_goal)
    again = _second_of(played)
    return shown(KEY, "the rebound is hit in", played, driver, lambda _: [again], is_success=True)


def _at_the_own_goal(seed: int) -> Act:
    played, driver = _thrown(seed, -1.0, lambda recording: _second(recording) is not None)
    return shown(KEY, "the same at the own backboard", played, driver)


def _of_somebody_else(seed: int) -> Act:
    """An opponent's ball comes off the backboard, and is hit in."""
    dice = dice_of(seed)
    for _ in range(THROWS):
        scene = scene_of(seed)
        x, y = dice.uniform(-500, 500), dice.uniform(3600, 4200)
        driver = scene.car(
            position=(x, y, dice.uniform(300, 600)),
            velocity=(0.0, dice.uniform(300, 500), dice.uniform(500, 700)),
        )
        scene.ball((x, 4600.0, dice.uniform(800, 1000)), velocity=(0.0, 1200.0, 300.0))
        played = scene.play(2.5)
        if played.recording.touches and goal_tick(played.recording) is not None:
            return shown(KEY, "somebody else's rebound is hit in", played, driver)
    raise NotShown(f"no rebound is hit with seed {seed}")


def _from_the_floor(seed: int) -> Act:
    """The ball is driven against the wall beside the goal, and met again on the floor."""
    dice, scene = dice_of(seed), scene_of(seed)
    x = dice.uniform(1200, 2000)
    driver = scene.car(
        position=(x, dice.uniform(2600, 3000), CAR_REST_UU),
        velocity=(0.0, dice.uniform(1300, 1600), 0.0),
        pilot=hold(throttle=1.0),
    )
    scene.ball((x, dice.uniform(3600, 3900), 93.0))
    return shown(KEY, "a rebound met on the floor", scene.play(3.5), driver)


def _near_miss(seed: int) -> Act:
    return (_at_the_own_goal, _of_somebody_else, _from_the_floor)[seed // 2 % 3](seed)


KIND = Kind(KEY, _scored, _near_miss)
