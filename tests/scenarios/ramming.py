"""Cars that drive at others, on straight ways: the stage of bump and demolition attempts."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.builders.pitch import Pitch
from tests.builders.wire import Player
from tests.scenarios.case import Case, Expected

MEET_FRAME = 45
FRAMES = 90
DELTA = 1 / 30

LENGTH_UU = 118.0
"""Between the centres of two cars that touch nose to tail."""


@dataclass(frozen=True)
class Drive:
    """One car that drives along x at another."""

    name: str
    speed: float
    victim_speed: float = 0.0
    """Of the victim, along the same way; negative toward the attacker."""
    aside: float = 0.0
    """By which their ways lie apart, uu."""
    victim_height: float = 17.0
    across: float = 0.0
    """Of the victim, at right angles, uu/s; he is in the attacker's way when they meet."""
    outcome: str = "miss"
    """`bump`, `demolition` or `miss`."""
    is_mate: bool = False
    ball_ahead: float | None = None
    """uu from the meeting to a ball on the attacker's way."""


def played(key: str, seed: int, drive: Drive, *, is_success: bool | None) -> Case:
    """The case of a drive; without a success or failure nothing is expected."""
    dice = Random(59 * seed + 11)
    team = seed % 2
    way = -1.0 if seed // 2 % 2 else 1.0
    x, y = dice.uniform(-800, 800), dice.uniform(-3500, 3500)
    pitch = Pitch(frames=FRAMES)
    attacker = pitch.player("Alice", team=team)
    victim = pitch.player("Carol", team=team if drive.is_mate else 1 - team)
    ball = 3500.0 if drive.ball_ahead is None else drive.ball_ahead
    across = (4000.0 if y < 0 else -4000.0) if drive.ball_ahead is None else y
    pitch.fly((x + way * ball, across, 93.0))
    here = (x, y, 17.0)
    there = (x + way * LENGTH_UU, y + drive.aside, drive.victim_height)
    after, after_victim = drive.speed, drive.victim_speed
    if drive.outcome == "bump":
        after, after_victim = 0.4 * drive.speed, drive.victim_speed + 0.8 * drive.speed
    _straight(pitch, attacker, here, ((way * drive.speed, 0.0, 0.0), (way * after, 0.0, 0.0)))
    speeds = drive.victim_speed, after_victim
    before, then = [(way * speed, drive.across, 0.0) for speed in speeds]
    _straight(pitch, victim, there, (before, then))
    if drive.outcome == "demolition":
        pitch.wire.demolish(attacker.car, victim.car, MEET_FRAME)
    analysis = pitch.analysis()
    tables = analysis.context.tables
    names = [one.name for one in tables.players]
    time = float(tables.frames.time[MEET_FRAME]) - 0.2
    expected = Expected(names.index("Alice"), time, key, is_success)
    return Case(
        name=drive.name,
        tables=tables,
        events=analysis.events,
        expected=() if is_success is None else (expected,),
    )


def _straight(
    pitch: Pitch,
    player: Player,
    place: tuple[float, float, float],
    velocities: tuple[tuple[float, float, float], tuple[float, float, float]],
) -> None:
    """Drives so that it is at a place when the cars meet, and then on with another velocity."""
    before, after = velocities
    seconds = MEET_FRAME * DELTA
    start = [at - speed * seconds for at, speed in zip(place, before, strict=True)]
    pitch.drive(player, start, velocity=before, until=MEET_FRAME)
    pitch.drive(player, place, velocity=after, frame=MEET_FRAME)
