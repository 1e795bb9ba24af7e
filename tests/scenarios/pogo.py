"""A ball bounced on the roof in the air, and other rows of touches; the motion is scripted."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.builders.pitch import Pitch
from tests.scenarios.case import Case, Expected, Scenario

KEY = "pogo"
GRAVITY = 650.0
DELTA = 1 / 30
FIRST_FRAME = 12

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
    is_below: bool = False
    """The ball is under the car, at its wheels."""


def positive(seed: int) -> Case:
    dice = Random(41 * seed + 3)
    count = 3 + seed % 3
    row = Row(
        f"{count} bounces on the roof",
        touches=count,
        height=dice.uniform(300, 1200),
        rise=dice.uniform(180, 320),
    )
    return _case(seed, row, is_pogo=True)


def near_miss(seed: int) -> Case:
    dice = Random(43 * seed + 3)
    rise = dice.uniform(180, 300)
    row = (
        Row("two bounces on the roof", touches=2, rise=rise),
        Row("a ball carried over the floor, hopping", height=17.0, rise=rise),
        Row("a ball pushed along in the air", rise=60.0, along=dice.uniform(350, 500)),
        Row("a ball tapped up softly", rise=dice.uniform(30, 60)),
    )[seed % 4]
    return _case(seed, row, is_pogo=False)


def _case(seed: int, row: Row, *, is_pogo: bool) -> Case:
    dice = Random(seed)
    team = seed % 2
    hop = max(round(2 * row.rise / GRAVITY / DELTA), 3)
    frames = FIRST_FRAME + hop * row.touches + 20
    pitch = Pitch(frames=frames)
    other = pitch.player("Carol", team=1 - team)
    alice = pitch.player("Alice", team=team)
    pitch.drive(other, (3500.0, -4500.0, 17.0))
    x, y = dice.uniform(-2500, 2500), dice.uniform(-3000, 3000)
    high = row.height + ON_ROOF_UU
    fall = GRAVITY * FIRST_FRAME * DELTA
    # A leg without any speed would hang still; this one falls.
    pitch.fly((x, y, high + fall * FIRST_FRAME * DELTA / 2), velocity=(0.0, 0.0, -1.0))
    place, speed = y, 0.0
    for number in range(row.touches):
        frame = FIRST_FRAME + hop * number
        speed += row.along
        pitch.fly((x, place, high), velocity=(0.0, speed, row.rise), frame=frame)
        until = frame + hop if number + 1 < row.touches else frames
        start = 0 if number == 0 else frame
        back = speed * (frame - start) * DELTA
        pitch.drive(
            alice,
            (x, place - back, row.height),
            velocity=(0.0, speed, 0.0),
            frame=start,
            until=until,
        )
        place += speed * hop * DELTA
    analysis = pitch.analysis()
    tables = analysis.context.tables
    player = next(row for row, one in enumerate(tables.players) if one.name == "Alice")
    time = float(tables.frames.time[FIRST_FRAME])
    expected = (Expected(player=player, time=time, kind=KEY),) if is_pogo else ()
    return Case(name=row.name, tables=tables, events=analysis.events, expected=expected)


SCENARIO = Scenario(KEY, positive, near_miss)
