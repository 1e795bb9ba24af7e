"""Bounce dribbles, and balls that roll, lie on the car, are touched once or by two players."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

import numpy as np

from rlcoach.synth.physics.car import RESTING, Car, Controls
from rlcoach.synth.physics.constants import BALL_RADIUS_UU, CAR_REST_UU, GRAVITY_UU_PER_S2
from rlcoach.synth.physics.manoeuvres import dribble, hold
from rlcoach.synth.physics.recording import Recording, Touch
from rlcoach.synth.physics.vectors import into, minus
from rlcoach.synth.physics.world import Pilot, World
from rlcoach.synth.scripts.act import Act, NotShown, Played
from rlcoach.synth.scripts.acts.ball_stage import carrying, dice_of, scene_of, shown
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.scene import Driver

KEY = "bounce_dribble"

BALL_REST_UU = 93.0

THROWS = 60
"""Throws of the dice until a chase shows what it should."""

LEAST_BOUNCE_UU_PER_S = 170.0
"""Up from the floor; rolling balls hop with less."""

LONGEST_SECONDS = 1.5
"""Between two touches of one dribble."""


def _tap(*, closing: float, lag: float, reach: float, hop_at: float = 0.0) -> Pilot:
    """Drives so as to meet the ball shortly after each bounce, and hops into it.

    Args:
        closing: uu/s of the car against the ball when they meet.
        lag: Seconds from the bounce to the meeting.
        reach: uu from centre to centre when they touch.
        hop_at: uu from centre to centre at which the car hops.
    """

    def drive(world: World, car: Car) -> Controls:
        if world.ball is None:
            return RESTING
        height, rise = max(world.ball.position[2] - BALL_REST_UU, 0.0), world.ball.velocity[2]
        falls = (rise + sqrt(rise * rise + 2 * GRAVITY_UU_PER_S2 * height)) / GRAVITY_UU_PER_S2
        left = lag if rise > 0 and height < 35 else lag + falls
        ahead, aside, _ = into(car.axes, minus(world.ball.position, car.position))
        faster, across, _ = into(car.axes, minus(world.ball.velocity, car.velocity))
        wanted = 10 * (faster + closing + 5 * (ahead - reach - closing * left))
        steer = 0.004 * aside + 0.002 * across
        return Controls(
            throttle=min(max(wanted / 1000, -1.0), 1.0),
            boost=wanted > 1200,
            steer=min(max(steer, -1.0), 1.0),
            jump=60 < ahead < hop_at and height < 67 and car.is_driving,
        )

    return drive


def _floor_bounces(recording: Recording) -> list[float]:
    """Seconds in which the floor alone threw the ball up."""
    height, rise = recording.ball[:, 2], recording.ball[:, 9]
    up = (rise[1:] > LEAST_BOUNCE_UU_PER_S) & (rise[:-1] < 0) & (height[1:] < BALL_RADIUS_UU + 8)
    ticks = np.flatnonzero(up) + 1
    return [
        float(recording.seconds[tick])
        for tick in ticks
        if not recording.contact[max(tick - 2, 0) : tick + 3].any()
    ]


def _longest_run(recording: Recording) -> list[Touch]:
    """The longest run of touches with a bounce between each."""
    bounces, best, run = _floor_bounces(recording), list[Touch](), list[Touch]()
    for touch in recording.touches:
        bounced = run and any(run[-1].end_seconds < at < touch.start_seconds for at in bounces)
        if bounced and touch.start_seconds - run[-1].start_seconds < LONGEST_SECONDS:
            run = [*run, touch]
        else:
            run = [touch]
        best = max(best, run, key=len)
    return best


def _is_dribbled(recording: Recording) -> bool:
    """Three touches or more with bounces between, over more than a second."""
    run = _longest_run(recording)
    return len(run) >= 3 and run[-1].start_seconds - run[0].start_seconds > 1.15


def _chased(seed: int, fits: Callable[[Recording], bool]) -> tuple[Played, Driver]:
    """A car that drives after a bouncing ball."""
    dice = dice_of(seed)
    for _ in range(THROWS):
        scene, speed = scene_of(seed), dice.uniform(500, 850)
        x, y = dice.uniform(-2000, 2000), dice.uniform(-4200, -3200)
        pilot = _tap(
            closing=dice.uniform(300, 400),
            lag=dice.uniform(0.10, 0.15),
            reach=dice.uniform(135, 158),
            hop_at=dice.uniform(150, 230),
        )
        driver = scene.car(position=(x, y, CAR_REST_UU), velocity=(0.0, speed, 0.0), pilot=pilot)
        spot = (x + dice.uniform(-5, 5), y + dice.uniform(270, 390), dice.uniform(300, 480))
        scene.ball(spot, velocity=(0.0, speed, 0.0))
        played = scene.play(4.0)
        if fits(played.recording):
            return played, driver
    raise NotShown(f"no chase fits with seed {seed}")


def _kept(seed: int) -> Act:
    played, driver = _chased(seed, _is_dribbled)
    middle = _longest_run(played.recording)[1].start_seconds
    return shown(KEY, "touches with bounces between", played, driver, lambda _: [middle])


def _rolling(seed: int) -> Act:
    """The ball rolls before the nose, touched again and again."""
    dice, scene = dice_of(seed), scene_of(seed)
    x, y, speed = dice.uniform(-2000, 2000), dice.uniform(-3500, -2500), dice.uniform(600, 1100)
    pilot = _tap(closing=dice.uniform(100, 300), lag=0.1, reach=dice.uniform(140, 160))
    driver = scene.car(position=(x, y, CAR_REST_UU), velocity=(0.0, speed, 0.0), pilot=pilot)
    scene.ball((x, y + 200, 93.0), velocity=(0.0, speed - dice.uniform(50, 200), 0.0))
    return shown(KEY, "a ball that rolls", scene.play(2.6), driver)


def _carried(seed: int) -> Act:
    """The ball lies on the roof."""
    dice, scene = dice_of(seed), scene_of(seed)
    speed = dice.uniform(600, 1100)
    place = (dice.uniform(-2000, 2000), dice.uniform(-3500, -2500))
    driver = carrying(scene, dribble(speed), place=place, speed=speed, height=dice.uniform(0, 60))
    return shown(KEY, "a ball on the roof", scene.play(2.6), driver)


def _struck(seed: int) -> Act:
    """One hit on a bouncing ball."""
    dice, scene = dice_of(seed), scene_of(seed)
    x, y, speed = dice.uniform(-2000, 2000), dice.uniform(-3500, -2500), dice.uniform(900, 1400)
    driver = scene.car(
        position=(x, y, CAR_REST_UU), velocity=(0.0, speed, 0.0), pilot=hold(throttle=0.02)
    )
    velocity = (0.0, dice.uniform(-300, 300), -dice.uniform(550, 700))
    scene.meet(driver, at=0.8, offset=(140.0, 0.0, 90.0), ball_velocity=velocity)
    return shown(KEY, "one hit on a bouncing ball", scene.play(2.6), driver)


def _between_two(seed: int) -> Act:
    """Two cars facing each other touch a bouncing ball in turn."""
    dice, scene = dice_of(seed), scene_of(seed)
    x, y = dice.uniform(-2000, 2000), dice.uniform(-1500, 500)
    far = dice.uniform(900, 1100)
    driver = scene.car(position=(x, y - far, CAR_REST_UU), pilot=hold(throttle=0.3))
    scene.car(team=1, position=(x, y + far, CAR_REST_UU), yaw=-1.5708, pilot=hold(throttle=0.3))
    scene.ball((x, y - far + 350, 300.0), velocity=(0.0, -200.0, 0.0))
    return shown(KEY, "touches of two players in turn", scene.play(3.0), driver)


def _near_miss(seed: int) -> Act:
    return (_rolling, _carried, _struck, _between_two)[seed // 2 % 4](seed)


KIND = Kind(KEY, _kept, _near_miss)
