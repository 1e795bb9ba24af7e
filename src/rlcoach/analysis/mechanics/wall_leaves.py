"""Cars leaving a wall: how long they had driven on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.field import BACK_WALL_Y_UU, SIDE_WALL_X_UU
from rlcoach.analysis.mechanics.flights import WALL, flights, surface_under
from rlcoach.analysis.wheels import CORNER_SUM_UU, on_wheels

LONGEST_RIDE_SECONDS = 2.0
"""Longer rides are not told apart."""

SIDE_COLUMN, BACK_COLUMN, CORNER_COLUMN = 0, 1, 2
"""Of `wall_distances`."""


@dataclass(frozen=True)
class WallLeaves:
    """One row per flight that began on a wall, by first frame. Columns have shape [leave]."""

    flight: NDArray[np.int64]
    """Row of `flights`."""
    ride_seconds: NDArray[np.float64]
    """On the wall before it, up to `LONGEST_RIDE_SECONDS`."""
    is_corner: NDArray[np.bool_]
    """Whether it was one of the walls that cut the corners."""


def wall_leaves(context: MatchContext) -> WallLeaves:
    """All of them. Ask with `context.shared(wall_leaves)`."""
    flown = context.shared(flights)
    rows = np.flatnonzero(flown.take_off == WALL)
    player, before = flown.player[rows], np.maximum(flown.first[rows] - 1, 0)
    walls = wall_distances(context.tables.cars.position[player, before])
    return WallLeaves(rows, _rides(context, player, before), walls.argmin(axis=1) == CORNER_COLUMN)


def wall_distances(place: NDArray[np.floating]) -> NDArray[np.float64]:
    """[row, 3] uu from places [row, xyz] to the nearest side wall, back wall and corner wall."""
    x, y = np.abs(place[:, 0]), np.abs(place[:, 1])
    corner = (CORNER_SUM_UU - x - y) * np.sqrt(0.5)
    distances: NDArray[np.float64] = np.stack(
        (SIDE_WALL_X_UU - x, BACK_WALL_Y_UU - y, corner), axis=1
    ).astype(np.float64)
    return distances


def _rides(
    context: MatchContext, player: NDArray[np.int64], last: NDArray[np.int64]
) -> NDArray[np.float64]:
    """[leave] seconds on the wall up to the frame `last`."""
    time = context.tables.frames.time
    first = np.searchsorted(time, time[last] - LONGEST_RIDE_SECONDS)
    count = last - first + 1
    ends = np.cumsum(count)
    # All frames of all rides in one row, so that surfaces are looked at once.
    who = np.repeat(player, count)
    frame = np.arange(count.sum()) - np.repeat(ends - count, count) + np.repeat(first, count)
    rides = context.shared(on_wheels)[who, frame]
    rides &= surface_under(context, who, frame) == WALL
    seconds = np.zeros(len(player))
    for row, (end, length) in enumerate(zip(ends.tolist(), count.tolist(), strict=True)):
        away = np.flatnonzero(~rides[end - length : end - 1])
        begin = first[row] + (away[-1] + 1 if len(away) else 0)
        seconds[row] = time[last[row]] - time[begin]
    return seconds
