"""Flicks of all kinds, and dodges that meet no carried ball or do not meet it."""

from __future__ import annotations

from math import cos, hypot, pi, sin
from random import Random

from rlcoach.synth.physics.manoeuvres import dodge, dribble, in_turn, steps
from rlcoach.synth.physics.recording import Recording
from rlcoach.synth.physics.world import Pilot
from rlcoach.synth.scripts.act import Act, require
from rlcoach.synth.scripts.acts.ball_stage import ROOF, Moments, carrying, dice_of, scene_of, shown
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.scene import Driver, Scene

KEY = "flick"

GROUND = "from the ground"

LIFT = 0.35
"""Seconds from the start, in the air with the ball on the roof, to the dodge."""

LEAST_KICK_UU_PER_S = 450.0
"""What a scene must give the ball to be a flick."""


def _gliding(  # noqa: PLR0913 - each moves the ball on the roof in its own way
    scene: Scene,
    dice: Random,
    pilot: Pilot,
    *,
    turn: float = 0.0,
    lead: float = 0.0,
    aside: float = 0.0,
    slip: float = 0.0,
) -> Driver:
    """Car and ball just off the ground, the ball on the roof.

    Args:
        scene: Where.
        dice: For place and speed.
        pilot: Who flies.
        turn: rad from the way the car goes to its nose.
        lead: uu of the ball ahead of the roof's middle, the way the car goes.
        aside: uu of the ball to the right of it.
        slip: uu/s of the ball up from the roof.
    """
    x, y, z = dice.uniform(-2000, 2000), dice.uniform(-3000, -500), dice.uniform(240, 320)
    speed, rise = dice.uniform(900, 1300), dice.uniform(350, 550)
    yaw = pi / 2 + turn
    driver = scene.car(position=(x, y, z), velocity=(0.0, speed, rise), yaw=yaw, pilot=pilot)
    ahead, _, up = ROOF
    spot = (x + aside + ahead * cos(yaw), y + lead + ahead * sin(yaw), z + up)
    scene.ball(spot, velocity=(0.0, speed, rise + slip))
    return driver


def _tap(at: float, forward: float, right: float) -> Pilot:
    """A second jump with the stick pushed."""
    return steps([(at, {"jump": True, "pitch": -forward, "yaw": right}), (at + 0.05, {})])


def _launched(at: float) -> Moments:
    """The dodge at `at`, if it launched the ball."""

    def moments(recording: Recording) -> list[float]:
        dodges = [one.start_seconds for one in recording.dodges]
        kicks = [
            hypot(
                *(
                    b - a
                    for a, b in zip(
                        touch.ball_velocity_before, touch.ball_velocity_after, strict=True
                    )
                )
            )
            for touch in recording.touches
            if at - 0.1 < touch.start_seconds < at + 0.3
        ]
        require(max(kicks, default=0.0) > LEAST_KICK_UU_PER_S, f"a kick: {kicks}")
        return dodges

    return moments


def _positive(seed: int) -> Act:
    """Every kind in turn."""
    dice, scene = dice_of(seed), scene_of(seed)
    kinds = (
        "front",
        "back",
        "side",
        "diagonal",
        "reverse",
        "turn_180",
        "turn_90",
        "breezi",
        GROUND,
    )
    kind = kinds[seed % len(kinds)]
    wanted: str | None = kind
    at = LIFT
    if kind == "front":
        driver = _gliding(
            scene, dice, _tap(at, 1, 0), lead=dice.uniform(60, 75), slip=dice.uniform(5, 20)
        )
    elif kind == "back":
        driver = _gliding(scene, dice, _tap(at, -1, 0), lead=dice.uniform(-30, 0))
    elif kind == "side":
        driver = _gliding(scene, dice, _tap(at, 0, 1), lead=dice.uniform(20, 50))
    elif kind == "diagonal":
        driver = _gliding(scene, dice, _tap(at, 0.7, 0.7), lead=dice.uniform(30, 50))
    elif kind == "reverse":
        turn, lead = dice.uniform(1.7, 1.95), dice.uniform(60, 90)
        driver = _gliding(scene, dice, _tap(at, -0.8, -0.6), turn=turn, lead=lead, slip=40)
    elif kind == "turn_180":
        turn, lead = dice.uniform(2.3, 3.1), dice.uniform(60, 90)
        driver = _gliding(scene, dice, _tap(at, -0.8, -0.6), turn=turn, lead=lead, slip=40)
    elif kind == "turn_90":
        turn, lead = dice.uniform(1.5, 1.65), dice.uniform(76, 84)
        driver = _gliding(scene, dice, _tap(at, 0, -1), turn=turn, lead=lead, slip=40)
    elif kind == "breezi":
        at = dice.uniform(0.80, 0.83)
        spin = {"roll": 1.0, "yaw": -1.0, "pitch": dice.uniform(0.3, 0.5)}
        pilot = in_turn([(0.0, steps([(0.33, spin)])), (at, _tap(at, -1, 0))])
        aside = -dice.uniform(58, 60)
        driver = _gliding(scene, dice, pilot, lead=-50, aside=aside, slip=dice.uniform(7, 10))
    else:
        at, wanted = 0.97, None
        flip = dodge(0.85, forward=-0.7, right=0.7, after=0.12, held=0.1)
        place = (dice.uniform(-2000, 2000), dice.uniform(-3000, -1000))
        driver = carrying(
            scene,
            in_turn([(0.0, dribble(900)), (0.85, flip)]),
            place=place,
            speed=dice.uniform(800, 1000),
        )
    return shown(KEY, kind, scene.play(1.9), driver, _launched(at), kind=wanted)


def _near_miss(seed: int) -> Act:
    dice, scene = dice_of(seed), scene_of(seed)
    sort = seed // 2 % 5
    place = (dice.uniform(-2000, 2000), dice.uniform(-3000, -1000))
    if sort == 0:
        pop = steps([(0.6, {"jump": True}), (0.8, {})])
        pilot = in_turn([(0.0, dribble(900)), (0.6, pop)])
        driver = carrying(scene, pilot, place=place, speed=dice.uniform(800, 1000))
        return shown(KEY, "a pop by the jump alone", scene.play(2.0), driver)
    if sort == 1:
        driver = scene.car(
            position=(*place, 17.0), velocity=(0.0, 1200.0, 0.0), pilot=dodge(0.3, forward=1.0)
        )
        scene.ball((place[0], place[1] + dice.uniform(750, 850), 93.0), velocity=(0, 100, 0))
        return shown(KEY, "a dodge into a rolling ball", scene.play(2.0), driver)
    if sort == 2:
        driver = _gliding(scene, dice, _tap(LIFT, 1, 0), slip=dice.uniform(300, 500))
        return shown(KEY, "a dodge under a ball popped up before", scene.play(1.6), driver)
    if sort == 3:
        turn = dice.uniform(-0.2, 0.2)
        driver = _gliding(scene, dice, _tap(LIFT, 1, 0), turn=turn, slip=dice.uniform(70, 90))
        return shown(KEY, "a dodge that leaves the carried ball behind", scene.play(1.0), driver)
    driver = scene.car(
        position=(*place, dice.uniform(500, 800)),
        velocity=(0.0, 600.0, 300.0),
        pilot=_tap(0.75, 1, 0),
    )
    scene.meet(driver, at=0.8, offset=(140.0, 0.0, 30.0), ball_velocity=(0.0, 0.0, -200.0))
    return shown(KEY, "a dodge into a ball met in the air", scene.play(1.6), driver)


KIND = Kind(KEY, _positive, _near_miss)
