"""A car alone on the field, somewhere, for either team: the stage of acts of movement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from random import Random
from typing import Any

from rlcoach.synth.physics.constants import CAR_REST_UU
from rlcoach.synth.physics.manoeuvres import dodge, hold, in_turn, steps
from rlcoach.synth.physics.recording import Dodge, Span
from rlcoach.synth.physics.vectors import Quaternion, Vector
from rlcoach.synth.physics.world import Pilot
from rlcoach.synth.scripts.act import Act, Played, Wanted
from rlcoach.synth.scripts.scene import Driver, Placement, Scene

FAR_CORNER: Vector = (-3300.0, 3900.0, 92.0)
"""Where the ball waits, off every way that starts at `Stage.start`."""


@dataclass
class Stage:
    """One car with its pilot, and the dice of a seed."""

    dice: Random
    scene: Scene
    driver: Driver

    def played(self, seconds: float) -> Played:
        """The scene after so many seconds."""
        return self.scene.play(seconds)


def dice_of(seed: int) -> Random:
    """The dice of a seed; teams and sides take turns, all else is thrown."""
    return Random(7919 * seed + 13)


def scene_of(seed: int) -> Scene:
    """An empty field: seeds take turns at the four ways to see it."""
    scene = Scene(
        placement=Placement(is_mirrored=bool(seed % 2), is_swapped=bool(seed // 2 % 2)),
    )
    scene.ball(FAR_CORNER)
    return scene


def on_ground(seed: int, pilot: Pilot, *, speed: float = 0.0, boost_pct: float = 100.0) -> Stage:
    """A car that drives up the field, at `speed` along its nose (negative: backwards)."""
    dice, scene = dice_of(seed), scene_of(seed)
    yaw = pi / 2 + dice.uniform(-0.2, 0.2)
    # Who drives backwards begins far up the field.
    y = dice.uniform(-3800, -3000) if speed >= 0 else dice.uniform(2000, 2800)
    driver = scene.car(
        position=(dice.uniform(-500, 1200), y, CAR_REST_UU),
        velocity=(speed * cos(yaw), speed * sin(yaw), 0.0),
        yaw=yaw,
        boost_pct=boost_pct,
        pilot=pilot,
    )
    return Stage(dice, scene, driver)


def in_air(
    seed: int,
    pilot: Pilot,
    *,
    height: float,
    velocity: Vector = (0.0, 600.0, 0.0),
    rotation: Quaternion | None = None,
    spin: Vector = (0.0, 0.0, 0.0),
) -> Stage:
    """A car that flies, with its second jump left."""
    dice, scene = dice_of(seed), scene_of(seed)
    driver = scene.car(
        position=(dice.uniform(-500, 1200), dice.uniform(-3500, -2500), height),
        velocity=velocity,
        rotation=rotation,
        spin=spin,
        pilot=pilot,
    )
    return Stage(dice, scene, driver)


def held_back(
    flip: float,
    *,
    forward: float,
    right: float = 0.0,
    after: float,
    until: float,
    is_flying: bool = False,
    **meanwhile: Any,
) -> Pilot:
    """A dodge with the stick pulled against its pitch.

    Args:
        flip: Seconds of the dodge; off the ground the jump is 0.15 s earlier.
        forward: 1 for a front flip, -1 for a back flip.
        right: 1 for a dodge to the right.
        after: Seconds from the dodge until the stick is pulled.
        until: Seconds from the dodge until it is let go.
        is_flying: The dodge spends the second jump of a car in the air.
        meanwhile: Other controls pressed all the time.
    """
    if is_flying:
        tap = {"jump": True, "pitch": -forward, "yaw": right}
        begin = steps([(0.0, meanwhile), (flip, tap | meanwhile), (flip + 0.03, meanwhile)])
    else:
        begin = dodge(flip - 0.15, forward=forward, right=right, **meanwhile)
    pull = hold(pitch=1.0 if forward > 0 else -1.0, **meanwhile)
    return in_turn([(0.0, begin), (flip + after, pull), (flip + until, hold(**meanwhile))])


def dodges(played: Played) -> Sequence[Dodge]:
    """All dodges of the scene."""
    return played.recording.dodges


def shown(  # noqa: PLR0913 - what an act is made of
    key: str,
    name: str,
    stage: Stage,
    *,
    seconds: float,
    moments: Callable[[Played], Sequence[Span]] = lambda _: (),
    kind: str | None = None,
    is_success: bool | None = None,
) -> Act:
    """The act of a stage: the event `key` is expected at each of the recording's `moments`."""
    played = stage.played(seconds)
    wanted = (
        Wanted(stage.driver.number, moment.start_seconds, kind, is_success)
        for moment in moments(played)
    )
    return Act(key, name, played, tuple(wanted))
