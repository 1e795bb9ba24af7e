"""Ceiling shots, and shots from elsewhere or drops that end otherwise."""

from __future__ import annotations

from math import pi

from rlcoach.synth.physics.constants import CAR_REST_UU
from rlcoach.synth.physics.manoeuvres import fast_aerial, steps
from rlcoach.synth.physics.vectors import facing
from rlcoach.synth.scripts.act import Act, goal_tick, require
from rlcoach.synth.scripts.acts.ball_stage import dice_of, scene_of, shown, touches
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.scene import Driver, Scene

KEY = "ceiling_shot"

CEILING_UU = 2044.0


def _on_ceiling(scene: Scene, x: float, y: float, speed: float, *, drop: float | None) -> Driver:
    """A car that drives on the ceiling toward the goal and jumps off it after `drop` seconds."""
    plan = [(0.0, {"throttle": 1.0})]
    if drop is not None:
        plan += [(drop, {"jump": True}), (drop + 0.15, {})]
    return scene.car(
        position=(x, y, CEILING_UU - CAR_REST_UU),
        velocity=(0.0, speed, 0.0),
        rotation=facing((0.0, 1.0 if speed > 0 else -1.0, 0.0), (0.0, 0.0, -1.0)),
        pilot=steps(plan),
    )


def _scored(seed: int) -> Act:
    """Off the ceiling, the ball is struck into the goal."""
    dice, scene = dice_of(seed), scene_of(seed)
    x, y = dice.uniform(-350, 350), dice.uniform(700, 1150)
    driver = _on_ceiling(scene, x, y, dice.uniform(1200, 1500), drop=dice.uniform(0.2, 0.4))
    velocity = (dice.uniform(-60, 60), dice.uniform(200, 500), dice.uniform(-500, -350))
    offset = (135.0, 0.0, dice.uniform(-20, 30))
    scene.meet(driver, at=dice.uniform(1.3, 1.5), offset=offset, ball_velocity=velocity)
    played = scene.play(3.5)
    require(goal_tick(played.recording) is not None, "a goal off the ceiling")
    return shown(KEY, "off the ceiling into the goal", played, driver, touches(1), is_success=True)


def _turned_away(seed: int) -> Act:
    """Off the ceiling the ball is hit back into the own half."""
    dice, scene = dice_of(seed), scene_of(seed)
    driver = _on_ceiling(scene, 0.0, dice.uniform(0, 1500), -dice.uniform(1200, 1500), drop=0.3)
    velocity = (0.0, dice.uniform(-300, 0), -300.0)
    scene.meet(driver, at=1.2, offset=(135.0, 0.0, 0.0), ball_velocity=velocity)
    return shown(KEY, "off the ceiling away from the goal", scene.play(2.5), driver)


def _on_the_ceiling(seed: int) -> Act:
    """The ball is pushed along the ceiling."""
    dice, scene = dice_of(seed), scene_of(seed)
    speed = dice.uniform(1200, 1500)
    driver = _on_ceiling(scene, dice.uniform(-300, 300), dice.uniform(2000, 3000), speed, drop=None)
    velocity = (0.0, dice.uniform(300, 500), 100.0)
    scene.meet(driver, at=0.5, offset=(140.0, 0.0, 85.0), ball_velocity=velocity)
    return shown(KEY, "a hit on the ceiling", scene.play(2.0), driver)


def _from_the_floor(seed: int) -> Act:
    """An aerial off the floor into the goal."""
    dice, scene = dice_of(seed), scene_of(seed)
    driver = scene.car(
        position=(dice.uniform(-300, 300), dice.uniform(1500, 2500), CAR_REST_UU),
        velocity=(0.0, 900.0, 0.0),
        pilot=fast_aerial(0.1),
    )
    at = dice.uniform(0.9, 1.3)
    scene.meet(driver, at=at, offset=(130.0, 0.0, 0.0), ball_velocity=(0.0, 100.0, -300.0))
    return shown(KEY, "an aerial off the floor", scene.play(3.0), driver)


def _landed(seed: int) -> Act:
    """A drop off the ceiling that ends on the floor; the ball is struck from there."""
    dice, scene = dice_of(seed), scene_of(seed)
    x, y = dice.uniform(-300, 300), dice.uniform(1500, 2500)
    driver = scene.car(
        position=(x, y, 250.0), velocity=(0.0, 1200.0, -900.0), yaw=pi / 2, pilot=steps([])
    )
    scene.ball((x, y + dice.uniform(1300, 1600), 93.0), velocity=(0.0, 200.0, 0.0))
    return shown(KEY, "a shot after landing", scene.play(2.5), driver)


def _near_miss(seed: int) -> Act:
    return (_turned_away, _on_the_ceiling, _from_the_floor, _landed)[seed // 2 % 4](seed)


KIND = Kind(KEY, _scored, _near_miss)
