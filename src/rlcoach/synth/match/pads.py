"""Boost pads: who takes them, and when they are back."""

from __future__ import annotations

from math import hypot, sqrt
from typing import NamedTuple

from rlcoach.replay.game_data import pad_layout
from rlcoach.synth.physics.vectors import Vector

PADS = pad_layout("soccar")

SMALL_PCT, BIG_PCT = 12.0, 100.0
SMALL_RETURNS_SECONDS, BIG_RETURNS_SECONDS = 4.0, 10.0
SMALL_RADIUS_UU, BIG_RADIUS_UU = 144.0, 208.0
SMALL_TOP_UU, BIG_TOP_UU = 165.0, 168.0
"""A pad is a cylinder from the floor to here, and takes a car whose centre is inside."""

_CELL_UU = 256.0


class Taken(NamedTuple):
    """A pad a car took, and where in its way of a frame: 0 at the start, 1 at the end."""

    pad: int
    share: float


def _cells() -> dict[tuple[int, int], tuple[int, ...]]:
    """The pads that a car may reach whose frame ends in a cell of the floor."""
    near: dict[tuple[int, int], tuple[int, ...]] = {}
    for number, pad in enumerate(PADS):
        # Half a cell's diagonal, and the way of a fast car in the longest frame.
        reach = (BIG_RADIUS_UU if pad.is_big else SMALL_RADIUS_UU) + 0.71 * _CELL_UU + 100.0
        for column in range(-17, 17):
            for row in range(-21, 21):
                x, y = (column + 0.5) * _CELL_UU, (row + 0.5) * _CELL_UU
                if hypot(pad.x - x, pad.y - y) < reach:
                    near[column, row] = (*near.get((column, row), ()), number)
    return near


_NEAR = _cells()


class Pads:
    """All pads of the field."""

    def __init__(self) -> None:
        """All are there."""
        self.ready = [True] * len(PADS)
        self._returns: list[tuple[float, int]] = []

    def reset(self) -> list[int]:
        """All pads are there at a kickoff; those that come back by it."""
        back = [pad for pad, is_ready in enumerate(self.ready) if not is_ready]
        self.ready[:] = [True] * len(PADS)
        self._returns.clear()
        return back

    def return_until(self, seconds: float) -> list[int]:
        """The pads that come back until a time."""
        if not self._returns or self._returns[0][0] > seconds:
            return []
        back = [pad for at, pad in self._returns if at <= seconds]
        self._returns = [(at, pad) for at, pad in self._returns if at > seconds]
        for pad in back:
            self.ready[pad] = True
        return back

    def reached(self, before: Vector, after: Vector) -> Taken | None:
        """The pad a car takes on its way."""
        x, y, z = after
        if z > BIG_TOP_UU:
            return None
        for number in _NEAR.get((int(x // _CELL_UU), int(y // _CELL_UU)), ()):
            if self.ready[number]:
                share = _share_at(number, before, after)
                if share is not None:
                    return Taken(number, share)
        return None

    def take(self, pad: int, seconds: float) -> float:
        """A pad is gone from now; the boost it gives."""
        self.ready[pad] = False
        self._returns.append((seconds + away_seconds(pad), pad))
        self._returns.sort()
        return BIG_PCT if PADS[pad].is_big else SMALL_PCT


def away_seconds(pad: int) -> float:
    """How long a pad is away."""
    return BIG_RETURNS_SECONDS if PADS[pad].is_big else SMALL_RETURNS_SECONDS


def _share_at(number: int, before: Vector, after: Vector) -> float | None:
    """Where on its straight way a car comes into a pad."""
    pad = PADS[number]
    radius, top = (BIG_RADIUS_UU, BIG_TOP_UU) if pad.is_big else (SMALL_RADIUS_UU, SMALL_TOP_UU)
    if after[2] > top:
        return None
    x, y = before[0] - pad.x, before[1] - pad.y
    dx, dy = after[0] - before[0], after[1] - before[1]
    outside = x * x + y * y - radius * radius
    if outside <= 0:
        return 0.0
    way, towards = dx * dx + dy * dy, x * dx + y * dy
    root = towards * towards - way * outside
    if towards >= 0 or root < 0:
        return None
    share = (-towards - sqrt(root)) / way
    return share if share <= 1 else None
