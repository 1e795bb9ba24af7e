"""Ground dribbles, and balls that are pushed, bounce off, or are carried shortly or in the air."""

from __future__ import annotations

from rlcoach.synth.physics.manoeuvres import dribble, hold, in_turn, steps
from rlcoach.synth.scripts.act import Act
from rlcoach.synth.scripts.acts.ball_stage import ROOF, carrying, dice_of, scene_of, shown
from rlcoach.synth.scripts.acts.kind import Kind

KEY = "ground_dribble"


def _carried(seed: int) -> Act:
    """The ball stays on the car for two seconds and more; sometimes it is thrown in the end."""
    dice, scene = dice_of(seed), scene_of(seed)
    speed, is_thrown = dice.uniform(500, 1300), seed % 3 == 0
    pilot = dribble(speed)
    if is_thrown:
        pilot = in_turn([(0.0, pilot), (2.0, hold(jump=True)), (2.2, hold())])
    driver = carrying(
        scene,
        pilot,
        place=(dice.uniform(-2500, 2500), dice.uniform(-3500, -2500)),
        speed=speed,
        height=dice.uniform(0, 120),
        slip=(dice.uniform(-30, 30), dice.uniform(-60, 60), 0.0),
    )
    return shown(KEY, "the ball on the roof", scene.play(2.8), driver, lambda _: [1.0])


def _short(seed: int) -> Act:
    """The ball is on the roof for half a second, then the car brakes hard."""
    dice, scene = dice_of(seed), scene_of(seed)
    speed = dice.uniform(900, 1300)
    pilot = in_turn([(0.0, dribble(speed)), (0.35, hold(throttle=-1.0))])
    place = (dice.uniform(-2500, 2500), dice.uniform(-3500, -500))
    driver = carrying(scene, pilot, place=place, speed=speed)
    return shown(KEY, "a carry of half a second", scene.play(2.0), driver)


def _pushed(seed: int) -> Act:
    """A ball that rolls before the nose."""
    dice, scene = dice_of(seed), scene_of(seed)
    x, y, speed = dice.uniform(-2500, 2500), dice.uniform(-3500, -500), dice.uniform(500, 1300)
    driver = scene.car(
        position=(x, y, 17.0), velocity=(0.0, speed, 0.0), pilot=steps([(0.0, {"throttle": 1.0})])
    )
    scene.ball((x, y + 165.0, 93.0), velocity=(0.0, speed, 0.0))
    return shown(KEY, "a ball rolls before the nose", scene.play(2.4), driver)


def _bounced(seed: int) -> Act:
    """A ball falls on the roof of a standing car and rolls off, or bounces over a driving one."""
    dice, scene = dice_of(seed), scene_of(seed)
    speed = 0.0 if seed % 2 else dice.uniform(1200, 1800)
    driver = scene.car(
        position=(dice.uniform(-2500, 2500), dice.uniform(-3500, -500), 17.0),
        velocity=(0.0, speed, 0.0),
    )
    velocity = (dice.uniform(300, 500), 0.0, -dice.uniform(400, 900))
    scene.meet(driver, at=0.7, side="roof", ball_velocity=velocity)
    return shown(KEY, "a ball bounces off the roof", scene.play(2.2), driver)


def _in_the_air(seed: int) -> Act:
    """Car and ball fly together for a second."""
    dice, scene = dice_of(seed), scene_of(seed)
    ahead, aside, up = ROOF
    place = (dice.uniform(-2500, 2500), dice.uniform(-3500, -500), dice.uniform(150, 250))
    velocity = (0.0, dice.uniform(600, 1200), dice.uniform(420, 500))
    driver = scene.car(position=place, velocity=velocity)
    x, y, z = place
    scene.ball((x + aside, y + ahead, z + up), velocity=velocity)
    return shown(KEY, "the ball lies on a flying car", scene.play(1.5), driver)


def _near_miss(seed: int) -> Act:
    return (_short, _pushed, _bounced, _in_the_air)[seed // 2 % 4](seed)


KIND = Kind(KEY, _carried, _near_miss)
