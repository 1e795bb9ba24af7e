"""Times without a wheel on anything: where they began, how, and where they ended."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.field import BACK_WALL_Y_UU, CEILING_Z_UU, SIDE_WALL_X_UU
from rlcoach.analysis.spans import spans_of
from rlcoach.analysis.vectors import roof
from rlcoach.analysis.wheels import CORNER_SUM_UU, on_wheels
from rlcoach.replay.kinds import Component

LEAST_SECONDS = 0.08
"""Shorter losses of contact are bumps of the ramps and bodies held between updates."""

JUMP_SECONDS = 0.3
"""A jump is sent up to this long before or after the wheels are seen to leave: a car rises 18 uu,
to where it counts as in the air, in 0.06 s, bodies come every 0.1 s, and those of some players
0.15 s later than what they press."""

WALL_UU = 120.0
"""From the plane of a wall within which a car that stands, stands on the wall or its foot."""

GROUND, WALL, CEILING = 0, 1, 2
SURFACE_NAMES = ("ground", "wall", "ceiling")


@dataclass(frozen=True)
class Flights:
    """One row per flight, by first frame. Columns have shape [flight]."""

    player: NDArray[np.int64]
    first: NDArray[np.int64]
    """First frame in the air."""
    last: NDArray[np.int64]
    """Last frame in the air; the car is on its wheels, demolished or gone in the next."""
    start: NDArray[np.float64]
    """Seconds: of the last frame on wheels."""
    end: NDArray[np.float64]
    """Seconds: of the first frame on wheels again."""
    take_off: NDArray[np.int8]
    """What the car left: `GROUND`, `WALL` or `CEILING`; -1 where it appeared in the air."""
    landing: NDArray[np.int8]
    """What it came down on with its wheels; -1 where the flight ended otherwise."""
    jump: NDArray[np.float64]
    """Moment of the jump that began it; NaN without one."""

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.first)


def flights(context: MatchContext) -> Flights:
    """All flights of `LEAST_SECONDS` or more. Ask with `context.shared(flights)`."""
    cars, time = context.tables.cars, context.tables.frames.time
    stands = context.shared(on_wheels)
    spans = spans_of(cars.present & ~stands)
    before = np.maximum(spans.first.astype(np.int64) - 1, 0)
    after = np.minimum(spans.last.astype(np.int64) + 1, context.frames - 1)
    keep = np.flatnonzero(time[after] - time[before] >= LEAST_SECONDS)
    before, after, player = before[keep], after[keep], spans.player[keep].astype(np.int64)
    start, end = time[before], time[after]
    return Flights(
        player=player,
        first=spans.first[keep].astype(np.int64),
        last=spans.last[keep].astype(np.int64),
        start=start,
        end=end,
        take_off=np.where(stands[player, before], surface_under(context, player, before), -1),
        landing=np.where(stands[player, after], surface_under(context, player, after), -1),
        jump=_jumps(context, player, start),
    )


def flight_at(
    flown: Flights, player: NDArray[np.integer], time: NDArray[np.floating]
) -> NDArray[np.int64]:
    """[row] the flight each player is in at a moment, by row of `flown`; -1 for none."""
    result = np.full(len(player), -1, dtype=np.int64)
    for one in np.unique(player).tolist():
        mine = np.flatnonzero(flown.player == one)
        asked = np.flatnonzero(player == one)
        if len(mine) == 0:
            continue
        at = np.searchsorted(flown.start[mine], time[asked], side="right") - 1
        inside = (at >= 0) & (time[asked] <= flown.end[mine[np.maximum(at, 0)]])
        result[asked[inside]] = mine[at[inside]]
    return result


def surface_under(
    context: MatchContext, player: NDArray[np.int64], frame: NDArray[np.int64]
) -> NDArray[np.int8]:
    """[row] what a car on its wheels stands on, by where it is and where its roof points."""
    cars = context.tables.cars
    place, up = cars.position[player, frame], roof(cars.rotation[player, frame])
    x, y = np.abs(place[:, 0]), np.abs(place[:, 1])
    wall = np.minimum(SIDE_WALL_X_UU - x, BACK_WALL_Y_UU - y)
    wall = np.minimum(wall, (CORNER_SUM_UU - x - y) * np.sqrt(0.5))
    steep = np.abs(up[:, 2]) < np.sqrt(0.5)
    return np.select(
        [steep & (wall < WALL_UU), place[:, 2] > CEILING_Z_UU / 2],
        [np.int8(WALL), np.int8(CEILING)],
        default=np.int8(GROUND),
    )


def _jumps(
    context: MatchContext, player: NDArray[np.int64], start: NDArray[np.float64]
) -> NDArray[np.float64]:
    """[flight] moment of the jump nearest to the take-off; NaN for none."""
    parts = context.tables.activations
    result = np.full(len(player), np.nan)
    jumped = parts.component == Component.JUMP
    for one in np.unique(player).tolist():
        mine = np.flatnonzero(player == one)
        times = parts.time[jumped & (parts.player == one)]
        if len(times) == 0:
            continue
        at = np.searchsorted(times, start[mine])
        low, high = times[np.maximum(at - 1, 0)], times[np.minimum(at, len(times) - 1)]
        near = np.where(np.abs(low - start[mine]) <= np.abs(high - start[mine]), low, high)
        result[mine] = np.where(np.abs(near - start[mine]) <= JUMP_SECONDS, near, np.nan)
    return result
