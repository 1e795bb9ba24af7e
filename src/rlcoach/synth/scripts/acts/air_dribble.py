"""Air dribbles off the ground and off walls, and fewer, lower or single touches in the air."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from rlcoach.synth.physics.aiming import air_sticks
from rlcoach.synth.physics.car import RESTING, Car, Controls
from rlcoach.synth.physics.constants import CAR_REST_UU
from rlcoach.synth.physics.manoeuvres import dribble, fast_aerial, in_turn, steps
from rlcoach.synth.physics.recording import Recording, Touch
from rlcoach.synth.physics.vectors import Vector, dot, minus, plus, scaled, unit
from rlcoach.synth.physics.world import Pilot, World
from rlcoach.synth.scripts.act import Act, NotShown, Played
from rlcoach.synth.scripts.acts.ball_stage import carrying, dice_of, scene_of, shown
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.scene import Driver

KEY = "air_dribble"

THROWS = 150
"""Throws of the dice until a flight shows what it should."""

FLYING_UU = 140.0
"""Height of a car that is in the air, whatever its wheels do."""


def _follow(*, jump: float, seconds: float, back: float, down: float) -> Pilot:
    """Jumps and then stays behind and below the ball, which it nudges whenever it gets there.

    Args:
        jump: Seconds of the jump.
        seconds: How soon what is missing should be made up.
        back: uu behind the ball, the way the car goes.
        down: uu below it.
    """

    def fly(world: World, car: Car) -> Controls:
        if jump <= world.seconds < jump + 0.2:
            return Controls(jump=True, throttle=1.0)
        if world.ball is None:
            return RESTING
        x, y, _ = car.velocity
        behind = scaled(unit((x, y, 0.0)), -back)
        target = plus(plus(world.ball.position, behind), (0.0, 0.0, -down))
        slip = minus(world.ball.velocity, car.velocity)
        needed = plus(scaled(minus(target, car.position), 1 / seconds**2), slip, 1.4 / seconds)
        # Car and ball fall alike: what is needed on top only turns the nose up.
        nose = plus(needed, (0.0, 0.0, 420.0))
        pitch, yaw, roll = air_sticks(car, nose, (0.0, 0.0, 1.0))
        wants = dot(plus(needed, (0.0, 0.0, 120.0)), car.axes[0]) > 350
        return Controls(throttle=1.0, boost=wants, pitch=pitch, yaw=yaw, roll=roll)

    return fly


def _in_air(recording: Recording) -> list[Touch]:
    """The touches of a flying car."""
    return [
        one
        for one in recording.touches
        if recording.cars[recording.tick_at(one.start_seconds), 0, 2] > FLYING_UU
    ]


def _is_carried(recording: Recording) -> bool:
    """Three touches or more in the air, in one flight of a second, up to 450 uu."""
    found = _in_air(recording)
    if len(found) < 3:
        return False
    first, last = found[0].start_seconds, found[2].start_seconds
    heights = [recording.ball[recording.tick_at(one.start_seconds), 2] for one in found[:3]]
    flown = recording.wheels[recording.tick_at(first) : recording.tick_at(last), 0]
    close = [b.start_seconds - a.start_seconds for a, b in pairwise(found[:3])]
    return bool(last - first > 0.8 and max(heights) > 450 and not flown.any() and max(close) < 1.5)


def _is_single(recording: Recording) -> bool:
    """One touch in the air, at most one before."""
    return len(_in_air(recording)) == 1 and len(recording.touches) <= 2


def _off_the_ground(seed: int, fits: Callable[[Recording], bool]) -> tuple[Played, Driver]:
    """A ball popped up before a car on the floor that flies after it."""
    dice = dice_of(seed)
    for _ in range(THROWS):
        scene, speed = scene_of(seed), dice.uniform(800, 1250)
        place: Vector = (dice.uniform(-2000, 2000), dice.uniform(-3500, -1500), CAR_REST_UU)
        pilot = _follow(
            jump=dice.uniform(0.0, 0.1),
            seconds=dice.uniform(0.35, 0.65),
            back=dice.uniform(45, 100),
            down=dice.uniform(75, 110),
        )
        driver = scene.car(position=place, velocity=(0.0, speed, 0.0), pilot=pilot)
        ahead, height = dice.uniform(95, 130), dice.uniform(152, 170)
        velocity = (0.0, speed + dice.uniform(0, 100), dice.uniform(505, 560))
        scene.ball(plus(place, (0.0, ahead, height - CAR_REST_UU)), velocity=velocity)
        played = scene.play(2.6)
        if fits(played.recording):
            return played, driver
    raise NotShown(f"no flight fits with seed {seed}")


def _off_the_wall(seed: int, fits: Callable[[Recording], bool]) -> tuple[Played, Driver]:
    """A ball that comes off the wall before a car on it that flies after it."""
    dice = dice_of(seed)
    for _ in range(THROWS):
        scene, speed = scene_of(seed), dice.uniform(600, 1000)
        y, z = dice.uniform(-2500, 2500), dice.uniform(350, 600)
        driver = scene.on_wall(y=y, z=z, speed=speed)
        pilot = _follow(
            jump=dice.uniform(0.1, 0.25),
            seconds=dice.uniform(0.35, 0.65),
            back=dice.uniform(45, 100),
            down=dice.uniform(75, 110),
        )
        scene.control(driver, pilot)
        out, up = dice.uniform(100, 200), dice.uniform(60, 160)
        velocity = (-dice.uniform(250, 500), 0.0, speed + dice.uniform(-50, 150))
        scene.ball((4096.0 - out, y, z + up), velocity=velocity)
        played = scene.play(2.8)
        if fits(played.recording):
            return played, driver
    raise NotShown(f"no flight fits with seed {seed}")


def _dribbled(seed: int) -> Act:
    is_wall = seed // 2 % 2 == 1
    played, driver = (_off_the_wall if is_wall else _off_the_ground)(seed, _is_carried)
    kind = "wall" if is_wall else "ground"
    middle = _in_air(played.recording)[1].start_seconds
    return shown(KEY, f"carried off the {kind}", played, driver, lambda _: [middle], kind=kind)


def _single(seed: int) -> Act:
    played, driver = (_off_the_wall if seed % 2 else _off_the_ground)(seed, _is_single)
    return shown(KEY, "one touch in the air", played, driver)


def _aerial(seed: int) -> Act:
    """A hard hit high up."""
    dice, scene = dice_of(seed), scene_of(seed)
    driver = scene.car(
        position=(dice.uniform(-2000, 2000), dice.uniform(-2500, 0), CAR_REST_UU),
        velocity=(0.0, dice.uniform(300, 900), 0.0),
        pilot=fast_aerial(0.1),
    )
    scene.meet(driver, at=dice.uniform(0.9, 1.3), side="nose", ball_velocity=(0.0, -200.0, -200.0))
    return shown(KEY, "an aerial", scene.play(2.0), driver)


def _popped(seed: int) -> Act:
    """A dribble on the ground whose ball is popped up by a jump."""
    dice, scene = dice_of(seed), scene_of(seed)
    pop = steps([(1.0, {"jump": True}), (1.2, {})])
    pilot = in_turn([(0.0, dribble(900)), (1.0, pop)])
    place = (dice.uniform(-2000, 2000), dice.uniform(-3000, -1000))
    driver = carrying(scene, pilot, place=place, speed=dice.uniform(800, 1000))
    return shown(KEY, "a dribble and a pop", scene.play(2.4), driver)


def _near_miss(seed: int) -> Act:
    return (_single, _aerial, _popped)[seed // 2 % 3](seed)


KIND = Kind(KEY, _dribbled, _near_miss)
