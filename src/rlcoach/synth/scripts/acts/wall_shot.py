"""Wall shots, and hits on the wall that go elsewhere or shots from elsewhere."""

from __future__ import annotations

import numpy as np

from rlcoach.synth.physics.constants import CAR_REST_UU
from rlcoach.synth.physics.manoeuvres import dodge, fast_aerial, steps
from rlcoach.synth.physics.recording import Recording
from rlcoach.synth.physics.vectors import facing
from rlcoach.synth.physics.world import Pilot
from rlcoach.synth.scripts.act import Act, NotShown
from rlcoach.synth.scripts.acts.ball_stage import dice_of, scene_of, shown, touches
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.scene import Driver, Scene

KEY = "wall_shot"

LINE_Y_UU, WIDE_X_UU, HIGH_Z_UU = 5000.0, 1000.0, 750.0
"""Where a ball is about to cross the goal line, and how far beside the mouth is narrowly wide."""


def _along_wall(scene: Scene, pilot: Pilot, *, y: float, z: float, speed: float) -> Driver:
    """A car that drives along the wall at +x toward the goal at +y."""
    return scene.car(
        position=(4096.0 - CAR_REST_UU, y, z),
        velocity=(0.0, speed, 0.0),
        rotation=facing((0.0, 1.0, 0.0), (-1.0, 0.0, 0.0)),
        pilot=pilot,
    )


def _at_goal(recording: Recording) -> bool:
    """Whether the ball, hit once, comes to the goal or narrowly beside it."""
    place = np.abs(recording.ball[:, :3])
    over = np.flatnonzero(place[:, 1] > LINE_Y_UU)
    if len(recording.touches) != 1 or len(over) == 0:
        return False
    return bool(place[over[0], 0] < WIDE_X_UU and place[over[0], 2] < HIGH_Z_UU)


def _struck(seed: int) -> Act:
    """A dodge off the wall strikes the ball at the goal; of ten throws the first that gets there.

    The angle from the wall to the mouth is narrow.
    """
    dice = dice_of(seed)
    for _ in range(10):
        scene = scene_of(seed)
        flip = dodge(0.35, right=1.0, after=0.15, throttle=0.5)
        speed, z = dice.uniform(850, 1000), dice.uniform(500, 700)
        driver = _along_wall(scene, flip, y=dice.uniform(1750, 1950), z=z, speed=speed)
        velocity = (dice.uniform(-50, 150), dice.uniform(700, 850), dice.uniform(0, 150))
        offset = (dice.uniform(45, 65), dice.uniform(-10, 10), dice.uniform(114, 126))
        scene.meet(driver, at=dice.uniform(0.55, 0.63), offset=offset, ball_velocity=velocity)
        played = scene.play(4.0)
        if _at_goal(played.recording):
            return shown(KEY, "a dodge off the wall at the goal", played, driver, touches(1))
    raise NotShown(f"no shot with seed {seed}")


def _away(seed: int) -> Act:
    """The same dodge far from the goal sends the ball across the field."""
    dice, scene = dice_of(seed), scene_of(seed)
    flip = dodge(0.35, right=1.0, after=0.15, throttle=0.5)
    driver = _along_wall(scene, flip, y=dice.uniform(-3000, -500), z=600.0, speed=900.0)
    velocity = (50.0, dice.uniform(700, 850), 50.0)
    scene.meet(driver, at=0.6, offset=(55.0, 0.0, 120.0), ball_velocity=velocity)
    return shown(KEY, "a dodge off the wall across the field", scene.play(2.0), driver)


def _pushed(seed: int) -> Act:
    """The ball is pushed along the wall."""
    dice, scene = dice_of(seed), scene_of(seed)
    driver = _along_wall(
        scene, steps([(0.0, {"throttle": 1.0})]), y=dice.uniform(-500, 2500), z=700.0, speed=1200.0
    )
    velocity = (0.0, dice.uniform(500, 800), 200.0)
    scene.meet(driver, at=0.5, offset=(165.0, 0.0, 80.0), ball_velocity=velocity)
    return shown(KEY, "the ball is pushed along the wall", scene.play(1.5), driver)


def _from_the_floor(seed: int) -> Act:
    """Shots off the floor and in the air, away from walls."""
    dice, scene = dice_of(seed), scene_of(seed)
    is_flown = seed % 2 == 1
    driver = scene.car(
        position=(dice.uniform(-600, 600), dice.uniform(1500, 2500), CAR_REST_UU),
        velocity=(0.0, 1200.0, 0.0),
        pilot=fast_aerial(0.1) if is_flown else steps([(0.0, {"throttle": 1.0})]),
    )
    at, up = (1.0, 0.0) if is_flown else (0.8, 90.0)
    scene.meet(driver, at=at, offset=(140.0, 0.0, up), ball_velocity=(0.0, 100.0, -250.0))
    return shown(KEY, "an aerial shot" if is_flown else "a ground shot", scene.play(2.5), driver)


def _near_miss(seed: int) -> Act:
    return (_away, _pushed, _from_the_floor)[seed // 2 % 3](seed)


KIND = Kind(KEY, _struck, _near_miss)
