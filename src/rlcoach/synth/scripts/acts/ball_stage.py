"""What acts of ball control share: dice, an empty field, a ball on a roof."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from rlcoach.synth.physics.constants import CAR_REST_UU
from rlcoach.synth.physics.recording import Recording
from rlcoach.synth.physics.vectors import Vector, plus
from rlcoach.synth.physics.world import Pilot
from rlcoach.synth.scripts.act import Act, Played, Wanted
from rlcoach.synth.scripts.scene import Driver, Placement, Scene

ROOF: Vector = (13.0, 0.0, 130.0)
"""Of the ball's centre from the car's, along nose, right and up, when it lies on the roof."""

Moments = Callable[[Recording], Sequence[float]]


def dice_of(seed: int) -> Random:
    """The dice of a seed; teams and sides take turns, all else is thrown."""
    return Random(6007 * seed + 11)


def scene_of(seed: int) -> Scene:
    """An empty field: seeds take turns at the four ways to see it."""
    placement = Placement(is_mirrored=bool(seed % 2), is_swapped=bool(seed // 2 % 2))
    return Scene(placement)


def carrying(
    scene: Scene,
    pilot: Pilot,
    *,
    place: tuple[float, float],
    speed: float,
    height: float = 0.0,
    slip: Vector = (0.0, 0.0, 0.0),
) -> Driver:
    """A car that drives up the field with the ball on its roof.

    Args:
        scene: Where.
        pilot: Who drives.
        place: x and y of the car.
        speed: uu/s of both.
        height: uu of the ball above the roof.
        slip: uu/s of the ball against the car.
    """
    position = (*place, CAR_REST_UU)
    velocity = (0.0, speed, 0.0)
    driver = scene.car(position=position, velocity=velocity, pilot=pilot)
    ahead, aside, up = ROOF
    scene.ball(plus(position, (aside, ahead, up + height)), velocity=plus(velocity, slip))
    return driver


def _nothing(_: Recording) -> Sequence[float]:
    """No moment: what near misses hold."""
    return ()


def touches(count: int | None = None) -> Moments:
    """The beginnings of the first `count` touches, or of all."""
    return lambda recording: [one.start_seconds for one in recording.touches][:count]


def shown(  # noqa: PLR0913 - what an act is made of
    key: str,
    name: str,
    played: Played,
    driver: Driver,
    moments: Moments = _nothing,
    *,
    kind: str | None = None,
    is_success: bool | None = None,
) -> Act:
    """The act of a scene: the event `key` of the driver is wanted at each of the moments."""
    wanted = (Wanted(driver.number, at, kind, is_success) for at in moments(played.recording))
    return Act(key, name, played, tuple(wanted))
