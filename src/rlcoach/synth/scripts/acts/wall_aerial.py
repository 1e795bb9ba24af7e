"""Wall aerials, and balls played from the ground, on the wall, close to it or low."""

from __future__ import annotations

from rlcoach.synth.physics.manoeuvres import fast_aerial, steps
from rlcoach.synth.physics.world import Pilot
from rlcoach.synth.scripts.act import Act
from rlcoach.synth.scripts.acts.ball_stage import dice_of, scene_of, shown, touches
from rlcoach.synth.scripts.acts.kind import Kind

KEY = "wall_aerial"


def _leap(at: float, *, boost: float = 0.0) -> Pilot:
    """Drives up the wall, jumps off it and boosts away from it."""
    return steps(
        [
            (0.0, {"throttle": 0.4}),
            (at, {"jump": True}),
            (at + 0.2, {"pitch": 0.7, "boost": boost > 0}),
            (at + 0.35, {"boost": boost > 0}),
            (at + 0.35 + boost, {}),
        ]
    )


def _off_the_wall(seed: int) -> Act:
    """The ball is met in the air, well off the wall."""
    dice, scene = dice_of(seed), scene_of(seed)
    jump = dice.uniform(0.4, 0.7)
    driver = scene.on_wall(
        side=dice.choice((-1, 1)),
        y=dice.uniform(-2500, 2500),
        z=dice.uniform(300, 450),
        speed=dice.uniform(450, 700),
    )
    scene.control(driver, _leap(jump, boost=dice.uniform(0.3, 0.6)))
    side = dice.choice(("nose", "roof"))
    velocity = (dice.uniform(-300, 300), dice.uniform(-600, 600), dice.uniform(-500, -100))
    scene.meet(driver, at=jump + dice.uniform(1.0, 1.4), side=side, ball_velocity=velocity)
    return shown(KEY, f"a leap into the ball with the {side}", scene.play(2.6), driver, touches(1))


def _on_the_wall(seed: int) -> Act:
    """Cars on a wall, or just off it, that hit the ball there."""
    dice, scene = dice_of(seed), scene_of(seed)
    driver = scene.on_wall(
        side=dice.choice((-1, 1)),
        y=dice.uniform(-2500, 2500),
        z=dice.uniform(300, 450),
        speed=dice.uniform(450, 700),
    )
    if seed % 2:
        scene.control(driver, steps([(0.0, {"throttle": 1.0})]))
        scene.meet(driver, at=0.6, offset=(165.0, 0.0, 80.0), ball_velocity=(0, 0, 200))
        return shown(KEY, "the ball is pushed up the wall", scene.play(1.0), driver)
    scene.control(driver, _leap(0.4))
    velocity = (0.0, dice.uniform(-400, 400), dice.uniform(-300, 200))
    scene.meet(driver, at=0.65, side="roof", ball_velocity=velocity)
    return shown(KEY, "the ball is met where the car leaves the wall", scene.play(1.4), driver)


def _from_the_ground(seed: int) -> Act:
    """Aerials off the floor, beside a wall."""
    dice, scene = dice_of(seed), scene_of(seed)
    x = dice.uniform(2600, 3400)
    driver = scene.car(
        position=(x, dice.uniform(-2500, 2500), 17.0),
        velocity=(0.0, dice.uniform(0, 800), 0.0),
        yaw=dice.uniform(1.0, 2.0),
        pilot=fast_aerial(0.2),
    )
    scene.meet(driver, at=dice.uniform(1.1, 1.5), side="nose", ball_velocity=(0, 200, -200))
    return shown(KEY, "an aerial off the floor beside the wall", scene.play(2.2), driver)


def _low(seed: int) -> Act:
    """Cars that drop off the wall onto a ball near the floor."""
    dice, scene = dice_of(seed), scene_of(seed)
    driver = scene.on_wall(
        side=dice.choice((-1, 1)), y=dice.uniform(-2500, 2500), z=400.0, speed=0.0
    )
    scene.control(driver, steps([(0.05, {"jump": True}), (0.25, {})]))
    scene.meet(driver, at=dice.uniform(0.85, 0.95), side="roof", ball_velocity=(0, 0, -300))
    return shown(KEY, "a ball near the floor after a drop off the wall", scene.play(1.4), driver)


def _near_miss(seed: int) -> Act:
    return (_on_the_wall, _from_the_ground, _on_the_wall, _low)[seed // 2 % 4](seed)


KIND = Kind(KEY, _off_the_wall, _near_miss)
