"""Which cars stand on something, for every frame at once.

The field is a box with cut corners whose edges are rounded; goals are open at the back wall. A car
stands on a surface when it is close to it and its roof points away from it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.field import (
    BACK_WALL_Y_UU,
    CEILING_Z_UU,
    GOAL_HALF_WIDTH_UU,
    SIDE_WALL_X_UU,
)
from rlcoach.analysis.vectors import roof
from rlcoach.replay.tables import Bodies

CORNER_SUM_UU = 8064.0
"""|x| + |y| of the walls that cut the corners."""

RAMP_RADIUS_UU = 256.0
"""Of the rounded edges between floor or ceiling and walls."""

WHEELS_UU = 40.0
"""Farthest centre of a car that drives: 17 at rest, up to 26 on other bodies, and the ramps of
the game's mesh differ from the circle by some 15."""

LOWEST_UU = 35.0
"""A car whose centre is this low stands on the floor however it is turned at that moment: on its
roof or on its side it is higher."""

UPRIGHT = 0.7
"""Least cosine between roof and surface; a car on its wheels has more than 0.95 on the flat, and
loses some on ramps, where bodies are held between updates."""

_DIAGONAL = np.float32(np.sqrt(0.5))


def on_wheels(context: MatchContext) -> NDArray[np.bool_]:
    """`[player, frame]` whether the car stands on floor, wall, ramp or ceiling."""
    cars = context.tables.cars
    height = cars.position[..., 2]
    stands: NDArray[np.bool_] = cars.present & (height < LOWEST_UU)
    # Most frames are decided by height; the rest are few enough to look at one by one.
    player, frame = np.nonzero(cars.present & ~stands)
    if len(player) == 0:
        return stands
    stands[player, frame] = _near_surface(cars, player, frame)
    return stands


def _near_surface(
    cars: Bodies, player: NDArray[np.intp], frame: NDArray[np.intp]
) -> NDArray[np.bool_]:
    place = cars.position[player, frame]
    x, y, z = np.abs(place[:, 0]), np.abs(place[:, 1]), place[:, 2]
    to_side, to_back = SIDE_WALL_X_UU - x, BACK_WALL_Y_UU - y
    to_back = np.where(x < GOAL_HALF_WIDTH_UU, np.float32(BACK_WALL_Y_UU), to_back)
    to_corner = (CORNER_SUM_UU - x - y) * _DIAGONAL
    wall = np.minimum(np.minimum(to_side, to_back), to_corner)
    level = np.minimum(z, CEILING_Z_UU - z)

    # Seen from the middle of the rounding circle; away from edges one of the two is zero.
    inward = np.maximum(RAMP_RADIUS_UU - wall, 0)
    upward = np.maximum(RAMP_RADIUS_UU - level, 0)
    depth = np.hypot(inward, upward)
    near = np.flatnonzero(depth > RAMP_RADIUS_UU - WHEELS_UU)
    result = np.zeros(len(x), dtype=bool)
    if len(near) == 0:
        return result

    up = roof(cars.rotation[player[near], frame[near]])
    sign = np.sign(place[near])
    towards_middle = -up[:, :2] * sign[:, :2]
    side, back, corner = to_side[near], to_back[near], to_corner[near]
    wall_cosine = np.select(
        [corner < np.minimum(side, back), side < back],
        [(towards_middle[:, 0] + towards_middle[:, 1]) * _DIAGONAL, towards_middle[:, 0]],
        default=towards_middle[:, 1],
    )
    level_cosine = np.where(z[near] < CEILING_Z_UU / 2, up[:, 2], -up[:, 2])
    cosine = (wall_cosine * inward[near] + level_cosine * upward[near]) / depth[near]
    result[near] = cosine > UPRIGHT
    return result
