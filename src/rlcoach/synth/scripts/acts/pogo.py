"""A ball bounced on the roof in the air, and other rows of touches; the motion is scripted."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from rlcoach.synth.physics.constants import GRAVITY_UU_PER_S2
from rlcoach.synth.scripts.act import Act, Wanted
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.arranged import Arranged

KEY = "pogo"
FIRST_SECONDS = 0.4

ON_ROOF_UU = 129.0
"""From a car's centre up to a ball on its roof."""


@dataclass(frozen=True)
class Row:
    """A row of touches by one car that keeps its height."""

    name: str
    touches: int = 3
    height: float = 600.0
    """Of the car."""
    rise: float = 250.0
    """Of the ball after each touch, uu/s."""
    along: float = 0.0
    """By which each touch makes the ball faster sideways, uu/s."""


def _positive(seed: int) -> Act:
    dice = Random(41 * seed + 3)
    count = 3 + seed % 3
    row = Row(
        f"{count} bounces on the roof",
        touches=count,
        height=dice.uniform(300, 1200),
        rise=dice.uniform(180, 320),
    )
    return _act(seed, row, is_pogo=True)


def _near_miss(seed: int) -> Act:
    dice = Random(43 * seed + 3)
    rise = dice.uniform(180, 300)
    row = (
        Row("two bounces on the roof", touches=2, rise=rise),
        Row("a ball carried over the floor, hopping", height=17.0, rise=rise),
        Row("a ball pushed along in the air", rise=60.0, along=dice.uniform(350, 500)),
        Row("a ball tapped up softly", rise=dice.uniform(30, 60)),
    )[seed % 4]
    return _act(seed, row, is_pogo=False)


def _act(seed: int, row: Row, *, is_pogo: bool) -> Act:
    dice = Random(seed)
    team = seed % 2
    hop = max(2 * row.rise / GRAVITY_UU_PER_S2, 0.1)
    play = Arranged(FIRST_SECONDS + hop * row.touches + 0.65)
    other, car = play.car(team=1 - team), play.car(team=team)
    play.drive(other, (3500.0, -4500.0, 17.0))
    x, y = dice.uniform(-2500, 2500), dice.uniform(-3000, 3000)
    high = row.height + ON_ROOF_UU
    fall = GRAVITY_UU_PER_S2 * FIRST_SECONDS
    # A leg without any speed would hang still; this one falls.
    play.fly((x, y, high + fall * FIRST_SECONDS / 2), velocity=(0.0, 0.0, -1.0))
    place, speed = y, 0.0
    for number in range(row.touches):
        at = FIRST_SECONDS + hop * number
        speed += row.along
        play.fly((x, place, high), velocity=(0.0, speed, row.rise), start=at)
        play.touch(car, at=at)
        until = at + hop if number + 1 < row.touches else None
        start = 0.0 if number == 0 else at
        back = speed * (at - start)
        play.drive(
            car,
            (x, place - back, row.height),
            velocity=(0.0, speed, 0.0),
            start=start,
            until=until,
        )
        place += speed * hop
    wanted = (Wanted(car, FIRST_SECONDS, KEY),) if is_pogo else ()
    return Act(KEY, row.name, play.played(), wanted)


KIND = Kind(KEY, _positive, _near_miss)
