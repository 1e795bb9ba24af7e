"""Balls that shoot out of a squeeze, and hard hits without one; what was hit how is scripted."""

from __future__ import annotations

from random import Random

from rlcoach.synth.physics.constants import GRAVITY_UU_PER_S2
from rlcoach.synth.scripts.act import Act, Wanted
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.arranged import Arranged, Numbers

KEY = "pinch"
HIT_SECONDS = 25 / 30
SECONDS = 2.0

NOSE_UU, TAIL_UU, ROOF_UU = 164.5, 136.5, 131.0
"""From a car's centre to a ball that touches it; all cars here look along +x."""

MATE_GAP_UU = 8.0
"""By which the mate is farther from the ball: of two the nearer one is named."""

OUT_OF = {
    "floor": (0.9, 0.3, 0.3),
    "wall": (-0.4, 0.8, 0.4),
    "ceiling": (0.3, 0.9, -0.3),
    "team": (0.0, 0.8, 0.6),
    "opponent": (0.0, 0.8, 0.6),
}
"""Where the ball shoots to, as shares of its speed."""


def _positive(seed: int) -> Act:
    dice = Random(31 * seed + 5)
    kind = list(OUT_OF)[seed % 5]
    mirror = -1.0 if seed // 5 % 2 else 1.0
    play = Arranged(SECONDS)
    hitter, mate, opponent = play.car(team=0), play.car(team=0), play.car(team=1)
    speed = dice.uniform(700, 1400)
    ball = _spot(dice, kind, mirror)
    _send(play, ball, _scaled(OUT_OF[kind], dice.uniform(3200, 4500), mirror))
    if kind == "ceiling":
        _hit(play, hitter, ball, (0.0, 0.0, speed))
    else:
        _hit(play, hitter, ball, (mirror * speed, 0.0, 0.0))
    partner = {"team": mate, "opponent": opponent}.get(kind)
    for number, other in enumerate((mate, opponent)):
        if other == partner:
            _hit(play, other, ball, (-mirror * speed, 0.0, 0.0), gap=MATE_GAP_UU)
        else:
            play.drive(other, (-2000.0 + 5000.0 * number, -4500.0, 17.0))
    wanted = (Wanted(hitter, HIT_SECONDS, kind),)
    return Act(KEY, f"squeezed: {kind}", play.played(), wanted)


def _near_miss(seed: int) -> Act:
    dice = Random(37 * seed + 7)
    kind = seed % 4
    mirror = -1.0 if seed // 4 % 2 else 1.0
    play = Arranged(SECONDS)
    hitter, other = play.car(team=0), play.car(team=1)
    surface = dice.choice(("floor", "wall")) if kind != 1 else "team"
    ball = _spot(dice, surface, mirror)
    speed, out, name = (
        (2300.0, dice.uniform(2600, 3100), "a plain hit at full speed"),
        (1200.0, dice.uniform(2550, 2950), "a hard 50/50 in the air"),
        (900.0, dice.uniform(1300, 2200), "a squeeze out of which the ball comes slowly"),
        (2100.0, dice.uniform(2550, 2900), "a hard hit on the floor or beside a wall"),
    )[kind]
    _send(play, ball, _scaled(OUT_OF[surface], out, mirror))
    _hit(play, hitter, ball, (mirror * speed, 0.0, 0.0))
    if kind == 1:
        _hit(play, other, ball, (-mirror * speed, 0.0, 0.0))
    else:
        play.drive(other, (3000.0, -4500.0, 17.0))
    return Act(KEY, name, play.played())


def _spot(dice: Random, kind: str, mirror: float) -> Numbers:
    """Where the ball is squeezed."""
    y = dice.uniform(-2500, 2500)
    across = dice.uniform(-2500, 2500)
    return {
        "floor": (across, y, 93.0),
        "wall": (mirror * 4004.0, y, dice.uniform(350, 900)),
        "ceiling": (across, y, 1952.0),
        "team": (across, y, dice.uniform(400, 1200)),
        "opponent": (across, y, dice.uniform(400, 1200)),
    }[kind]


def _scaled(shares: Numbers, speed: float, mirror: float) -> Numbers:
    size = sum(share * share for share in shares) ** 0.5
    x, y, z = (share / size * speed for share in shares)
    return mirror * x, y, z


def _send(play: Arranged, ball: Numbers, after: Numbers) -> None:
    """The ball rests or hangs there, and shoots away at the hit."""
    x, y, z = ball
    if z > 100.0:
        # It comes up to the place of the hit and is slow there.
        rise = GRAVITY_UU_PER_S2 * HIT_SECONDS
        play.fly((x, y, z - rise * HIT_SECONDS / 2), velocity=(0.0, 0.0, rise))
    else:
        play.fly((x, y, z))
    play.fly(ball, velocity=after, start=HIT_SECONDS)


def _hit(play: Arranged, car: int, ball: Numbers, velocity: Numbers, *, gap: float = 0.0) -> None:
    """Drives straight into the ball, and on slowly."""
    x, _, z = velocity
    reach = (NOSE_UU if x > 0 else TAIL_UU) + gap
    away = (reach * _sign(x), 0.0, ROOF_UU * _sign(z))
    there = [place - back for place, back in zip(ball, away, strict=True)]
    start = [place - speed * HIT_SECONDS for place, speed in zip(there, velocity, strict=True)]
    play.drive(car, start, velocity=velocity, until=HIT_SECONDS)
    slow = [0.3 * speed for speed in velocity]
    play.drive(car, there, velocity=slow, start=HIT_SECONDS)
    play.touch(car, at=HIT_SECONDS)


def _sign(value: float) -> float:
    return float((value > 0) - (value < 0))


KIND = Kind(KEY, _positive, _near_miss)
