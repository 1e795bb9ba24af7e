"""Bounces of the ball off floor, walls and ceiling."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.ball_flight import MAX_UPDATE_GAP_SECONDS
from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.field import (
    BACK_WALL_Y_UU,
    BALL_RADIUS_UU,
    BALL_REST_Z_UU,
    CEILING_Z_UU,
    GOAL_HALF_WIDTH_UU,
    GOAL_HEIGHT_UU,
    SIDE_WALL_X_UU,
)
from rlcoach.analysis.plays import in_play
from rlcoach.analysis.wheels import CORNER_SUM_UU

FLOOR, SIDE_WALL, BACK_WALL, CORNER, CEILING = 0, 1, 2, 3, 4
SURFACE_NAMES = ("floor", "side_wall", "back_wall", "corner", "ceiling")

MIN_INTO_UU_PER_S = 150.0
"""Toward the surface before; slower ones are a ball that rolls."""

MIN_OUT_SHARE = 0.25
"""Of the speed into the surface that must come out; the ball keeps 0.6, a car may take some."""

MARGIN_UU = 60.0
"""From the surface to the ball's edge in one of the two updates: at 6,000 uu/s, 30 a second, the
nearer of them is up to 100 uu away; what is faster than 3,600 into a wall is found by `REACH`."""


@dataclass(frozen=True)
class Bounces:
    """One row per bounce, by time. Columns have shape [bounce] or [bounce, xyz]."""

    frame: NDArray[np.int64]
    """The first frame after it."""
    time: NDArray[np.float64]
    """Of that frame, seconds; the bounce is up to one update earlier."""
    surface: NDArray[np.int8]
    """`FLOOR`, `SIDE_WALL`, `BACK_WALL`, `CORNER` or `CEILING`."""
    place: NDArray[np.float64]
    """The ball in that frame."""
    before: NDArray[np.float64]
    """Velocity before, uu/s."""
    after: NDArray[np.float64]
    """Velocity after, uu/s."""

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.frame)

    def pick(self, rows: NDArray[np.int64]) -> Bounces:
        """Some of the rows."""
        columns = {one.name: getattr(self, one.name)[rows] for one in fields(self)}
        return Bounces(**columns)


def bounces(context: MatchContext) -> Bounces:
    """All bounces in play. Ask with `context.shared(bounces)`."""
    updates, time = context.tables.ball_updates, context.tables.frames.time
    if len(updates.frame) < 2:
        return _of(context, np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int8))
    first, second = updates.frame[:-1], updates.frame[1:]
    span = time[second] - time[first]
    known = (updates.life[1:] == updates.life[:-1]) & (span <= MAX_UPDATE_GAP_SECONDS)
    known &= in_play(context)[second]
    rows, surfaces = [], []
    place, pace = updates.position, updates.velocity
    for surface, away, out in _surfaces(place, pace):
        into, left = -out[:-1], out[1:]
        turned = known & (into > MIN_INTO_UU_PER_S) & (left > MIN_OUT_SHARE * into)
        at = np.flatnonzero(turned)
        # The nearer of the two updates; the ball flies `into` uu/s for at most the span between.
        near = np.minimum(away[at], away[at + 1]) - into[at] * span[at] / 2
        at = at[near < MARGIN_UU]
        rows.append(at)
        surfaces.append(np.full(len(at), surface, dtype=np.int8))
    row, surface_of = np.concatenate(rows), np.concatenate(surfaces)
    order = np.argsort(row, kind="stable")
    return _of(context, row[order], surface_of[order])


@dataclass(frozen=True)
class SurfacesNear:
    """All surfaces seen from balls, by number: [surface, ball] and [surface, ball, xyz]."""

    away: NDArray[np.float64]
    """uu from the surface to the ball's edge."""
    normal: NDArray[np.float64]
    """Into the field, length one."""


def surfaces_near(place: NDArray[np.floating]) -> SurfacesNear:
    """How far every surface is from balls at `place` [ball, xyz], flat ones only."""
    # The speed away from a surface is its normal's part of the velocity.
    axes = [_surfaces(place, np.broadcast_to(axis, place.shape)) for axis in np.eye(3)]
    normal = [np.stack([row[2] for row in rows], axis=-1) for rows in zip(*axes, strict=True)]
    return SurfacesNear(np.stack([row[1] for row in axes[0]]), np.stack(normal))


def _surfaces(
    place: NDArray[np.floating], pace: NDArray[np.floating]
) -> list[tuple[int, NDArray[np.floating], NDArray[np.floating]]]:
    """Per surface its number, [row] uu from it to the ball's edge, and uu/s away from it."""
    x, y, z = place.T
    ax, ay = np.abs(x), np.abs(y)
    side, back = np.sign(x), np.sign(y)
    # Whose edge does not clear the frame of the goal comes back off it.
    in_mouth = (ax < GOAL_HALF_WIDTH_UU - BALL_RADIUS_UU) & (z < GOAL_HEIGHT_UU - BALL_RADIUS_UU)
    to_back = np.where(in_mouth, np.float32(BACK_WALL_Y_UU), BACK_WALL_Y_UU - ay)
    to_corner = (CORNER_SUM_UU - ax - ay) * np.float32(np.sqrt(0.5))
    out_x, out_y = -side * pace[:, 0], -back * pace[:, 1]
    rest = np.float32(BALL_REST_Z_UU)
    return [
        (FLOOR, z - rest, pace[:, 2]),
        (SIDE_WALL, SIDE_WALL_X_UU - ax - rest, out_x),
        (BACK_WALL, to_back - rest, out_y),
        (CORNER, to_corner - rest, (out_x + out_y) * np.float32(np.sqrt(0.5))),
        (CEILING, CEILING_Z_UU - z - rest, -pace[:, 2]),
    ]


def _of(context: MatchContext, row: NDArray[np.int64], surface: NDArray[np.int8]) -> Bounces:
    updates = context.tables.ball_updates
    after = np.minimum(row + 1, max(len(updates.frame) - 1, 0))
    frame = updates.frame[after].astype(np.int64)
    return Bounces(
        frame=frame,
        time=context.tables.frames.time[frame],
        surface=surface,
        place=updates.position[after].astype(np.float64),
        before=updates.velocity[row].astype(np.float64),
        after=updates.velocity[after].astype(np.float64),
    )
