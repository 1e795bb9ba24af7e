"""Cars that drive at others: the stage of bump and demolition attempts."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from random import Random

from rlcoach.synth.physics.constants import CAR_REST_UU
from rlcoach.synth.physics.manoeuvres import hold, steps
from rlcoach.synth.scripts.act import Act, Wanted, require
from rlcoach.synth.scripts.scene import Placement, Scene

MEET_SECONDS = 1.5
SECONDS = 3.0

LENGTH_UU = 118.0
"""Between the centres of two cars that touch nose to tail."""

BEFORE_SECONDS = 0.2
"""The moment of an attempt: it is made before the cars meet."""

JUMP_SECONDS = 0.4
"""So long before the meeting a victim jumps who is passed under."""

COASTING = {"throttle": 0.02}
"""Keeps the speed."""


@dataclass(frozen=True)
class Drive:
    """One car that drives at another, both along one line."""

    name: str
    speed: float
    victim_speed: float = 0.0
    """Of the victim, along the same way; negative toward the attacker."""
    aside: float = 0.0
    """By which their ways lie apart, uu."""
    jumps: bool = False
    """The victim jumps, and the attacker drives on under him."""
    across: float = 0.0
    """Of the victim, at right angles, uu/s; he is in the attacker's way when they meet."""
    outcome: str = "miss"
    """`bump`, `demolition` or `miss`."""
    ahead: float = 0.0
    """uu by which the victim is farther away than it takes to meet."""
    is_mate: bool = False
    ball_ahead: float | None = None
    """uu from the meeting to a ball on the attacker's way."""


def drawn(
    key: str, seed: int, drive: Drive, *, is_success: bool | None, seconds: float = SECONDS
) -> Act:
    """The act of a drive; without a success or failure nothing is wanted."""
    dice = Random(59 * seed + 11)
    scene = Scene(Placement(is_mirrored=bool(seed % 2), is_swapped=bool(seed // 2 % 2)))
    x, y = dice.uniform(-800, 800), dice.uniform(-900, 900)
    if drive.ball_ahead is None:
        scene.ball((-3300.0, 3900.0 if y < 0 else -3900.0, 93.0))
    else:
        scene.ball((x, y + drive.ball_ahead, 93.0))
    is_fast = drive.speed > 2200
    attacker = scene.car(
        position=(x, y - MEET_SECONDS * drive.speed, CAR_REST_UU),
        velocity=(0.0, drive.speed, 0.0),
        pilot=hold(throttle=1.0, boost=True) if is_fast else hold(**COASTING),
    )
    victim_pilot = hold(**COASTING) if drive.victim_speed or drive.across else hold()
    if drive.jumps:
        start = MEET_SECONDS - JUMP_SECONDS
        victim_pilot = steps(
            [(0.0, COASTING), (start, COASTING | {"jump": True}), (start + 0.2, {})]
        )
    there = y + LENGTH_UU + drive.ahead - MEET_SECONDS * drive.victim_speed
    turned = {True: pi / 2, False: -pi / 2}[drive.victim_speed >= 0]
    if drive.across:
        turned = 0.0 if drive.across > 0 else pi
    scene.car(
        team=0 if drive.is_mate else 1,
        position=(x + drive.aside - MEET_SECONDS * drive.across, there, CAR_REST_UU),
        velocity=(drive.across, drive.victim_speed, 0.0),
        yaw=turned,
        pilot=victim_pilot,
    )
    played = scene.play(seconds)
    happened = "demolition" if played.wrecks else "bump" if played.recording.bumps else "miss"
    require(happened == drive.outcome, f"{drive.name}: {drive.outcome}, not {happened}")
    wanted = Wanted(attacker.number, MEET_SECONDS - BEFORE_SECONDS, is_success=is_success)
    return Act(key, drive.name, played, () if is_success is None else (wanted,))
